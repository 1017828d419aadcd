"""What somebody chooses among, in words: free times by day on their own clocks, with the therapist's clock beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from waylight.booking import free, scheduling, zones
from waylight.booking.models import Appointment
from waylight.booking.precheck import known_number
from waylight.booking.refusals import Refused
from waylight.people.models import Client, Therapist
from waylight.practice.models import Practice

FORMS_OF_ADDRESS = {"Dr", "Prof", "Professor", "Mr", "Mrs", "Ms", "Miss", "Mx"}

OPEN = 3  # days whose times are in sight (UI.md J3)


@dataclass(frozen=True)
class Slot:
    """`value` goes into the form: the moment in UTC. `other` says what the therapist's clock shows, when it differs."""

    value: str
    label: str
    other: str


@dataclass(frozen=True)
class Day:
    day: date
    slots: Sequence[Slot]
    is_open: bool  # its times are in sight; else one opens it


@dataclass(frozen=True)
class Choosing:
    """Whose times, for whom, on which clocks; `instead_of` is the appointment that would be moved."""

    client: Client
    therapist: Therapist
    kind: str
    zone: str
    now: datetime
    instead_of: Appointment | None = None

    @cached_property
    def times(self) -> list[datetime]:
        return free.for_therapist(
            self.therapist, self.kind, now=self.now, client=self.client, instead_of=self.instead_of
        )

    @cached_property
    def why_not(self) -> Refused | None:
        """What stands in the way of any time at all."""
        try:
            scheduling.refuse_unless_bookable(self.client, self.therapist, self.kind, now=self.now)
        except Refused as refusal:
            return refusal
        return None

    @cached_property
    def days(self) -> list[Day]:
        by_day = groupby(self._slots(), key=self._day_of)
        return [Day(on, list(slots), place < OPEN) for place, (on, slots) in enumerate(by_day)]

    @cached_property
    def length(self) -> timedelta:
        return free.length_of(self.kind, Practice.current(), self.therapist)

    def kept_until(self, start: datetime) -> datetime | None:
        """Until when this time is kept for the client; None when it is not."""
        return scheduling.kept_until(self.client, self.therapist, start, now=self.now)

    def meets_own(self, start: datetime) -> bool:
        """Whether the time that would be moved lies there, and so keeps it as far as it can."""
        own = self.instead_of
        return own is not None and start < own.ends_at and own.starts_at < start + self.length

    @property
    def therapist_name(self) -> str:
        return first_name(self.therapist)

    @property
    def needs_number(self) -> bool:
        return not known_number(self.client)

    @property
    def clocks(self) -> str:
        """“All times in Athens, 2 hours ahead of London.”"""
        return zones.beside(self.zone, self.therapist.zone, self.now)

    @property
    def clock_change(self) -> str:
        """A sentence when clocks change, here or where the therapist is, before the last of the times."""
        if not self.times:
            return ""
        return self._change(self.times[-1], _("Times after that day are shown as the clocks will be then."))

    def clock_change_before(self, start: datetime) -> str:
        """“Clocks change on Sunday 28 March. We kept 19:30 your time.”"""
        kept = _("We kept {clock} your time.").format(clock=zones.clock_in(start, self.zone))
        return self._change(start, kept)

    @property
    def city(self) -> str:
        """Whose clocks these are: “Athens”."""
        return zones.city(self.zone)

    def other_clock(self, start: datetime) -> str:
        """“17:30 where Clara is”, with the day when it is another; empty when both clocks show the same."""
        mine, theirs = zones.on_the_wall(start, self.zone), zones.on_the_wall(start, self.therapist.zone)
        if mine.utcoffset() == theirs.utcoffset():
            return ""
        clock = zones.clock_in(start, self.therapist.zone)
        if mine.date() != theirs.date():
            clock = pgettext("weekday, time of day", "{weekday} {clock}").format(
                weekday=format_date(theirs, "l"), clock=clock
            )
        return _("{clock} where {name} is").format(clock=clock, name=self.therapist_name)

    def slot(self, start: datetime) -> Slot:
        label = zones.clock_in(start, self.zone)
        return Slot(start.strftime("%Y-%m-%dT%H:%MZ"), label, self.other_clock(start))

    def _change(self, until: datetime, consequence: str) -> str:
        change = zones.change_in_words(self.now, until, self.zone) or zones.change_in_words(
            self.now, until, self.therapist.zone
        )
        return f"{change} {consequence}" if change else ""

    def _slots(self) -> list[Slot]:
        return [self.slot(start) for start in self.times]

    def _day_of(self, slot: Slot) -> date:
        return zones.on_the_wall(datetime.fromisoformat(slot.value), self.zone).date()


def first_name(therapist: Therapist) -> str:
    names = [part for part in therapist.name.replace(".", "").split() if part not in FORMS_OF_ADDRESS]
    return names[0] if names else therapist.name
