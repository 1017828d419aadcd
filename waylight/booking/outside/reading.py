"""Calendar text → the spans in which its owner is busy, repeated events told out. Knows no Django, and keeps nothing but times.

A rule may be made to keep us busy for years. So what comes of it is counted, and `main` runs all of it in a process of its own,
whose time and memory are limited and which has none of our keys.
"""

import json
import sys
import zoneinfo
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar.prop import vDDDTypes

from waylight.booking.outside.events import Busy, TooMuch, Wall, events

SECONDS, MEMORY = 10, 1024**3  # of the processor; bytes
TIMES = 20_000  # at most, in the coming days
RULES = {"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"}  # nobody meets each minute

Span = tuple[datetime, datetime]


def spans(text: str, *, zone: ZoneInfo, start: datetime, end: datetime) -> list[Span]:
    """The times between these two at which the calendar says busy, in UTC, in order, none touching another.

    `zone`: whose days are meant by an event of a whole day, or a time that names no zone. Raises TooMuch.
    """
    window = _Window(zone, start, end)
    there = events(text)
    moved = {(one.uid, window.moment(one.instead_of)) for one in there if one.instead_of is not None}
    found: list[Span] = []
    for one in there:
        if one.is_free:
            continue
        for span in window.times(one, set() if one.instead_of else moved):
            found.append(span)
            if len(found) > TIMES:
                raise TooMuch
    return _merged(found)


class _Window:
    """The time that is asked about, and whose clocks are meant where none are named."""

    def __init__(self, zone: ZoneInfo, start: datetime, end: datetime) -> None:
        self.zone, self.start, self.end = zone, start, end

    def moment(self, wall: Wall) -> datetime:
        shown, zone = wall
        return shown.replace(tzinfo=zone or self.zone).astimezone(UTC)

    def times(self, event: Busy, moved: set[tuple[str, datetime]]) -> Iterator[Span]:
        """When this event takes place between start and end, without those times that another one replaces."""
        try:
            never = {self.moment(wall) for wall in event.never}
            for wall in self.walls_of(event):
                begins = self.moment(wall)
                if begins in never or (event.uid, begins) in moved:
                    continue
                ends = self.end_of(event, wall, begins)
                if begins < ends and begins < self.end and ends > self.start:
                    yield max(begins, self.start), min(ends, self.end)
        except OverflowError:
            return  # in the year 9999

    def walls_of(self, event: Busy) -> Iterator[Wall]:
        """Each time that it begins, those of its rules up to the end."""
        assert event.start is not None
        first, zone = event.start
        yield event.start
        yield from (wall for wall in event.also if wall != event.start)
        last = self.end.astimezone(zone or self.zone).replace(tzinfo=None)
        for rule in event.rules if event.instead_of is None else ():
            for shown in _repeated(rule, first, zone or self.zone):
                if shown > last:
                    break
                if shown != first:
                    yield shown, zone

    def end_of(self, event: Busy, wall: Wall, begins: datetime) -> datetime:
        """A day stays a day when clocks change; a length of time stays as long."""
        assert event.start is not None
        length = event.duration
        if length is None and event.end is not None:
            both = (event.end, event.start)
            length = (
                event.end[0] - event.start[0]
                if event.is_all_day
                else self.moment(both[0]) - self.moment(both[1])
            )
        if event.is_all_day:
            return self.moment((wall[0] + (length or timedelta(days=1)), wall[1]))
        return begins + (length or timedelta(0))


def _repeated(rule: str, first: datetime, zone: tzinfo) -> Iterable[datetime]:
    """The wall times of a rule (RFC 5545, 3.3.10). Raises TooMuch for one that comes round each minute or second."""
    parts = dict(part.upper().split("=", 1) for part in rule.strip(";").split(";") if "=" in part)
    if parts.get("FREQ") not in RULES:
        if parts.get("FREQ") in {"MINUTELY", "SECONDLY"}:
            raise TooMuch
        return []
    if {"BYMINUTE", "BYSECOND"} & set(parts):
        raise TooMuch
    try:
        if "UNTIL" in parts:
            parts["UNTIL"] = _until(parts["UNTIL"], zone).strftime("%Y%m%dT%H%M%S")
        return rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=first)
    except (ValueError, TypeError, KeyError):
        return []


def _until(text: str, zone: tzinfo) -> datetime:
    value = vDDDTypes.from_ical(text)
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value
    return datetime.combine(value, time(23, 59, 59))


def _merged(found: Iterable[Span]) -> list[Span]:
    whole: list[Span] = []
    for begins, ends in sorted(found):
        if whole and begins <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], ends))
        else:
            whole.append((begins, ends))
    return whole


def main(zone: str, start: str, end: str) -> None:
    """Reads a calendar from standard input; writes its busy spans as JSON, or why there are none."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    zoneinfo.reset_tzpath(to=())
    text = sys.stdin.buffer.read().decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        bounds = datetime.fromisoformat(start), datetime.fromisoformat(end)
        found = spans(text, zone=ZoneInfo(zone), start=bounds[0], end=bounds[1])
        answer: object = [[begins.isoformat(), ends.isoformat()] for begins, ends in found]
    except (TooMuch, MemoryError, RecursionError):
        answer = "too much"
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
