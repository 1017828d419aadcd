"""A therapist's week as it stands, day by day: hours, breaks, extra times, time off, groups, and what is booked.

This is for whoever keeps the hours. What can be booked is `availability`'s to say. Times alone: nobody's name, and nothing
of the therapist's own calendar.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from django.db.models import Q

from waylight.booking.models import (
    Appointment,
    Break,
    ExtraTime,
    HeldFor,
    OpeningHours,
    Status,
    TimeOff,
)
from waylight.booking.models.appointments import LONGEST
from waylight.booking.models.hours import GroupTime, Span, Weekly
from waylight.people.models import Therapist

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class What(StrEnum):
    OPEN = "open"
    EXTRA = "extra"
    BREAK = "break"
    OFF = "off"
    GROUP = "group"
    BOOKED = "booked"


SHOWN_ALONE = {What.OFF, What.GROUP}  # also outside the hours


@dataclass(frozen=True, order=True)
class Entry:
    """One line of a day. `is_outside`: booked, and not within the hours as they stand."""

    starts_at: datetime
    ends_at: datetime
    what: What
    is_outside: bool = False
    is_whole_day: bool = False

    def meets(self, start: datetime, end: datetime) -> bool:
        return self.starts_at < end and self.ends_at > start


@dataclass(frozen=True)
class Day:
    on: date
    start: datetime
    end: datetime
    entries: list[Entry]
    is_today: bool


@dataclass(frozen=True)
class There:
    """The rows that say when a therapist is there, as far as they touch a span of time."""

    zone: ZoneInfo
    hours: list[OpeningHours]
    breaks: list[Break]
    extra: list[ExtraTime]
    off: list[TimeOff]
    groups: list[GroupTime]

    @classmethod
    def of(cls, therapist: Therapist, start: datetime, end: datetime) -> Self:
        once = {"therapist": therapist, "starts_at__lt": end, "ends_at__gt": start}
        return cls(
            ZoneInfo(therapist.zone),
            list(OpeningHours.objects.filter(therapist=therapist)),
            list(Break.objects.filter(therapist=therapist)),
            list(ExtraTime.objects.filter(**once)),
            list(TimeOff.objects.filter(**once)),
            list(GroupTime.objects.filter(**once)),
        )

    def open_on(self, day: date) -> list[Entry]:
        start, end = bounds(day, self.zone)
        weekly = [self._entry(row, day, What.OPEN) for row in self.hours if row.falls_on(day)]
        return weekly + [Entry(*span, What.EXTRA) for span in _clipped(self.extra, start, end)]

    def shut_on(self, day: date) -> list[Entry]:
        start, end = bounds(day, self.zone)
        breaks = [self._entry(row, day, What.BREAK) for row in self.breaks if row.falls_on(day)]
        off = _clipped(self.off, start, end)
        groups = [Entry(*span, What.GROUP) for span in _clipped(self.groups, start, end)]
        return breaks + groups + [Entry(*span, What.OFF, is_whole_day=span == (start, end)) for span in off]

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether all of this span lies within hours or extra times, and none of it in a break or time off."""
        first, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        days = [first + n * DAY for n in range((last - first).days + 1)]
        if any(shut.meets(start, end) for day in days for shut in self.shut_on(day)):
            return False
        for opening in sorted(opening for day in days for opening in self.open_on(day)):
            if opening.starts_at <= start < opening.ends_at:
                start = opening.ends_at
        return start >= end

    def _entry(self, row: Weekly, day: date, what: What) -> Entry:
        return Entry(at(day, row.opens_at, self.zone), at(day, row.closes_at, self.zone, is_end=True), what)


def week_of(therapist: Therapist, monday: date, now: datetime) -> list[Day]:
    """The seven days from that Monday on. Of a day off only what is booked is left."""
    zone = ZoneInfo(therapist.zone)
    start, end = bounds(monday, zone)[0], bounds(monday + 6 * DAY, zone)[1]
    there = There.of(therapist, start, end)
    booked = Appointment.objects.standing().filter(therapist=therapist).between(start, end)
    spans = list(booked.values_list("starts_at", "ends_at"))
    today = now.astimezone(zone).date()
    days = [monday + n * DAY for n in range(7)]
    return [Day(day, *bounds(day, zone), _entries(there, day, spans), day == today) for day in days]


def outside(therapist: Therapist, now: datetime) -> list[Appointment]:
    """What is booked from now on, or kept for somebody who waits, and does not lie within the hours as they stand, in order."""
    offered = Q(status=Status.HELD, held_for=HeldFor.OFFER, held_until__gt=now)
    to_come = Appointment.all_rows.filter(therapist=therapist, ends_at__gt=now, starts_at__gt=now - LONGEST)
    rows = to_come.filter(Q(status=Status.BOOKED) | offered).select_related("client")
    found = list(rows.order_by("starts_at"))
    if not found:
        return []
    there = There.of(therapist, found[0].starts_at - DAY, found[-1].ends_at + DAY)
    return [one for one in found if not there.covers(one.starts_at, one.ends_at)]


def at(day: date, wall: time, zone: ZoneInfo, *, is_end: bool = False) -> datetime:
    """The moment, in UTC. Of a wall time that comes twice the first is a beginning, the second an end."""
    return datetime.combine(day, wall.replace(fold=int(is_end)), zone).astimezone(UTC)


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From midnight to midnight by the clocks of the zone, in UTC."""
    return at(day, time(), zone), at(day + DAY, time(), zone)


def exists(day: date, wall: time, zone: ZoneInfo) -> bool:
    """Whether the clocks show this time on this day; an hour is left out when they go forward."""
    return at(day, wall, zone).astimezone(zone).replace(tzinfo=None) == datetime.combine(day, wall)


def _entries(there: There, day: date, booked: list[tuple[datetime, datetime]]) -> list[Entry]:
    start, end = bounds(day, there.zone)
    shut, openings = there.shut_on(day), there.open_on(day)
    whole = [one for one in shut if one.is_whole_day]
    shown = whole or openings + [one for one in shut if one.what in SHOWN_ALONE or _is_within(one, openings)]
    mine = [span for span in booked if start <= span[0] < end]
    return sorted([*shown, *(Entry(*span, What.BOOKED, is_outside=not there.covers(*span)) for span in mine)])


def _is_within(one: Entry, openings: list[Entry]) -> bool:
    return any(one.meets(opening.starts_at, opening.ends_at) for opening in openings)


def _clipped(rows: Iterable[Span], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    spans = [(max(row.starts_at, start), min(row.ends_at, end)) for row in rows]
    return [span for span in spans if span[0] < span[1]]
