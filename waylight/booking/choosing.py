"""What somebody chooses among, in words: free times by day on their own clocks, with the therapist's clock beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from waylight.booking import free, scheduling, zones
from waylight.booking.availability import nearest
from waylight.booking.models import Appointment, Medium
from waylight.booking.models.appointments import LONGEST
from waylight.booking.precheck import known_number
from waylight.booking.refusals import Refused, SlotAlreadyTaken
from waylight.people.models import Client, Therapist
from waylight.practice.models import Practice
from waylight.privacy.asking import Given, Question

OPEN = 3  # days whose times are in sight (UI.md J3)
SHOWN = 7  # days on a page
SOON = timedelta(days=7)


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
    """Whose times, for whom, on which clocks; `instead_of` is the appointment that would be moved.

    A page shows a few days with free times, from `from_on` on; the others are a link away.
    """

    client: Client
    therapist: Therapist
    kind: str
    zone: str
    now: datetime
    instead_of: Appointment | None = None
    from_on: date | None = None

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
        """Those of this page."""
        here = self._by_day[self._first : self._first + SHOWN]
        return [Day(on, [self.slot(one) for one in times], n < OPEN) for n, (on, times) in enumerate(here)]

    @property
    def later_on(self) -> date | None:
        """From when on the next page shows days; None when there are no more."""
        following = self._by_day[self._first + SHOWN :]
        return following[0][0] if following else None

    @property
    def earlier_on(self) -> date | None:
        return self._by_day[max(0, self._first - SHOWN)][0] if self._first else None

    @property
    def nothing_before(self) -> date | None:
        """The first day with a free time, when that is not soon."""
        first = self._by_day[0][0] if self._by_day and not self._first else None
        today = zones.on_the_wall(self.now, self.zone).date()
        return first if first is not None and first > today + SOON else None

    @cached_property
    def length(self) -> timedelta:
        return free.length_of(self.kind, Practice.current(), self.therapist)

    def kept(self, start: datetime) -> scheduling.Kept | None:
        """How this time is kept for the client; None when it is not."""
        return scheduling.kept(self.client, self.therapist, start, now=self.now)

    def is_taken(self, start: datetime) -> bool:
        """Whether somebody else can be seen to have this time: a look without a lock, so that many can look at once.

        Who is told no has come too late. Who is not told so may still be: that is for the database to say.
        """
        told = {"client": self.client.pk, "therapist": self.therapist.pk, "now": self.now, "start": start}
        return _of_somebody_else.row(long_before=start - LONGEST, **told) is not None

    def gone(self, start: datetime) -> SlotAlreadyTaken:
        """What is said of a time that is taken, with the three free ones nearest to it."""
        others = [one for one in self.times if one != start]
        return SlotAlreadyTaken(start, nearest(others, start), self.zone)

    def meets_own(self, start: datetime) -> bool:
        """Whether the time that would be moved lies there, and so keeps it as far as it can."""
        own = self.instead_of
        return own is not None and start < own.ends_at and own.starts_at < start + self.length

    @property
    def therapist_name(self) -> str:
        return first_name(self.therapist)

    @property
    def is_by_video(self) -> bool:
        """How they meet: as in the time that is moved, else as is usual."""
        medium = self.instead_of.medium if self.instead_of is not None else Medium.usual(self.client)
        return medium == Medium.ROOM

    @property
    def needs_number(self) -> bool:
        return not known_number(self.client)

    @property
    def moves_clocks(self) -> bool:
        """Whether booking changes on which clocks an account is kept, and so when its messages come."""
        return self.client.user is not None and self.zone != self.client.user.zone

    @property
    def clocks(self) -> str:
        """“All times in Athens, 2 hours ahead of London.”"""
        return zones.beside(self.zone, self.therapist.zone, self.now)

    @property
    def clock_change(self) -> str:
        """A sentence when clocks change, here or where the therapist is, before the last of the times on the page."""
        if not self.days:
            return ""
        last = self._by_day[self._first + len(self.days) - 1][1][-1]
        return self._change(last, _("Times after that day are shown as the clocks will be then."))

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
        clock = zones.there(start, self.therapist.zone, self.zone)
        return _("{clock} where {name} is").format(clock=clock, name=self.therapist_name) if clock else ""

    def slot(self, start: datetime) -> Slot:
        label = zones.clock_in(start, self.zone)
        return Slot(start.strftime("%Y-%m-%dT%H:%MZ"), label, self.other_clock(start))

    def _change(self, until: datetime, consequence: str) -> str:
        change = zones.change_in_words(self.now, until, self.zone) or zones.change_in_words(
            self.now, until, self.therapist.zone, where=self.therapist_name
        )
        return f"{change} {consequence}" if change else ""

    @cached_property
    def _by_day(self) -> list[tuple[date, list[datetime]]]:
        """All of the free times, by the day on one's own wall."""
        by_day = groupby(self.times, key=lambda start: zones.on_the_wall(start, self.zone).date())
        return [(on, list(times)) for on, times in by_day]

    @cached_property
    def _first(self) -> int:
        """The place of the first day of this page; the last page again for who asks for what lies beyond."""
        beyond = max(0, len(self._by_day) - SHOWN)
        asked = (n for n, (on, _times) in enumerate(self._by_day) if self.from_on and on >= self.from_on)
        return next(asked, beyond) if self.from_on else 0


@Question
def _of_somebody_else() -> QuerySet[Any]:
    standing = Appointment.all_rows.standing(Given("now")).exclude(client=Given("client"))
    there = standing.filter(therapist=Given("therapist"), starts_at__lte=Given("start"))
    there = there.filter(ends_at__gt=Given("start"), starts_at__gt=Given("long_before"))
    return there.values_list("pk")[:1]


def first_name(therapist: Therapist) -> str:
    return therapist.first_name
