"""What free times must be, found slowly: an oracle that walks the wall clock minute by minute, and situations to ask it about.

It knows nothing of how `booking.availability` counts: no numbers of days, no stretches of time, only what each clock shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

from waylight.booking.availability import Hours, Schedule, Terms, clock_changes, free_times

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FIRST, LAST = date(2020, 1, 2), date(2035, 12, 20)
ALL_ZONES = sorted(available_timezones() - {"Factory", "localtime"})
AWKWARD = [
    "Europe/London", "Europe/Athens", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham",
    "America/St_Johns", "Africa/Casablanca", "Asia/Tehran", "Pacific/Apia", "America/Vancouver", "America/Santiago",
    "Pacific/Kiritimati", "Africa/El_Aaiun", "Asia/Gaza", "Antarctica/Troll", "America/Nuuk", "Pacific/Norfolk",
]  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """Who is there when, what is taken, and what is asked."""

    schedule: Schedule
    terms: Terms
    start: datetime
    end: datetime
    now: datetime

    def found(self) -> list[datetime]:
        return free_times(self.schedule, self.terms, start=self.start, end=self.end, now=self.now)

    def expected(self) -> list[datetime]:
        return list(walk(self))


def walk(asked: Situation) -> Iterator[datetime]:
    """Walks each minute: a meeting may begin there when every minute of it lies in the same hours of the same day."""
    zone, terms = asked.schedule.zone, asked.terms
    first = asked.start.replace(second=0, microsecond=0) - DAY
    minutes = [first + n * MINUTE for n in range(int((asked.end - first + terms.length) / MINUTE) + 2)]
    wall = {minute: minute.astimezone(zone).replace(tzinfo=None) for minute in minutes}
    shown: set[datetime] = set()
    for minute in minutes:
        is_new = wall[minute] not in shown
        shown.add(wall[minute])
        if not (asked.start <= minute < asked.end and minute >= asked.now + terms.notice):
            continue
        during = [minute + n * MINUTE for n in range(terms.length // MINUTE)]
        walls = [wall[each] for each in during]
        is_open = (
            is_new and any(_offers(hours, walls, terms.step) for hours in asked.schedule.hours)
        ) or any(
            _from(span) <= minute and during[-1] < _to(span) and not (minute - _from(span)) % terms.step
            for span in asked.schedule.extra
        )
        if is_open and not _is_taken(asked, during, walls):
            yield minute


def _offers(hours: Hours, walls: list[datetime], step: timedelta) -> bool:
    if walls[0].isoweekday() != hours.weekday:
        return False
    opens, closes = (datetime.combine(walls[0].date(), at) for at in (hours.opens_at, hours.closes_at))
    fits = _comes_round(hours, walls[0].date()) and all(opens <= wall < closes for wall in walls)
    return fits and not (walls[0] - opens) % step


def _comes_round(hours: Hours, on: date) -> bool:
    if (hours.from_on and on < hours.from_on) or (hours.until_on and on > hours.until_on):
        return False
    weeks = (_monday(on) - _monday(hours.from_on)).days // 7 if hours.from_on else 0
    return on.isoweekday() == hours.weekday and weeks % hours.every_weeks == 0


def _is_taken(asked: Situation, during: list[datetime], walls: list[datetime]) -> bool:
    start, end, buffer = during[0], during[-1] + MINUTE, asked.terms.buffer
    booked = [(_from(span), _to(span)) for span in asked.schedule.booked]
    if any(begin - buffer < end and until + buffer > start for begin, until in booked):
        return True
    if any(_from(span) < end and _to(span) > start for span in asked.schedule.away):
        return True
    for pause in asked.schedule.breaks:
        if any(pause.opens_at <= w.time() < pause.closes_at and _comes_round(pause, w.date()) for w in walls):
            return True
    if asked.terms.weekly_limit is None:
        return False
    week = walls[0].isocalendar()[:2]
    there = [b for b, _ in booked if b.astimezone(asked.schedule.zone).isocalendar()[:2] == week]
    return len(there) >= asked.terms.weekly_limit


def _monday(on: date) -> date:
    return date.fromisocalendar(*on.isocalendar()[:2], 1)


def _from(span: tuple[int, int]) -> datetime:
    return datetime.fromtimestamp(span[0], UTC)


def _to(span: tuple[int, int]) -> datetime:
    return datetime.fromtimestamp(span[1], UTC)


def seconds(start: datetime, minutes: int) -> tuple[int, int]:
    """A span of so many minutes, as `Schedule` has it."""
    begin = int(start.timestamp())
    return begin, begin + 60 * minutes


def changes_of(zone: ZoneInfo) -> list[datetime]:
    """Each change of clocks from 2020 to 2035, found by looking at every sixth hour and then at every minute."""
    moments = [
        datetime.combine(FIRST, time(), UTC) + n * timedelta(hours=6)
        for n in range(((LAST - FIRST) // DAY) * 4)
    ]
    offsets = [moment.astimezone(zone).utcoffset() for moment in moments]
    rough = [moments[n - 1] for n in range(1, len(moments)) if offsets[n] != offsets[n - 1]]
    return [
        next(
            m
            for n in range(361)
            if (m := at + n * MINUTE).astimezone(zone).utcoffset() != at.astimezone(zone).utcoffset()
        )
        for at in rough
    ]


def around(change: datetime, zone: ZoneInfo) -> Situation:
    """Fourteen hours before a change of clocks and fourteen after: hours that open and close at all times of the night."""
    nights = [
        (time(0, 15), time(3, 45)),
        (time(1, 30), time(2, 45)),
        (time(2, 15), time(23, 45)),
        (time(0, 45), time(1, 45)),
    ]
    hours = [Hours(weekday, *night) for weekday in range(1, 8) for night in nights]
    pauses = [Hours(weekday, time(2, 45), time(3)) for weekday in range(1, 8)]
    terms = Terms(length=20 * MINUTE, step=30 * MINUTE)
    beyond = timedelta(hours=14)
    return Situation(Schedule(zone, hours, pauses), terms, change - beyond, change + beyond, change - beyond)


def _quarter(number: int) -> time:
    return time(number // 4, number % 4 * 15)


@st.composite
def situations(draw: Any, zones: list[str]) -> Situation:
    """Anything between 2020 and 2035; half of them near a change of clocks, where the zone has one in that year."""
    zone = ZoneInfo(draw(st.sampled_from(zones)))
    midnight = datetime.combine(draw(st.dates(FIRST, LAST)), time(), UTC)
    if draw(st.booleans()):
        changes = clock_changes(zone, midnight, midnight + 365 * DAY)
        midnight = draw(st.sampled_from(changes)) if changes else midnight
        midnight = datetime.combine(midnight.date(), time(), UTC)
    quarters = st.tuples(st.integers(0, 60), st.integers(1, 60))
    walls = quarters.map(lambda pair: (_quarter(pair[0]), _quarter(min(sum(pair), 95))))
    near = st.integers(-20, 20).map(lambda n: midnight.date() + n * DAY)
    moments = st.integers(-9000, 9000).map(lambda n: midnight + n * MINUTE)
    spans = st.tuples(moments, st.integers(1, 240)).map(lambda pair: seconds(*pair))
    minute = st.integers(-600, 3600).map(lambda n: midnight + n * MINUTE)
    close = st.tuples(minute, st.integers(1, 240)).map(lambda pair: seconds(*pair))
    odd = st.tuples(close, st.sampled_from([1, 30, 59])).map(
        lambda pair: (pair[0][0] + pair[1], pair[0][1] + 60)
    )

    def weekly(weekday: int) -> Hours:
        every_weeks = draw(st.sampled_from([1, 1, 2, 3, 4]))
        from_on = draw(near if every_weeks > 1 else st.none() | near)
        until_on = draw(st.none() | near.filter(lambda on: from_on is None or on >= from_on))
        return Hours(weekday, *draw(walls), every_weeks, from_on, until_on)

    hours = [weekly(weekday) for weekday in range(1, 8) for _ in range(draw(st.integers(1, 2)))]
    breaks = [weekly(draw(st.integers(1, 7))) for _ in range(draw(st.integers(0, 3)))]
    start = midnight + draw(st.integers(-600, 600)) * MINUTE
    return Situation(
        Schedule(
            zone,
            hours,
            breaks,
            extra=draw(st.lists(close, max_size=2)),
            booked=draw(st.lists(spans | close | odd, max_size=6)),
            away=draw(st.lists(close | odd, max_size=3)),
        ),
        Terms(
            length=draw(st.sampled_from([20, 50, 90])) * MINUTE,
            step=draw(st.sampled_from([15, 30, 50, 60])) * MINUTE,
            buffer=draw(st.sampled_from([0, 0, 10, 45])) * MINUTE,
            notice=draw(st.sampled_from([0, 0, 240])) * MINUTE,
            weekly_limit=draw(st.sampled_from([None, None, 0, 1, 3])),
        ),
        start,
        end=start + draw(st.integers(0, 2400)) * MINUTE,
        now=start - draw(st.integers(0, 300)) * MINUTE,
    )
