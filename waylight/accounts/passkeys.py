"""Reads what a device answered to a passkey's challenge. The answer comes from outside, so it may be anything."""

import struct
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.http import QueryDict

from waylight.accounts.forms import Credential
from waylight.accounts.models import User
from waylight.ui.refusals import Refusal

# What the library's parsers raise when an answer is broken, beside what they mean to raise.
BROKEN = (AttributeError, LookupError, TypeError, ValueError, ValidationError, struct.error)


class NotAccepted(Refusal):
    """That passkey did not work. Try again, or use another way."""


def used_to_sign_in(posted: QueryDict) -> Authenticator:
    """The passkey that answered, whoever it belongs to. Raises NotAccepted."""
    return _checked(LoginWebAuthnForm(posted)).cleaned_data["credential"]


def used_to_unlock(posted: QueryDict, user: User) -> None:
    """Notes the use of one of the user's own passkeys. Raises NotAccepted."""
    _checked(AuthenticateWebAuthnForm(posted, user=user)).save()


def made(posted: QueryDict) -> dict[str, Any]:
    """A new passkey, from a device that made sure of its owner. Raises NotAccepted."""
    credential = _checked(Credential(posted)).cleaned_data["credential"]
    try:
        auth.parse_registration_response(credential)
        is_owner = auth.complete_registration(credential).is_user_verified()
    except BROKEN as error:
        raise NotAccepted from error
    if not is_owner:
        raise NotAccepted
    return credential


def _checked(form: Any) -> Any:
    try:
        fits = form.is_valid()
    except BROKEN as error:
        raise NotAccepted from error
    if not fits:
        raise NotAccepted
    return form
