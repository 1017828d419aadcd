"""Time zones in calendar files, read by a reader that knows no zone but what the file says: dateutil's."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from tests.cast import at
from waylight.booking.availability import clock_changes
from waylight.booking.vtimezone import vtimezone

FIRST, LAST = at("2026-11-24 09:00"), at("2027-11-24 09:00")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
NOT_PLACES = {"Factory", "localtime"}


def as_read(zone: str):
    """The zone, as a calendar without a database of zones has it from the file."""
    whole = Calendar()
    whole.add("prodid", "-//Test//EN")
    whole.add("version", "2.0")
    whole.add_component(vtimezone(zone, FIRST, LAST))
    return tzical(StringIO(whole.to_ical().decode())).get()


def moments(zone: ZoneInfo) -> list[datetime]:
    """A noon of each month for twelve years, and the two sides of each change of clocks where the wall time is plain."""
    start, end = datetime(2025, 1, 2, tzinfo=UTC), datetime(2036, 12, 30, tzinfo=UTC)
    noons = [
        datetime(year, month, 15, 12, tzinfo=UTC) for year in range(2025, 2037) for month in range(1, 13)
    ]
    changes = clock_changes(zone, start, end)
    forward = [one for one in changes if offset(one, zone) > offset(one - SECOND, zone)]
    back = [one for one in changes if one not in forward]
    sides = [
        *(one - SECOND for one in forward),
        *forward,
        *(one - 2 * HOUR for one in back),
        *(one + 2 * HOUR for one in back),
    ]
    return noons + sides


def offset(moment: datetime, zone) -> timedelta:
    return moment.astimezone(zone).utcoffset()


def differences(zone: str) -> list[str]:
    ours, theirs = ZoneInfo(zone), as_read(zone)
    walls = [(moment, moment.astimezone(ours).replace(tzinfo=None)) for moment in moments(ours)]
    return [
        f"{zone} {moment}" for moment, wall in walls if theirs.utcoffset(wall) != offset(moment, ours)
    ]  # fmt: skip


@pytest.mark.hazard("H18")
def test_every_zone_reads_back_with_its_clocks_on_both_sides_of_each_change() -> None:
    zones = sorted(name for name in available_timezones() - NOT_PLACES)
    assert len(zones) > 400
    assert [fault for zone in zones for fault in differences(zone)] == []


@pytest.mark.parametrize("wall", ["2026-11-05 12:00", "2027-01-15 12:00", "2027-07-15 12:00"])
def test_vancouver_stays_seven_hours_behind_from_this_winter_on(wall: str) -> None:
    assert as_read("America/Vancouver").utcoffset(datetime.fromisoformat(wall)) == timedelta(hours=-7)


def test_lord_howe_changes_by_half_an_hour() -> None:
    zone = as_read("Australia/Lord_Howe")
    winter, summer = datetime(2027, 7, 1, 12), datetime(2027, 1, 1, 12)  # noqa: DTZ001
    assert zone.utcoffset(summer) - zone.utcoffset(winter) == timedelta(minutes=30)


def test_each_change_of_clocks_has_a_line_of_its_own() -> None:
    """Of several dates on one line, ical.js (in Nextcloud and Thunderbird) reads the first alone."""
    lines = vtimezone("Europe/Athens", FIRST, LAST).to_ical().decode().splitlines()
    assert len([one for one in lines if one.startswith("RDATE:")]) > 20
    assert [one for one in lines if one.startswith("RDATE:") and "," in one] == []
