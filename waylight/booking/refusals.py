"""Why a time cannot be booked, moved or cancelled. Each reads as a sentence for the person who asked."""

from collections.abc import Sequence
from datetime import datetime

from waylight.booking.zones import in_words


class Refused(Exception):
    """This cannot be done. Its text is a sentence for people."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or (self.__doc__ or "").strip())


class NotRegistered(Refused):
    """No times can be booked with this therapist at the moment. Please talk to the practice."""


class CountryNotCovered(Refused):
    """This therapist cannot work with people in your country. Please talk to the practice."""


class ConsentMissing(Refused):
    """A session needs your agreement first. You find it among your papers."""


class NotInCare(Refused):
    """You are not with this therapist now. Please talk to the practice."""


class AlreadyBooked(Refused):
    """You have a time already. You can move it."""


class NoLongerStands(Refused):
    """This time was moved or cancelled before."""


class AlreadyBegun(Refused):
    """This time has begun or is over. It cannot be changed."""


class CutOffPassed(Refused):
    """It is too close to change this online. Please talk to the practice."""


class TimeRefused(Refused):
    """Of a time: `nearest` are free ones close by, and the sentence names them in the person's zone."""

    def __init__(self, wanted: datetime, nearest: Sequence[datetime], zone: str) -> None:
        self.wanted, self.nearest, self.zone = wanted, list(nearest), zone
        super().__init__(f"{self.what_happened(in_words(wanted, zone))} {self._close_by()}")

    def what_happened(self, when: str) -> str:
        return f"{when} cannot be booked."

    def _close_by(self) -> str:
        if not self.nearest:
            return "Nothing else is free near it."
        day_of = in_words(self.wanted, self.zone).partition(", ")[0]
        times = [in_words(one, self.zone).removeprefix(f"{day_of}, ") for one in self.nearest]
        return f"These are close: {' · '.join(times)}."


class SlotAlreadyTaken(TimeRefused):
    """Somebody was quicker, or the client meets somebody else then."""

    def what_happened(self, when: str) -> str:
        return f"Someone took {when} a moment ago."


class NotInHours(TimeRefused):
    """Outside the therapist's hours, or too far ahead."""

    def what_happened(self, when: str) -> str:
        return f"{when} is not among the free times."


class TooSoon(TimeRefused):
    """Past, or closer than the practice's notice."""

    def what_happened(self, when: str) -> str:
        return f"{when} is too close to book now."
