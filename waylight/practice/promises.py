"""By when an answer is promised, counted in the practice's own working days. Pure: values in, values out.

A day is a working day when its weekday is one and it is not closed. What comes after closing, or on a day that is none,
counts as if it came on the next working day; so "one working day" from a Friday evening ends on Tuesday at closing time.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOOKED_AHEAD = 3660  # days; a practice that is closed for ten years promises nothing


class NeverOpen(Exception):
    """The practice has no working day to come, so it cannot say when it answers."""


def due_at(
    received_at: datetime,
    working_days: int,
    *,
    zone: str,
    weekdays: Collection[int],
    closes: time,
    closed_on: Collection[date] = (),
) -> datetime:
    """The end, in UTC, of the working day by which an answer is promised.

    `weekdays` are ISO weekdays (Monday = 1); `closes` is the time on the clock of `zone`, on both sides of a clock change.
    With no working days at all (0) it is the end of the day on which the message counts. Raises NeverOpen.
    """
    here = ZoneInfo(zone)
    local = received_at.astimezone(here)
    day = local.date()
    if _closing(day, closes, here) <= received_at:
        day += timedelta(days=1)
    day = _first_working_day(day, weekdays, closed_on)
    for _ in range(working_days):
        day = _first_working_day(day + timedelta(days=1), weekdays, closed_on)
    return _closing(day, closes, here)


def _first_working_day(day: date, weekdays: Collection[int], closed_on: Collection[date]) -> date:
    for ahead in range(LOOKED_AHEAD):
        candidate = day + timedelta(days=ahead)
        if candidate.isoweekday() in weekdays and candidate not in closed_on:
            return candidate
    raise NeverOpen(NeverOpen.__doc__)


def _closing(day: date, closes: time, here: ZoneInfo) -> datetime:
    return datetime.combine(day, closes, here).astimezone(UTC)
