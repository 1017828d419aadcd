"""Why somebody cannot wait for a time, or a time cannot be offered or taken. Each reads as a sentence."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from waylight.booking.refusals import Refused
from waylight.booking.zones import in_words


class AlreadyWaiting(Refused):
    """There is a place on the list already. It stays as it is."""


class NoLongerWaiting(Refused):
    """The wait has ended."""


class CannotWait(Refused):
    """This person cannot be on the list."""


class OfferEnded(Refused):
    """This time is no longer kept. You are still on the list."""


class CannotBeOffered(Refused):
    """This time cannot be offered."""


class FreeAlready(Refused):
    """There is a time already that fits: it need not be waited for."""

    def __init__(self, times: Sequence[datetime], zone: str) -> None:
        self.times = list(times)
        words = " · ".join(in_words(one, zone) for one in times)
        super().__init__(_("These times are free now and fit: {times}.").format(times=words))
