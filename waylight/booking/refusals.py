"""Why a time cannot be booked, moved or cancelled. Each reads as a sentence for the person who asked."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from waylight.booking.zones import clock_in, in_words, on_the_wall
from waylight.ui.refusals import Refusal


class Refused(Refusal):
    """This cannot be done."""


class NotRegistered(Refused):
    """No times can be booked with this therapist at the moment. Please talk to the practice."""


class CountryNotCovered(Refused):
    """This therapist cannot work with people in your country. Please talk to the practice."""


class AgeNotCovered(Refused):
    """As we know your age, this practice cannot meet you. If that is wrong, please talk to the practice."""


class EnoughBooked(Refused):
    """You have booked eight times ahead, as many as you can book here. For more, please talk to the practice."""


class EnoughChanged(Refused):
    """You have booked or moved times very often today. You can go on tomorrow, or talk to the practice."""


class ConsentMissing(Refused):
    """A session needs your agreement first. You find it among your papers."""


class NotInCare(Refused):
    """You are not with this therapist now. Please talk to the practice."""


class AlreadyBooked(Refused):
    """You have a time already. You can move it."""


class BookedAlready(AlreadyBooked):
    """This time is booked for you already. There is nothing more to do."""


class NoLongerStands(Refused):
    """This time was moved or cancelled before."""


class AlreadyBegun(Refused):
    """This time has begun or is over. It cannot be changed. Please talk to the practice."""


class CutOffPassed(Refused):
    """It is too close to change this online. Please talk to the practice."""


class NotForYou(Refused):
    """Only the practice can book outside the hours. Please choose one of the times."""


class ReasonMissing(Refused):
    """Write why it is outside the hours."""


class UndoPassed(Refused):
    """The three minutes are over, so this cannot be undone here. You can still book, move or cancel."""


class ChangedSince(Refused):
    """This was changed meanwhile, perhaps in another window. The page shows how it is now."""


class TimeRefused(Refused):
    """Of a time: `nearest` are free ones close by, and the sentence names them in the person's zone."""

    def __init__(self, wanted: datetime, nearest: Sequence[datetime], zone: str) -> None:
        self.wanted, self.nearest, self.zone = wanted, list(nearest), zone
        super().__init__(f"{self.what_happened(in_words(wanted, zone))} {self._close_by()}")

    def what_happened(self, when: str) -> str:
        return _("{when} cannot be booked.").format(when=when)

    def _close_by(self) -> str:
        if not self.nearest:
            return _("Nothing else is free near it.")
        return _("These are close: {times}.").format(times=" · ".join(map(self._in_words, self.nearest)))

    def _in_words(self, at: datetime) -> str:
        """Without its day when it is the one that was asked for."""
        is_that_day = on_the_wall(at, self.zone).date() == on_the_wall(self.wanted, self.zone).date()
        return (clock_in if is_that_day else in_words)(at, self.zone)


class SlotAlreadyTaken(TimeRefused):
    """Somebody was quicker, or the client meets somebody else then."""

    def what_happened(self, when: str) -> str:
        return _("Someone took {when} a moment ago.").format(when=when)


class NotInHours(TimeRefused):
    """Outside the therapist's hours, or too far ahead."""

    def what_happened(self, when: str) -> str:
        return _("{when} is not among the free times.").format(when=when)


class TooSoon(TimeRefused):
    """Past, or closer than the practice's notice."""

    def what_happened(self, when: str) -> str:
        return _("{when} is too close to book now.").format(when=when)
