"""When a reminder is due, and when a message may come: hours on the client's own clocks. Pure: values in, moments in UTC out.

"24 hours before" is the same time on the wall the day before, also when the clocks change in between. Where a clock shows a
time twice, or never, the earlier moment is meant, so that nothing comes later than asked.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)
IN_HAND = timedelta(minutes=10)  # a message still leaves within the safe hours when its turn comes late
FURTHEST = (
    3 * 24 * 4
)  # quarters: a day's safe hours may not exist where the clocks change, those of the next day do


def asked_at(starts_at: datetime, hours_before: int, zone: str) -> datetime:
    """The moment at which the wall clock shows `hours_before` less than at the start."""
    wall = starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    return _earlier(wall - timedelta(hours=hours_before), zone)


def due_at(
    starts_at: datetime,
    hours_before: int,
    zone: str,
    safe_from: time | None = None,
    safe_until: time | None = None,
    *,
    now: datetime | None = None,
) -> datetime | None:
    """When to remind: at the time asked for, or earlier when that is outside the safe hours; never later.

    `safe_from` and `safe_until` are wall time in `zone`, over midnight when the second is the earlier one; None: any time.
    None when no such moment lies before the start and after `now`.
    """
    asked = asked_at(starts_at, hours_before, zone)
    for step in range(FURTHEST):
        moment = asked - step * QUARTER
        if now is not None and moment <= now:
            return None
        if moment < starts_at and _has_time(moment, zone, safe_from, safe_until):
            return moment
    return None


def not_before(moment: datetime, zone: str, safe_from: time | None, safe_until: time | None) -> datetime:
    """The first moment from this one on at which a message may come; this one when none is near."""
    if safe_from is None or _has_time(moment, zone, safe_from, safe_until):
        return moment
    today = moment.astimezone(ZoneInfo(zone)).date()
    walls = [datetime.combine(today + timedelta(days=n), safe_from) for n in range(4)]
    begins = sorted(reading for wall in walls for reading in _readings(wall, zone) if reading > moment)
    return next((one for one in begins if _has_time(one, zone, safe_from, safe_until)), moment)


def end_of_safe_hours(
    moment: datetime, zone: str, safe_from: time | None, safe_until: time | None
) -> datetime | None:
    """When the safe hours end in which this moment lies; None when any time is safe."""
    if safe_from is None or safe_until is None:
        return None
    here = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    wall = datetime.combine(here.date(), safe_until)
    return _earlier(wall if wall > here else wall + timedelta(days=1), zone)


def quiet_after(
    moment: datetime, zone: str, safe_from: time | None, safe_until: time | None
) -> tuple[datetime, datetime] | None:
    """The hours that are not safe, after the safe ones in which this moment lies; None when any time is, or this one is not."""
    end = end_of_safe_hours(moment, zone, safe_from, safe_until)
    if end is None or not is_safe(moment, zone, safe_from, safe_until):
        return None
    begin = not_before(end, zone, safe_from, safe_until)
    return (end, begin) if begin > end else None


def is_safe(moment: datetime, zone: str, safe_from: time | None, safe_until: time | None) -> bool:
    """Whether the wall clock shows safe hours: from the first on, and before the second."""
    if safe_from is None or safe_until is None:
        return True
    wall = moment.astimezone(ZoneInfo(zone)).time()
    if safe_from < safe_until:
        return safe_from <= wall < safe_until
    return wall >= safe_from or wall < safe_until


def _has_time(moment: datetime, zone: str, safe_from: time | None, safe_until: time | None) -> bool:
    return is_safe(moment, zone, safe_from, safe_until) and is_safe(
        moment + IN_HAND, zone, safe_from, safe_until
    )


def _earlier(wall: datetime, zone: str) -> datetime:
    return min(_readings(wall, zone))


def _readings(wall: datetime, zone: str) -> list[datetime]:
    """What a wall time may mean: mostly twice the same, near a change of clocks two moments."""
    return [wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)]
