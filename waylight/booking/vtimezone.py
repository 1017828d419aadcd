"""A time zone as a calendar file carries it (RFC 5545, 3.6.5): each change of its clocks by its own date.

icalendar's own is not used: it names the onsets in spring by the new clock, and the standard wants the clock before the change.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from waylight.booking.availability import clock_changes

YEARS_BEFORE, YEARS_AFTER = (
    1,
    10,
)  # that are said beside those of the appointments: a calendar may keep the zone


def vtimezone(zone: str, first: datetime, last: datetime) -> Timezone:
    """The component for a calendar whose times lie between the two moments."""
    return _of_years(zone, first.year - YEARS_BEFORE, last.year + YEARS_AFTER)


@lru_cache(maxsize=256)
def _of_years(zone: str, first: int, last: int) -> Timezone:
    clocks = ZoneInfo(zone)
    start, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC)
    before = _offset(start, clocks)
    onsets: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = defaultdict(list)
    for moment in [start, *clock_changes(clocks, start, end)]:
        here = moment.astimezone(clocks)
        wall = (moment + before).replace(tzinfo=None)
        onsets[before, _offset(moment, clocks), here.tzname() or zone, bool(here.dst())].append(wall)
        before = _offset(moment, clocks)
    whole = Timezone()
    whole.add("tzid", zone)
    for onset, walls in onsets.items():
        whole.add_component(_observance(*onset, walls))
    return whole


def _observance(
    before: timedelta, after: timedelta, name: str, is_summer: bool, walls: list[datetime]
) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if is_summer else TimezoneStandard()
    part.TZOFFSETFROM, part.TZOFFSETTO = before, after
    part.add("tzname", name)
    part.DTSTART = walls[0]
    for wall in walls[1:]:
        part.add("rdate", [wall])  # each on its own line: of several on one, ical.js reads the first alone
    return part


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)
