"""What a therapist set about her times, and what her own calendar says, in the free times and in what can be booked."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from tests import cast
from tests.booking.meeting import MONDAY, THURSDAY, another, booked, open_clara
from tests.cast import at
from waylight.booking import free, refusals, scheduling
from waylight.booking.models import BookingRules, Break, BusyTime, ExtraTime, Kind, OpeningHours
from waylight.practice.models import Practice

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def monday(clock: Any) -> None:
    clock(MONDAY)


def rules(**fields: Any) -> BookingRules:
    return BookingRules.objects.create(therapist=open_clara(), **fields)


def on(day: str, kind: str = Kind.SESSION, **options: Any) -> list[str]:
    """The free times of a day of January, on Clara's wall, which is on UTC."""
    times = free.for_therapist(open_clara(), kind, now=MONDAY, **options)
    return [f"{start:%H:%M}" for start in times if f"{start:%d}" == day]


def can_be_booked(start: datetime, **options: Any) -> bool:
    return free.is_within_hours(open_clara(), Kind.SESSION, start, now=MONDAY, **options)


def test_hours_of_each_second_week_and_for_a_time() -> None:
    open_clara().opening_hours.all().delete()
    second = {"every_weeks": 2, "from_on": date(2027, 1, 4), "until_on": date(2027, 1, 20)}
    OpeningHours.objects.create(
        therapist=cast.clara(), weekday=3, opens_at=time(9), closes_at=time(10), **second
    )
    times = free.for_therapist(cast.clara(), Kind.SESSION, now=MONDAY)
    assert times == [at("2027-01-06 09:00"), at("2027-01-20 09:00")]


def test_a_break_is_not_free_and_cannot_be_booked() -> None:
    Break.objects.create(therapist=open_clara(), weekday=4, opens_at=time(12), closes_at=time(13))
    assert on("07") == ["09:00", "10:00", "11:00", "13:00", "14:00", "15:00", "16:00"]
    assert not can_be_booked(THURSDAY + 2 * HOUR)
    assert can_be_booked(THURSDAY + 3 * HOUR)


def test_an_extra_time_is_free_beyond_the_weekly_hours() -> None:
    saturday = at("2027-01-09 10:15")
    ExtraTime.objects.create(therapist=open_clara(), starts_at=saturday, ends_at=saturday + 2 * HOUR)
    assert on("09") == ["10:15", "11:15"]
    assert can_be_booked(saturday)
    assert not can_be_booked(saturday + 2 * HOUR)


def test_what_her_own_calendar_says_takes_free_times_away() -> None:
    """To the second: a busy time that ends a moment after ten takes ten o'clock."""
    ends_at = THURSDAY + timedelta(microseconds=1)
    BusyTime.objects.create(therapist=open_clara(), starts_at=THURSDAY - HOUR, ends_at=ends_at)
    assert on("07") == ["11:00", "12:00", "13:00", "14:00", "15:00", "16:00"]
    assert not can_be_booked(THURSDAY)
    assert can_be_booked(THURSDAY + HOUR)


@pytest.mark.hazard("H18")
def test_a_buffer_is_kept_before_and_after_each_appointment() -> None:
    rules(buffer_minutes=15)
    booked(cast.ana(), THURSDAY + 2 * HOUR)  # from 12:00 to 12:20
    assert on("07", Kind.FIRST_TALK)[4:6] == ["11:00", "13:00"]
    assert on("07") == ["09:00", "10:00", "13:00", "14:00", "15:00", "16:00"]
    assert not can_be_booked(THURSDAY + HOUR)
    assert can_be_booked(THURSDAY + 2 * HOUR), (
        "what is taken is said to be taken, not to lie outside the hours"
    )


def test_a_time_too_close_to_another_cannot_be_booked_by_whoever_guesses_it() -> None:
    rules(buffer_minutes=15)
    booked(cast.ana(), THURSDAY)
    with pytest.raises(refusals.NotInHours):
        booked(another("Bea"), THURSDAY + timedelta(minutes=30))


def test_moving_keeps_no_distance_to_where_it_was() -> None:
    rules(buffer_minutes=15)
    row = booked(cast.ana(), THURSDAY)
    wanted = THURSDAY + timedelta(minutes=30)
    assert wanted in free.for_therapist(cast.clara(), Kind.FIRST_TALK, now=MONDAY, instead_of=row)
    assert scheduling.move(row, wanted, by=scheduling.LINK).starts_at == wanted


def test_a_full_week_is_closed_and_the_next_is_open() -> None:
    """What is over counts too: the week is as full as it was."""
    rules(weekly_limit=2)
    cast.an_appointment(another("Bea"), cast.clara(), starts_at=at("2027-01-04 07:00"), status="fulfilled")
    assert on("07")
    row = booked(cast.ana(), THURSDAY)
    assert on("07") == on("08") == []
    assert on("11")
    assert on("08", instead_of=row, client=row.client)
    with pytest.raises(refusals.NotInHours):
        booked(another("Cleo"), THURSDAY + HOUR)


def test_lengths_notice_and_horizon_are_hers_where_she_set_them() -> None:
    rules(session_minutes=80, minimum_notice_hours=72, bookable_days=4)
    times = free.for_therapist(cast.clara(), Kind.SESSION, now=MONDAY)
    assert [f"{start:%d %H:%M}" for start in times] == [
        "07 09:00",
        "07 10:30",
        "07 12:00",
        "07 13:30",
        "07 15:00",
    ]
    assert free.length_of(Kind.SESSION, Practice.current(), cast.clara()) == timedelta(minutes=80)
    assert free.length_of(Kind.FIRST_TALK, Practice.current(), cast.clara()) == timedelta(minutes=20)
    assert free.length_of(Kind.SESSION, Practice.current()) == timedelta(minutes=50)


def test_no_notice_at_all_is_a_setting_too() -> None:
    rules(minimum_notice_hours=0)
    assert on("04")[0] == "09:00"


def test_each_therapist_has_her_own_terms_in_one_answer() -> None:
    rules(bookable_days=2)
    cast.office_hours(cast.david())
    times = free.for_therapists([cast.clara(), cast.david()], Kind.SESSION, now=MONDAY)
    assert times[cast.clara().pk][-1] == at("2027-01-05 16:00")
    assert times[cast.david().pk][-1] == at("2027-01-29 16:00")


def test_a_hold_keeps_its_time_from_others_until_it_runs_out(clock: Any) -> None:
    ana, bea = cast.ana(), another("Bea", open_clara())
    scheduling.hold(ana, cast.clara(), Kind.FIRST_TALK, THURSDAY, by=scheduling.LINK)
    assert "10:00" in on("07", Kind.FIRST_TALK, client=ana)
    assert "10:00" not in on("07", Kind.FIRST_TALK, client=bea)
    assert "10:00" not in on("07", Kind.FIRST_TALK)
    clock(MONDAY + timedelta(minutes=11))
    assert "10:00" in on("07", Kind.FIRST_TALK, client=bea)
