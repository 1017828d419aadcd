"""The dates of a series, on clocks that change: pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import at
from waylight.booking.series import plan

ZONES = ["Europe/London", "America/Vancouver", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]


def moments(*args: object) -> list[datetime | None]:
    return [one.at for one in plan(*args)]  # type: ignore[arg-type]


@pytest.mark.hazard("H18")
def test_the_wall_time_stays_when_clocks_go_forward_in_march():
    found = moments(date(2027, 3, 22), time(10), "Europe/London", 1, 2)
    assert found == [at("2027-03-22 10:00"), at("2027-03-29 09:00")]


@pytest.mark.hazard("H18")
def test_the_wall_time_stays_when_clocks_go_back_in_october():
    found = moments(date(2026, 10, 22), time(17, 30), "Europe/London", 1, 2)
    assert found == [at("2026-10-22 16:30"), at("2026-10-29 17:30")]


def test_every_second_week_leaves_one_out():
    found = moments(date(2027, 1, 7), time(10), "Europe/London", 2, 3)
    assert found == [at("2027-01-07 10:00"), at("2027-01-21 10:00"), at("2027-02-04 10:00")]


@pytest.mark.hazard("H18")
def test_half_an_hour_of_lord_howe():
    found = moments(date(2027, 3, 29), time(9), "Australia/Lord_Howe", 1, 2)
    assert found == [at("2027-03-28 22:00"), at("2027-04-04 22:30")]


@pytest.mark.hazard("H18")
def test_vancouver_keeps_its_clocks_from_2026_on():
    """It stays on -07:00 from November 2026: what was true until then is true no longer."""
    found = moments(date(2027, 3, 8), time(9), "America/Vancouver", 1, 2)
    assert found == [at("2027-03-08 16:00"), at("2027-03-15 16:00")]


@pytest.mark.hazard("H18")
def test_a_time_that_the_clocks_leave_out_is_no_moment():
    gone = plan(date(2027, 3, 21), time(1, 30), "Europe/London", 1, 2)[1]
    assert (gone.on, gone.at) == (date(2027, 3, 28), None)


def test_a_day_that_did_not_exist_has_no_moment():
    assert moments(date(2011, 12, 30), time(10), "Pacific/Apia", 1, 1) == [None]


@pytest.mark.hazard("H18")
def test_of_a_time_that_comes_twice_the_first_is_meant():
    (twice,) = plan(date(2026, 10, 25), time(1, 30), "Europe/London", 1, 1)
    assert twice.is_twice
    assert twice.at == at("2026-10-25 00:30")


@given(
    st.dates(date(2024, 1, 1), date(2034, 1, 1)),
    st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    st.sampled_from(ZONES),
    st.sampled_from([1, 2]),
    st.integers(1, 60),
)
def test_every_moment_shows_the_agreed_time_on_the_agreed_weekday(
    first_on: date, starts_at: time, zone: str, every_weeks: int, count: int
) -> None:
    found = plan(first_on, starts_at, zone, every_weeks, count)
    assert [one.on for one in found] == [first_on + timedelta(weeks=every_weeks * n) for n in range(count)]
    for one in found:
        if one.at is not None:
            assert one.at.tzinfo is UTC
            assert one.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(
                one.on, starts_at
            )
