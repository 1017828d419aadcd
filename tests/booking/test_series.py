"""A course: conflicts are shown before anything is made, and it is made, changed or ended as a whole or not at all."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.booking.courses import THURSDAYS_AT_TEN, WEEK, a_course, agreed, starts, thursdays
from tests.booking.meeting import (
    MARCH,
    MONDAY,
    THURSDAY,
    ana_agreed,
    another,
    booked,
    messages_to,
    open_clara,
    standing,
)
from waylight.booking import refusals, scheduling, series, zones
from waylight.booking.models import Appointment, Kind, Series, Status, TimeOff
from waylight.booking.series.changing import HasEnded
from waylight.booking.series.making import NotAllFree, NothingChosen, TooManyChosen
from waylight.notifications.models import Notification
from waylight.practice.models import ClosedDay
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def monday(clock: Any) -> None:
    clock(MONDAY)


def problems(what: series.Agreed = THURSDAYS_AT_TEN) -> list[str]:
    found = series.check(what, ana_agreed(), cast.clara(), now=timezone.now())
    return [one.problem for one in found]


def time_off(start: Any) -> None:
    TimeOff.objects.create(therapist=cast.clara(), starts_at=start, ends_at=start + DAY)


def test_without_conflicts_every_date_fits():
    open_clara()
    assert problems() == [""] * 4


@pytest.mark.hazard("H18")
def test_what_stands_in_the_way_is_said_with_a_free_time_close_by():
    ana = ana_agreed()
    booked(another("Bea"), THURSDAY)
    cast.an_appointment(ana, cast.david(), starts_at=THURSDAY + WEEK)
    time_off(THURSDAY + 2 * WEEK - HOUR)
    ClosedDay.objects.create(on=date(2027, 1, 28), why="The roof is mended")
    found = series.check(THURSDAYS_AT_TEN, ana, cast.clara(), now=MONDAY)
    assert [one.problem for one in found] == [
        "Somebody else has this time.",
        "They meet somebody else then.",
        "There is time off then.",
        "The practice is closed: The roof is mended.",
    ]
    assert [one.can_overrule for one in found] == [False, False, True, True]
    assert [one.close_by for one in found][:2] == [THURSDAY - HOUR, THURSDAY + WEEK - HOUR]
    assert all(one.close_by is not None for one in found)


def test_outside_the_hours_can_be_overruled_and_the_past_cannot():
    found = series.check(
        agreed(starts_at=time(19), first_on=date(2026, 12, 31)), ana_agreed(), open_clara(), now=MONDAY
    )
    assert found[0].problem == "This time is over."
    assert not found[0].can_overrule
    assert found[1].problem == "The hours do not give this time, or it is very soon."
    assert found[1].can_overrule


@pytest.mark.hazard("H18")
def test_a_time_that_the_clocks_leave_out_is_named():
    found = problems(agreed(first_on=date(2027, 3, 21), starts_at=time(1, 30)))
    assert found[1] == "The clocks go forward that day and leave 01:30 out."


def test_far_ahead_is_no_conflict():
    assert problems(agreed(planned=20)) == [""] * 20


def test_one_free_time_is_offered_for_one_date_only():
    ana = ana_agreed()
    booked(another("Bea"), THURSDAY)
    weekly = agreed(planned=2)
    booked(another("Bo"), THURSDAY + WEEK)
    found = [one.close_by for one in series.check(weekly, ana, cast.clara(), now=MONDAY)]
    assert len(set(found)) == 2


def test_what_was_ticked_is_booked_and_told_once():
    course = a_course()
    assert starts(course) == thursdays()
    assert messages_to(course.client) == ["times-booked"]
    told = Notification.objects.get()
    assert told.words["when"] == "Thursday 7 January, 10:00 (London time)"
    assert told.due_at == MONDAY + scheduling.UNDO
    assert {row.kind for row in standing()} == {Kind.SESSION}
    assert AuditEvent.objects.filter(verb="make-series").count() == 1


def test_the_course_goes_beyond_what_clients_can_book_themselves():
    course = a_course(thursdays(12), agreed(planned=12))
    assert len(starts(course)) == 12
    assert {row.outside_hours for row in standing()} == {""}


@pytest.mark.hazard("H18")
def test_what_was_taken_meanwhile_is_said_and_nothing_is_booked():
    open_clara()
    booked(another("Bea"), THURSDAY + WEEK)
    before = standing()
    with pytest.raises(NotAllFree) as refused:
        a_course()
    assert "Nothing is booked." in str(refused.value)
    assert "Thursday 14 January, 10:00" in str(refused.value)
    assert list(refused.value.refused) == [THURSDAY + WEEK]
    assert standing() == before
    assert Series.objects.count() == 0
    assert messages_to(cast.ana()) == []


def test_beyond_the_hours_needs_a_reason_which_goes_with_those_alone():
    ana, clara = ana_agreed(), open_clara()
    late = THURSDAY + 9 * HOUR
    with pytest.raises(refusals.ReasonMissing):
        series.make(ana, clara, THURSDAYS_AT_TEN, [THURSDAY, late + WEEK], by=clara.user)
    assert standing() == []
    series.make(
        ana, clara, THURSDAYS_AT_TEN, [THURSDAY, late + WEEK], by=clara.user, outside_hours="They work shifts"
    )
    assert [row.outside_hours for row in standing()] == ["", "They work shifts"]


def test_nothing_chosen_or_too_much_is_refused():
    with pytest.raises(NothingChosen):
        series.make(ana_agreed(), open_clara(), THURSDAYS_AT_TEN, [], by=cast.clara().user)
    with pytest.raises(TooManyChosen):
        a_course(thursdays(5))


def test_without_agreement_to_treatment_there_is_no_course():
    open_clara()
    with pytest.raises(refusals.ConsentMissing):
        series.make(cast.ana(), cast.clara(), THURSDAYS_AT_TEN, thursdays(), by=cast.clara().user)
    assert Series.objects.count() == 0


def test_one_that_is_moved_or_cancelled_alone_leaves_the_others():
    course = a_course()
    first, second, *_rest = standing()
    moved = scheduling.move(first, THURSDAY + HOUR, by=course.client.user)
    scheduling.cancel(second, by=course.client.user)
    assert moved.series_id == course.pk
    assert starts(course) == [THURSDAY + HOUR, *thursdays()[2:]]


def test_sessions_are_numbered_and_those_that_did_not_take_place_are_not():
    course = a_course()
    rows = standing()
    Appointment.objects.filter(pk=rows[0].pk).update(status=Status.FULFILLED)
    Appointment.objects.filter(pk=rows[1].pk).update(status=Status.NOSHOW)
    found = Appointment.objects.filter(series=course).numbered().order_by("starts_at")
    assert [row.number for row in found] == [1, None, 2, 3]
    alone = booked(course.client, THURSDAY + HOUR)
    assert Appointment.objects.numbered().get(pk=alone.pk).number is None


def move_by(course: Series, by: timedelta, **options: Any) -> list[Appointment]:
    rows = series.changing.coming(course, now=timezone.now())
    moves = {str(row.pk): row.starts_at + by for row in rows}
    first = min(moves.values())
    what = agreed(first_on=first.date(), starts_at=first.time(), planned=len(rows))
    return series.change(course, moves, what, by=cast.clara().user, **options)


@pytest.mark.parametrize("by", [-HOUR, WEEK, -WEEK + DAY])
def test_all_that_are_to_come_move_at_once_and_it_is_told_once(by: timedelta):
    course = a_course([one + WEEK for one in thursdays()])
    move_by(course, by)
    assert starts(course) == [one + WEEK + by for one in thursdays()]
    assert sum("moved" in template for template in messages_to(course.client)) == 1
    course.refresh_from_db()
    assert course.starts_at == (THURSDAY + by).time()


def test_half_an_hour_later_is_not_kept_from_by_the_times_given_up():
    course = a_course()
    move_by(course, timedelta(minutes=30), outside_hours="The train was changed")
    assert starts(course) == [one + timedelta(minutes=30) for one in thursdays()]


@pytest.mark.hazard("H18")
def test_when_one_of_them_does_not_fit_none_is_moved():
    course = a_course()
    booked(another("Bea"), THURSDAY + 2 * WEEK + HOUR)
    with pytest.raises(NotAllFree):
        move_by(course, HOUR)
    assert starts(course) == thursdays()
    assert "times-moved" not in messages_to(course.client)


def test_this_and_later_leaves_the_earlier_ones():
    course = a_course()
    later = series.changing.coming(course, now=MONDAY, since=standing()[2])
    moves = {str(row.pk): row.starts_at + HOUR for row in later}
    series.change(course, moves, agreed(starts_at=time(11), planned=2), by=cast.clara().user)
    assert starts(course) == [*thursdays()[:2], *(one + HOUR for one in thursdays()[2:])]


def test_what_has_begun_is_not_moved(clock: Any):
    course = a_course()
    over = standing()[0]
    clock(THURSDAY + HOUR)
    with pytest.raises(HasEnded):
        series.change(course, {str(over.pk): THURSDAY + DAY}, THURSDAYS_AT_TEN, by=cast.clara().user)


def test_an_appointment_of_another_course_is_not_moved_with_it():
    course = a_course()
    alone = booked(course.client, THURSDAY + DAY)
    with pytest.raises(HasEnded):
        series.change(course, {str(alone.pk): THURSDAY + DAY + HOUR}, THURSDAYS_AT_TEN, by=cast.clara().user)


def test_ending_cancels_what_is_to_come_and_tells_once(clock: Any):
    course = a_course()
    clock(THURSDAY + HOUR)
    Notification.objects.update(state="sent", sent_at=timezone.now())
    assert series.end(course, by=cast.clara().user) == 3
    assert starts(course) == [THURSDAY]
    assert messages_to(course.client) == ["times-cancelled"]
    with pytest.raises(HasEnded):
        series.end(course, by=cast.clara().user)


def test_ending_at_once_tells_nobody():
    course = a_course()
    series.end(course, by=cast.clara().user)
    assert starts(course) == []
    assert messages_to(course.client) == []


@pytest.mark.hazard("H18")
@pytest.mark.parametrize(("zone", "clocks"), [
    ("America/Vancouver", ["02:00", "01:00", "01:00"]),
    ("Australia/Lord_Howe", ["20:00", "19:00", "18:30"]),
])  # fmt: skip
def test_across_the_change_in_london_the_clients_clocks_show_another_time(
    clock: Any, zone: str, clocks: list[str]
):
    clock(MARCH)
    client = ana_agreed()
    client.user.zone = zone
    client.user.save()
    what = agreed(first_on=date(2027, 3, 25), starts_at=time(9), planned=3)
    moments = [one.at for one in what.dates]
    course = series.make(client, cast.clara(), what, moments, by=cast.clara().user)
    found = starts(course)
    assert [zones.clock_in(one, "Europe/London") for one in found] == ["09:00"] * 3
    assert [zones.clock_in(one, zone) for one in found] == clocks


def test_looking_at_many_dates_costs_as_many_questions_as_looking_at_few():
    ana, clara = ana_agreed(), open_clara()
    booked(another("Bea"), THURSDAY)

    def questions(count: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            series.check(agreed(planned=count), ana, clara, now=MONDAY)
        return len(asked)

    questions(2)
    assert questions(40) == questions(2)
