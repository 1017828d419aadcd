"""Opens and closes accounts. Nobody opens one for themselves."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction

from waylight.accounts import invitations
from waylight.accounts.models import User
from waylight.privacy import audit, keyring
from waylight.ui.refusals import Refusal


class EmailTaken(Refusal):
    """There is an account with this e-mail address already."""


@transaction.atomic
def open_account(email: str, role: str, *, by: Any, name: str = "", zone: str = "Europe/London") -> User:
    """A user with keys of their own. `by` is a user or "worker". Raises EmailTaken."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, role, name=name, zone=zone)
    except IntegrityError as error:
        if User.objects.filter(email=email.strip().lower()).exists():
            raise EmailTaken from error
        raise
    keyring.create(user.pk)
    audit.record("open-account", by=by, person=user.pk, about=user)
    return user


def keep_settings(user: User, chosen: dict[str, Any]) -> None:
    """Keeps what somebody chose for themselves: `zone`, `theme`, `language`, `discreet`, or some of them."""
    for name, value in chosen.items():
        setattr(user, name, value)
    user.save(update_fields=list(chosen))


@transaction.atomic
def close_account(user: User, *, by: Any) -> None:
    """Nobody signs in with it any more, and whoever is signed in is signed out at their next click."""
    user.is_active = False
    user.set_unusable_password()  # another one than before: no session fits it any more
    user.save(update_fields=["is_active", "password"])
    invitations.revoke(user)
    for session in UserSession.objects.filter(user=user):
        session.end()
    audit.record("close-account", by=by, person=user.pk, about=user)
