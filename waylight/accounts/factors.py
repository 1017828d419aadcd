"""What somebody has set beyond their inbox: passkeys, a PIN, an authenticator app. And how it is set, by invitation only."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.translation import gettext as _

from waylight.accounts import invitations, pins
from waylight.accounts.models import Pin, User
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

PASSKEY, PIN, AUTHENTICATOR = "passkey", "pin", "authenticator"
_TYPES = {Authenticator.Type.WEBAUTHN: PASSKEY, Authenticator.Type.TOTP: AUTHENTICATOR}


class NotForStaff(Refusal):
    """Staff sign in with a passkey or an authenticator app. A PIN is for clients."""


def ways(user: Any) -> list[str]:
    """What this person can unlock with, the quickest first."""
    types = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    found = {way for type_, way in _TYPES.items() if type_ in types}
    if user.is_client and Pin.objects.filter(pk=user.pk).exists():
        found.add(PIN)
    return [way for way in (PASSKEY, PIN, AUTHENTICATOR) if way in found]


def passkeys(user: User) -> list[Authenticator]:
    return list(
        Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("created_at")
    )


@transaction.atomic
def set_pin(user: User, digits: str) -> None:
    """Uses the invitation. Raises NotForStaff, pins.TooEasy or invitations.NotInvited."""
    if not user.is_client:
        raise NotForStaff
    pins.check_strength(digits)
    _start_anew(user)
    pins.keep(user, digits)
    audit.record("set-pin", by=user, person=user.pk)


@transaction.atomic
def set_authenticator(user: User, secret: str) -> None:
    """Uses the invitation. Raises invitations.NotInvited."""
    _start_anew(user)
    added = TOTP.activate(user, secret).instance
    audit.record("set-authenticator", by=user, person=user.pk, about=added)


@transaction.atomic
def set_passkey(user: User, credential: dict[str, Any]) -> None:
    """Uses the invitation. Raises invitations.NotInvited."""
    _start_anew(user)
    add_passkey(user, credential)


@transaction.atomic
def add_passkey(user: User, credential: dict[str, Any]) -> None:
    """One passkey more, for somebody who has unlocked with what they had."""
    name = _("Passkey %(number)d") % {"number": len(passkeys(user)) + 1}
    added = WebAuthn.add(user, name, credential).instance
    audit.record("set-passkey", by=user, person=user.pk, about=added)


def _start_anew(user: User) -> None:
    """A second factor that is lost may be in somebody's hands: an invitation replaces all that was set before."""
    invitations.use(user)
    Pin.objects.filter(pk=user.pk).delete()
    Authenticator.objects.filter(user=user).delete()
