"""When somebody can be met: hours and extra times, less breaks and what takes up the time. Pure: values in, moments out.

Hours and breaks are wall time in the therapist's zone. Across a change of clocks a wall time that does not exist is left out,
one that comes twice is offered once (the first), and no meeting reaches beyond the hours as the wall clock shows them. A break
is kept each time the clock shows it.

Inside, a moment is whole seconds since 1970 in UTC, a wall time whole seconds since 1970 on that wall, and a day has its number
from 1 January 1970. So all of it is sums of whole numbers, and a `datetime` is made only of what is free.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from math import ceil
from typing import NamedTuple
from zoneinfo import ZoneInfo

Seconds = tuple[int, int]  # a span of time: from a moment up to, not including, another

DAY, WEEK = 86400, 7 * 86400
AROUND = 9  # days of clocks beyond those asked about: a whole week, and the farthest that a wall is from UTC
EPOCH = date(1970, 1, 1).toordinal()
FIRST_MONDAY = -3  # 29 December 1969: weeks are counted from there


@dataclass(frozen=True)
class Hours:
    """A span of wall time that comes round. `weekday` is ISO, Monday = 1.

    Every `every_weeks` weeks, counted in ISO weeks from that of `from_on` (which is needed unless it is each week); not before
    `from_on`, and not after `until_on`.
    """

    weekday: int
    opens_at: time
    closes_at: time
    every_weeks: int = 1
    from_on: date | None = None
    until_on: date | None = None

    def days(self, first: int, last: int) -> range:
        """The days between these two, with both, on which the hours come round."""
        monday = FIRST_MONDAY
        if self.from_on is not None:
            first = max(first, number_of(self.from_on))
            monday = FIRST_MONDAY + 7 * week_of(number_of(self.from_on))
        if self.until_on is not None:
            last = min(last, number_of(self.until_on))
        stride = 7 * self.every_weeks
        return range(first + (monday + self.weekday - 1 - first) % stride, last + 1, stride)

    def walls(self, first: int, last: int) -> Iterator[Seconds]:
        """From and up to which wall time, on each of those days."""
        opens, closes = _of_day(self.opens_at), _of_day(self.closes_at)
        for day in self.days(first, last):
            yield day * DAY + opens, day * DAY + closes


@dataclass(frozen=True)
class Schedule:
    """When one therapist is there, and what takes up the time.

    `booked` is appointments and what is kept free for somebody: the buffer is around it, and it counts for the weekly limit.
    `away` is time off, the therapist's own calendar, and what the client has elsewhere.
    """

    zone: ZoneInfo
    hours: Sequence[Hours]
    breaks: Sequence[Hours] = ()
    extra: Sequence[Seconds] = ()
    booked: Sequence[Seconds] = ()
    away: Sequence[Seconds] = ()


@dataclass(frozen=True)
class Terms:
    """How times are given out: meetings of `length` begin `step` apart, `buffer` from other meetings, `notice` from now on.

    `weekly_limit`: so many are booked at most in one ISO week of the therapist's zone.
    """

    length: timedelta
    step: timedelta
    buffer: timedelta = timedelta(0)
    notice: timedelta = timedelta(0)
    weekly_limit: int | None = None


class Stretch(NamedTuple):
    """A span of time in which a zone's clocks stay the same, `offset` seconds ahead of UTC."""

    starts: int
    ends: int
    offset: int

    def shows(self, opens: int, closes: int) -> Seconds:
        """When these clocks show the wall times between these two; it ends before it begins when they never do."""
        return max(opens - self.offset, self.starts), min(closes - self.offset, self.ends)


Clocks = tuple[Stretch, ...]  # in order, without a gap


