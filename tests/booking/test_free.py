"""Free times out of the rows, and how many questions that costs the database."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.booking.meeting import FRIDAY, MARCH, MONDAY, THURSDAY, ana_agreed, another, booked, open_clara
from tests.cast import at
from waylight.booking import free, scheduling
from waylight.booking.models import Appointment, BookingRules, Kind, TimeOff

pytestmark = pytest.mark.django_db
HALF = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def first_talks(**options):
    return free.for_therapist(open_clara(), Kind.FIRST_TALK, now=MONDAY, **options)


def questions(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        act()
    return len(asked)


def test_free_times_keep_the_notice_and_end_with_the_horizon():
    times = first_talks()
    assert times[0] == at("2027-01-05 09:00")  # twelve hours from Monday 08:00 is past closing
    assert times[-1] == at("2027-01-29 16:30")
    assert first_talks(days=1) == []


def test_what_is_booked_is_not_free_and_what_was_cancelled_is_once_it_cannot_be_taken_back(clock):
    row = booked(cast.ana())
    assert THURSDAY not in first_talks()
    scheduling.cancel(row, by=cast.eva())
    assert THURSDAY not in first_talks()
    assert THURSDAY in first_talks(client=row.client)
    clock(MONDAY + scheduling.UNDO)
    assert THURSDAY in first_talks()


def test_sessions_begin_an_hour_apart_and_need_the_whole_of_it():
    booked(cast.ana(), THURSDAY + HALF)
    times = free.for_therapist(open_clara(), Kind.SESSION, now=MONDAY)
    assert THURSDAY not in times
    assert {THURSDAY - 2 * HALF, THURSDAY + 2 * HALF} <= set(times)


def test_what_the_client_has_elsewhere_is_not_free_for_that_client_alone():
    ana, david = cast.ana(), cast.david()
    cast.office_hours(david)
    cast.an_episode(ana, david)
    booked(ana, therapist=david)
    assert THURSDAY not in first_talks(client=ana)
    assert THURSDAY in first_talks(client=another("Bea"))


def test_the_time_that_would_be_moved_counts_as_free():
    row = booked(cast.ana())
    assert THURSDAY in first_talks(instead_of=row, client=row.client)


@pytest.mark.hazard("H09")
def test_who_is_not_registered_has_no_free_times():
    cast.a_check(open_clara().registrations.get(), status="lapsed", confirmed=False)
    assert first_talks() == []
    clara = cast.clara()
    assert free.next_free([clara], Kind.FIRST_TALK, now=MONDAY) == {clara.pk: None}


def test_the_first_free_time_of_each_is_the_first_of_all_however_far():
    team = [cast.clara(), cast.david(), *(cast.a_therapist(f"t{n}", f"Dr T{n} Demo") for n in range(3))]
    for one in team[:-1]:
        cast.office_hours(one)
    away, late, short = team[1], team[2], team[3]
    TimeOff.objects.create(therapist=away, starts_at=at("2026-12-01 00:00"), ends_at=at("2027-01-20 12:00"))
    BookingRules.objects.create(therapist=late, minimum_notice_hours=24 * 9)
    BookingRules.objects.create(therapist=short, bookable_days=2, minimum_notice_hours=24 * 3)
    everything = free.for_therapists(team, Kind.FIRST_TALK, now=MONDAY)
    first = free.next_free(team, Kind.FIRST_TALK, now=MONDAY)
    assert first == {pk: next(iter(times), None) for pk, times in everything.items()}
    assert first[away.pk] == at("2027-01-20 12:00")
    assert [pk for pk, moment in first.items() if moment is None] == [short.pk, team[-1].pk]


def test_time_off_that_began_long_ago_still_counts():
    TimeOff.objects.create(
        therapist=open_clara(), starts_at=at("2026-11-01 00:00"), ends_at=at("2027-01-08 10:00")
    )
    assert first_talks()[0] == FRIDAY


def test_a_day_off_at_the_end_of_the_horizon_counts():
    TimeOff.objects.create(
        therapist=open_clara(), starts_at=at("2027-01-29 16:45"), ends_at=at("2027-02-10 00:00")
    )
    assert at("2027-01-29 16:30") not in first_talks()


@pytest.mark.hazard("H18")
def test_each_free_time_can_be_booked_and_no_other_half_hour():
    ana = cast.ana()
    TimeOff.objects.create(
        therapist=open_clara(), starts_at=at("2027-01-06 12:00"), ends_at=at("2027-01-06 13:10")
    )
    offered = set(first_talks())
    for day, half_hours in product((0, 2, 5, 25), range(48)):  # plain, with time off, a Saturday, the last
        moment = MONDAY + timedelta(days=day) + half_hours * HALF
        within = free.is_within_hours(cast.clara(), Kind.FIRST_TALK, moment, now=MONDAY)
        assert within is (moment in offered), moment
    assert booked(ana, max(offered)).is_booked


@pytest.mark.hazard("H18")
def test_nine_oclock_stays_nine_oclock_when_clocks_go_forward(clock):
    clock(MARCH)
    open_clara()
    times = free.for_therapist(cast.clara(), Kind.FIRST_TALK, now=MARCH)
    firsts = {moment.date().isoformat(): moment for moment in reversed(times)}
    assert firsts["2027-03-26"] == at("2027-03-26 09:00")
    assert firsts["2027-03-29"] == at("2027-03-29 08:00")


def test_questions_to_the_database_do_not_grow_with_what_is_booked():
    ana = ana_agreed()
    few = questions(lambda: first_talks(client=ana))
    clara = open_clara()
    for number in range(40):
        start = at("2026-12-01 10:00") + timedelta(days=number)
        cast.an_appointment(ana, clara, starts_at=start)
        TimeOff.objects.create(therapist=clara, starts_at=start, ends_at=start + HALF)
    assert questions(lambda: first_talks(client=ana)) == few


def test_five_therapists_cost_as_many_questions_as_one():
    therapists = [cast.a_therapist(f"t{number}", f"Dr T{number} Demo") for number in range(5)]
    for one in therapists:
        cast.office_hours(one)

    def ask(some):
        return lambda: free.for_therapists(some, Kind.FIRST_TALK, now=MONDAY)

    assert questions(ask(therapists)) == questions(ask(therapists[:1])) <= 6
    assert all(free.for_therapists(therapists, Kind.FIRST_TALK, now=MONDAY).values())


def test_the_past_is_not_read():
    ana, clara = cast.ana(), open_clara()
    cast.an_appointment(ana, clara, starts_at=at("2026-12-01 10:00"))
    read = Appointment.objects.between(MONDAY, MONDAY + timedelta(days=28))
    assert not read.exists()
