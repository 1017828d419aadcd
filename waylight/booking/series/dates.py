"""The dates of a series: the same time of day on the clocks of one zone. Pure: values in, moments in UTC out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Planned:
    """One date. `at` is in UTC, and None where the clocks never show that time on that day.

    Where they show it twice (`is_twice`) the first is meant.
    """

    on: date
    at: datetime | None
    is_twice: bool = False


def plan(first_on: date, starts_at: time, zone: str, every_weeks: int, count: int) -> list[Planned]:
    """`count` dates from `first_on`, every `every_weeks` weeks, at this wall time of `zone` whatever its clocks do."""
    clocks = ZoneInfo(zone)
    days = (first_on + number * every_weeks * WEEK for number in range(count))
    return [_planned(on, starts_at, clocks) for on in days]


def _planned(on: date, starts_at: time, clocks: ZoneInfo) -> Planned:
    wall = datetime.combine(on, starts_at)
    first, second = (wall.replace(tzinfo=clocks, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(clocks).replace(tzinfo=None) != wall:
        return Planned(on, None)
    return Planned(on, first, is_twice=first != second)
