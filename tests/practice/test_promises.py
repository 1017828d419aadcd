"""When an answer is promised: working days, closed days, clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.cast import at
from waylight.practice.promises import NeverOpen, due_at

LONDON = "Europe/London"
WEEK = [1, 2, 3, 4, 5]
ZONES = st.sampled_from([LONDON, "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "Africa/Cairo"])
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
WEEKDAYS = st.sets(st.integers(1, 7), min_size=1)
CLOSED = st.sets(st.dates(date(2024, 1, 1), date(2030, 1, 1)), max_size=30)
CLOSES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def due(received: str, days: int = 1, closed_on: tuple[date, ...] = ()) -> str:
    found = due_at(at(received), days, zone=LONDON, weekdays=WEEK, closes=time(18), closed_on=closed_on)
    local = found.astimezone(ZoneInfo(LONDON))
    return f"by {local:%A} {local.day} {local:%B}, {local:%H:%M}"


@pytest.mark.parametrize(
    ("received", "promise"),
    [
        ("2026-11-23 10:00", "by Tuesday 24 November, 18:00"),  # Monday morning
        ("2026-11-23 06:00", "by Tuesday 24 November, 18:00"),  # before opening
        ("2026-11-23 17:59", "by Tuesday 24 November, 18:00"),
        ("2026-11-23 18:00", "by Wednesday 25 November, 18:00"),  # the moment of closing is too late
        ("2026-11-20 12:00", "by Monday 23 November, 18:00"),  # Friday
        ("2026-11-20 19:00", "by Tuesday 24 November, 18:00"),  # Friday evening counts from Monday
        ("2026-11-21 12:00", "by Tuesday 24 November, 18:00"),  # Saturday too
    ],
)
def test_an_answer_is_promised_by_the_end_of_the_next_working_day(received: str, promise: str) -> None:
    assert due(received) == promise


def test_a_closed_day_is_no_working_day() -> None:
    assert due("2026-11-23 10:00", closed_on=(date(2026, 11, 24),)) == "by Wednesday 25 November, 18:00"
    assert due("2026-11-23 10:00", closed_on=(date(2026, 11, 23),)) == "by Wednesday 25 November, 18:00"


def test_christmas_moves_the_promise_past_all_its_closed_days() -> None:
    closed = (date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1))
    assert due("2026-12-24 17:00", closed_on=closed) == "by Tuesday 29 December, 18:00"


def test_the_clock_of_the_practice_counts_on_both_sides_of_a_clock_change() -> None:
    # Clocks go back on Sunday 25 October 2026: closing is at 17:00 UTC before and at 18:00 UTC after.
    assert due_at(
        at("2026-10-22 10:00"), 1, zone=LONDON, weekdays=WEEK, closes=time(18)
    ) == at("2026-10-23 17:00")  # fmt: skip
    assert due_at(
        at("2026-10-23 10:00"), 1, zone=LONDON, weekdays=WEEK, closes=time(18)
    ) == at("2026-10-26 18:00")  # fmt: skip


def test_the_day_is_the_practices_own_and_not_that_of_utc() -> None:
    # 22:00 UTC on Sunday is Monday morning in Auckland.
    assert due_at(
        at("2026-11-22 22:00"), 0, zone="Pacific/Auckland", weekdays=WEEK, closes=time(18)
    ) == at("2026-11-23 05:00")  # fmt: skip


def test_a_practice_that_never_opens_promises_nothing() -> None:
    with pytest.raises(NeverOpen, match="no working day"):
        due_at(at("2026-11-23 10:00"), 1, zone=LONDON, weekdays=[], closes=time(18))


@given(MOMENTS, st.integers(0, 5), ZONES, WEEKDAYS, CLOSES, CLOSED)
def test_a_promise_ends_at_closing_on_a_working_day_after_the_message(
    received: datetime, days: int, zone: str, weekdays: set[int], closes: time, closed: set[date]
) -> None:
    due = due_at(received, days, zone=zone, weekdays=weekdays, closes=closes, closed_on=closed)
    local = due.astimezone(ZoneInfo(zone))
    assert due > received
    assume(datetime.combine(local.date(), closes, ZoneInfo(zone)).astimezone(UTC) == due)
    assert local.isoweekday() in weekdays
    assert local.date() not in closed


@given(MOMENTS, ZONES, WEEKDAYS, CLOSED, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_who_writes_later_is_never_promised_an_earlier_answer(
    received: datetime, zone: str, weekdays: set[int], closed: set[date], later: timedelta
) -> None:
    def promise(moment: datetime) -> datetime:
        return due_at(moment, 1, zone=zone, weekdays=weekdays, closes=time(18), closed_on=closed)

    assert promise(received) <= promise(received + later)


@given(MOMENTS, WEEKDAYS, CLOSED)
def test_between_message_and_promise_lie_no_more_working_days_than_promised(
    received: datetime, weekdays: set[int], closed: set[date]
) -> None:
    due = due_at(received, 2, zone="UTC", weekdays=weekdays, closes=time(18), closed_on=closed)
    days = [received.date() + timedelta(days=n) for n in range((due.date() - received.date()).days + 1)]
    working = [day for day in days if day.isoweekday() in weekdays and day not in closed]
    counted = [day for day in working if datetime.combine(day, time(18), UTC) > received]
    assert len(counted) == 3  # the day on which it counts, and two more
