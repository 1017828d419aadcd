"""When somebody can be met: opening hours less time off, less what is booked. Pure: values in, moments in UTC out.

Hours are wall time in the therapist's zone. Across a change of clocks a wall time that does not exist is left out, one
that comes twice is offered once (the first), and no meeting reaches beyond the hours as the wall clock shows them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """A weekly span of wall time. `weekday` is ISO, Monday = 1."""

    weekday: int
    opens_at: time
    closes_at: time


@dataclass(frozen=True, order=True)
class Span:
    """From a moment up to, not including, another."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Stretch:
    """A span of time in which a zone's clocks stay the same."""

    starts_at: datetime
    ends_at: datetime
    offset: timedelta

    def moment(self, wall: datetime) -> datetime:
        """The moment that a wall time names while these clocks hold."""
        return (wall - self.offset).replace(tzinfo=UTC)


def free_times(
    hours: Sequence[Hours],
    busy: Iterable[Span],
    time_off: Iterable[Span] = (),
    *,
    zone: ZoneInfo,
    start: datetime,
    end: datetime,
    length: timedelta,
    step: timedelta,
    buffer: timedelta = timedelta(0),
    now: datetime,
    notice: timedelta = timedelta(0),
) -> list[datetime]:
    """The moments, in UTC and in order, at which a meeting of `length` may begin: from `start` up to before `end`.

    They stand `step` apart by the wall clock, from each opening on; at least `notice` after `now`; and at least
    `buffer` before and after what is booked.
    """
    earliest = max(start, now + notice)
    if earliest >= end:
        return []
    begins = {
        moment
        for span, moments in _openings(hours, zone, earliest, end, step)
        for moment in moments
        if earliest <= moment < end and moment >= span.starts_at and moment + length <= span.ends_at
    }
    padded = [Span(one.starts_at - buffer, one.ends_at + buffer) for one in busy]
    taken = merged([*padded, *time_off])
    ends = [one.ends_at for one in taken]
    return [moment for moment in sorted(begins) if not _meets(taken, ends, moment, moment + length)]


def nearest(free: Iterable[datetime], wanted: datetime, count: int = 3) -> list[datetime]:
    """The `count` free times closest to the one that was wanted, in order."""
    return sorted(sorted(free, key=lambda moment: (abs(moment - wanted), moment))[:count])


def stretches(zone: ZoneInfo, start: datetime, end: datetime) -> list[Stretch]:
    """The time from `start` to `end`, cut wherever the zone's clocks change."""
    found: list[Stretch] = []
    start = start.replace(microsecond=0)
    begin, offset, here = start, _offset(zone, start), start
    while here < end:
        following = min(here + DAY, end)
        if _offset(zone, following) != offset:
            change = _change(zone, here, following)
            found.append(Stretch(begin, change, offset))
            begin, offset = change, _offset(zone, change)
            following = change
        here = following
    if begin < end:
        found.append(Stretch(begin, end, offset))
    return found


def clock_changes(zone: ZoneInfo, start: datetime, end: datetime) -> list[datetime]:
    """The moments after `start` and up to `end` at which the zone's clocks change."""
    return [stretch.starts_at for stretch in stretches(zone, start, end)[1:]]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time as few spans in order, so that one search finds the only one that can be in the way."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.starts_at <= found[-1].ends_at:
            found[-1] = Span(found[-1].starts_at, max(found[-1].ends_at, span.ends_at))
        else:
            found.append(span)
    return found


def _openings(
    hours: Sequence[Hours], zone: ZoneInfo, start: datetime, end: datetime, step: timedelta
) -> Iterator[tuple[Span, list[datetime]]]:
    """Each span of time in which the hours are open, with the beginnings that fall into it."""
    clocks = stretches(zone, start - 2 * DAY, end + 2 * DAY)
    first, last = start.astimezone(zone).date() - DAY, end.astimezone(zone).date()
    for number in range((last - first).days + 1):
        on = first + number * DAY
        here = [one for one in clocks if _touches(one, on)]
        for opening in hours:
            if opening.weekday == on.isoweekday():
                yield from _opening(opening, on, here, step)


def _opening(
    opening: Hours, on: date, clocks: list[Stretch], step: timedelta
) -> Iterator[tuple[Span, list[datetime]]]:
    opens, closes = datetime.combine(on, opening.opens_at), datetime.combine(on, opening.closes_at)
    open_spans = merged(
        Span(max(one.moment(opens), one.starts_at), min(one.moment(closes), one.ends_at))
        for one in clocks
        if max(one.moment(opens), one.starts_at) < min(one.moment(closes), one.ends_at)
    )
    moments = [moment for wall in _walls(opens, closes, step) if (moment := _first(wall, clocks))]
    for span in open_spans:
        yield span, moments


def _walls(opens: datetime, closes: datetime, step: timedelta) -> Iterator[datetime]:
    while opens < closes:
        yield opens
        opens += step


def _first(wall: datetime, clocks: list[Stretch]) -> datetime | None:
    """The first moment at which the clock shows this; None when it never does."""
    for one in clocks:
        moment = one.moment(wall)
        if one.starts_at <= moment < one.ends_at:
            return moment
    return None


def _touches(stretch: Stretch, on: date) -> bool:
    midnight = datetime.combine(on, time())
    return stretch.moment(midnight + DAY) > stretch.starts_at and stretch.moment(midnight) < stretch.ends_at


def _meets(taken: list[Span], ends: list[datetime], start: datetime, end: datetime) -> bool:
    """Whether something taken lies between; `taken` is merged, `ends` are its ends."""
    place = bisect_left(ends, start)
    if place < len(ends) and ends[place] == start:
        place += 1
    return place < len(taken) and taken[place].starts_at < end


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second in between at which the offset is no longer that of `before`."""
    old, second = _offset(zone, before), timedelta(seconds=1)
    low, high = 0, int((after - before) / second)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, before + middle * second) == old else (low, middle)
    return before + high * second