def free_times(
    schedule: Schedule, terms: Terms, *, start: datetime, end: datetime, now: datetime
) -> list[datetime]:
    """The moments, in UTC and in order, at which a meeting may begin: from `start` up to before `end`.

    They stand a step apart by the wall clock from each opening on, and from the beginning of each extra time.
    """
    first, last = ceil(max(start, now + terms.notice).timestamp()), ceil(end.timestamp())
    if first >= last:
        return []
    clocks = clocks_of(schedule.zone, first // DAY - AROUND, last // DAY + AROUND)
    begins = sorted(_begins(schedule, terms, clocks, first, last))
    begins = begins[bisect_left(begins, first) : bisect_left(begins, last)]
    taken = sorted(_taken(schedule, terms, clocks, first, last))
    return [datetime.fromtimestamp(moment, UTC) for moment in _outside(begins, taken)]


def nearest(free: Iterable[datetime], wanted: datetime, count: int = 3) -> list[datetime]:
    """The `count` free times closest to the one that was wanted, in order."""
    return sorted(sorted(free, key=lambda moment: (abs(moment - wanted), moment))[:count])


def clock_changes(zone: ZoneInfo, start: datetime, end: datetime) -> list[datetime]:
    """The moments after `start` and up to `end` at which the zone's clocks change."""
    clocks = clocks_of(zone, int(start.timestamp()) // DAY - 1, int(end.timestamp()) // DAY + 1)
    changes = [datetime.fromtimestamp(stretch.starts, UTC) for stretch in clocks[1:]]
    return [change for change in changes if start < change <= end]


@lru_cache(maxsize=128)
def clocks_of(zone: ZoneInfo, first: int, last: int) -> Clocks:
    """The time from the beginning of one UTC day to the beginning of another, cut wherever the zone's clocks change.

    No zone of tzdata changed its clocks twice within two days, ever: looking once a day finds each change.
    """
    begin = first * DAY
    found: list[Stretch] = []
    offset = _offset(zone, begin)
    for moment in range((first + 1) * DAY, last * DAY + 1, DAY):
        if _offset(zone, moment) != offset:
            change = _change(zone, moment - DAY, moment)
            found.append(Stretch(begin, change, offset))
            begin, offset = change, _offset(zone, change)
    return (*found, Stretch(begin, last * DAY, offset))


def number_of(on: date) -> int:
    """Of a day."""
    return on.toordinal() - EPOCH


def week_of(day: int) -> int:
    """The number of its ISO week."""
    return (day - FIRST_MONDAY) // 7


def _begins(schedule: Schedule, terms: Terms, clocks: Clocks, first: int, last: int) -> set[int]:
    """Where a meeting could begin if nothing took up the time."""
    length, step = _in_seconds(terms.length), _in_seconds(terms.step)
    found: set[int] = set()
    for hours in schedule.hours:
        for opens, closes in hours.walls(*_days(first, last)):
            found.update(_begins_within(opens, closes, clocks, length, step))
    for opens, closes in schedule.extra:
        found.update(range(opens, closes - length + 1, step))
    return found


def _begins_within(opens: int, closes: int, clocks: Clocks, length: int, step: int) -> Iterable[int]:
    """Between two wall times of a day."""
    if len(clocks) == 1:  # as in most weeks
        return range(opens - clocks[0].offset, closes - clocks[0].offset - length + 1, step)
    shown = [(span, clock) for clock in clocks if (span := clock.shows(opens, closes)) and span[0] < span[1]]
    if len(shown) == 1 and shown[0][0][1] - shown[0][0][0] == closes - opens:  # as on nearly every day
        return range(shown[0][0][0], shown[0][0][1] - length + 1, step)
    spans = _joined([span for span, _ in shown])
    moments = {_first_shown(wall, [clock for _, clock in shown]) for wall in range(opens, closes, step)}
    return [
        moment
        for moment in moments
        if moment is not None
        for begin, end in spans
        if begin <= moment and moment + length <= end
    ]


def _first_shown(wall: int, clocks: list[Stretch]) -> int | None:
    """The first moment at which the clock shows this; None when it never does."""
    return next((wall - one.offset for one in clocks if one.starts <= wall - one.offset < one.ends), None)


def _joined(spans: list[Seconds]) -> list[Seconds]:
    """The same time; where one ends as the next begins, they are one."""
    found: list[Seconds] = []
    for begin, end in spans:
        if found and found[-1][1] == begin:
            begin = found.pop()[0]
        found.append((begin, end))
    return found


def _taken(schedule: Schedule, terms: Terms, clocks: Clocks, first: int, last: int) -> Iterator[Seconds]:
    """Where no meeting may begin, since it would meet what takes up the time."""
    before, buffer = _in_seconds(terms.length) - 1, _in_seconds(terms.buffer)
    for begin, end in schedule.booked:
        yield begin - buffer - before, end + buffer
    for begin, end in schedule.away:
        yield begin - before, end
    for pause in schedule.breaks:
        for opens, closes in pause.walls(*_days(first, last)):
            for begin, end in _shown(opens, closes, clocks):
                yield begin - before, end
    if terms.weekly_limit is not None:
        yield from _full_weeks(schedule.booked, terms.weekly_limit, clocks, first, last)


def _full_weeks(
    booked: Iterable[Seconds], limit: int, clocks: Clocks, first: int, last: int
) -> Iterator[Seconds]:
    starts = [one.starts for one in clocks]
    days = ((begin + clocks[max(0, bisect_left(starts, begin + 1) - 1)].offset) // DAY for begin, _ in booked)
    count = Counter(week_of(day) for day in days)
    from_day, to_day = _days(first, last)
    for week in range(week_of(from_day), week_of(to_day) + 1):
        if count[week] >= limit:
            monday = FIRST_MONDAY * DAY + week * WEEK
            yield from _shown(monday, monday + WEEK, clocks)


def _shown(opens: int, closes: int, clocks: Clocks) -> Iterator[Seconds]:
    """Each span of time in which the clock shows the wall times between these two."""
    spans = (clock.shows(opens, closes) for clock in clocks)
    return (span for span in spans if span[0] < span[1])


def _outside(begins: list[int], taken: list[Seconds]) -> list[int]:
    """Those that lie in nothing that is taken; both are in order."""
    found: list[int] = []
    here = 0
    for begin, end in taken:
        until = bisect_left(begins, begin, here)
        found += begins[here:until]
        here = bisect_left(begins, end, until)
    return found + begins[here:]


def _days(first: int, last: int) -> Seconds:
    """The days on any wall that could show these moments, or the end of a meeting that begins then."""
    return first // DAY - 2, last // DAY + 2


def _of_day(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def _in_seconds(span: timedelta) -> int:
    return span.days * DAY + span.seconds


def _offset(zone: ZoneInfo, moment: int) -> int:
    return _in_seconds(datetime.fromtimestamp(moment, zone).utcoffset() or timedelta(0))


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first second in between at which the offset is no longer that of `before`."""
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after
