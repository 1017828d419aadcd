"""How the cast signs in, unlocks and sets things up, by small plain functions."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.utils import timezone

from waylight.accounts import factors, invitations, pins
from waylight.accounts.models import User
from waylight.accounts.second_factor import MARK

KEY = "idempotency_key"
ODD_PIN = "482917"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # gitleaks:allow - invented


def once() -> dict[str, str]:
    import uuid

    return {KEY: str(uuid.uuid4())}


def by_inbox(client: Client, user: User) -> Client:
    """Signed in with the e-mailed code alone: what whoever reads the inbox can do."""
    client.force_login(user)
    return client


def unlocked(client: Client, user: User) -> Client:
    """Signed in, with the mark of a second factor."""
    client.force_login(user)
    session = client.session
    session[MARK] = {"user": str(user.pk), "how": "pin", "used_at": timezone.now().timestamp()}
    session.save()
    return client


def with_pin(user: User, digits: str = ODD_PIN) -> User:
    pins.keep(user, digits)
    return user


def with_authenticator(user: User) -> User:
    invitations.invite(user, by="worker")
    factors.set_authenticator(user, SECRET)
    return user


def code_of_the_app(steps: int = 0) -> str:
    return totp.format_hotp_value(totp.hotp_value(SECRET, int(time.time()) // 30 + steps))


def authenticators(user: User) -> list[str]:
    return list(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def code_from_mail() -> str:
    found = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)
    assert found, "The mail holds no code."
    return found[0]
