"""Compares a PIN or an authenticator code. Every wrong one gets the same answer."""

from allauth.mfa.models import Authenticator

from waylight.accounts import factors, pins, tries
from waylight.accounts.models import User
from waylight.privacy import audit
from waylight.ui.refusals import Refusal


class DoesNotFit(Refusal):
    """That did not work. Check it and try again."""


def check(user: User, way: str, digits: str) -> None:
    """Raises DoesNotFit, or tries.TooManyTries. Call it outside a transaction that may be rolled back: it counts."""
    tries.count(user)
    fits = pins.fits(user, digits) if way == factors.PIN else _is_code_of(user, digits)
    if not fits:
        audit.record("fail-unlock", by=user, person=user.pk)
        tries.check_pause(user)
        raise DoesNotFit
    tries.forget(user)


def _is_code_of(user: User, digits: str) -> bool:
    """A code of the authenticator app works once: allauth remembers it for as long as it is valid."""
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return app is not None and app.wrap().validate_code(digits)
