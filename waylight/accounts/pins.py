"""PINs: which are too easy to guess, how one is kept, how one is compared."""

import re

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.accounts.models import Pin, User
from waylight.privacy.sealing import seal_text, unseal_text
from waylight.ui.refusals import Refusal

SHORTEST, LONGEST = 6, 12  # digits
PURPOSE = "pins"
RUNS = ("01234567890123456789", "98765432109876543210")


class TooEasy(Refusal):
    """What makes a PIN too easy to guess, as a sentence."""


def check_strength(digits: str) -> None:
    """Raises TooEasy."""
    if not re.fullmatch(rf"[0-9]{{{SHORTEST},{LONGEST}}}", digits):
        raise TooEasy(
            _("A PIN has {shortest} to {longest} digits and nothing else.").format(
                shortest=SHORTEST, longest=LONGEST
            )
        )
    if any(digits in run for run in RUNS):
        raise TooEasy(_("Digits in a row are easy to guess. Choose other ones."))
    if any(_repeats(digits, length) for length in (1, 2, 3)):
        raise TooEasy(_("A pattern that repeats is easy to guess. Choose other digits."))


def _repeats(digits: str, length: int) -> bool:
    """Whether the first `length` digits over and over make the whole: 444444, 121212, 123123."""
    return (digits[:length] * len(digits))[: len(digits)] == digits


def keep(user: User, digits: str) -> None:
    hashed = seal_text(make_password(digits), PURPOSE)
    Pin.objects.update_or_create(user=user, defaults={"hashed": hashed, "set_at": timezone.now()})


def fits(user: User, digits: str) -> bool:
    pin = Pin.objects.filter(pk=user.pk).first()
    return pin is not None and check_password(digits, unseal_text(pin.hashed, PURPOSE))
