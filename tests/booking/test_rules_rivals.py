"""A buffer and a number of places a week hold among rivals too: each booking counts those that came before it."""

from datetime import timedelta
from itertools import pairwise
from threading import Thread

import pytest
from django.db import transaction

from tests import cast
from tests.booking import contest
from tests.booking.meeting import open_clara, standing
from tests.booking.test_hours_rivals import books_and_notes, until_somebody_waits_for_a_lock
from waylight.booking import hours, scheduling
from waylight.booking.models import BookingRules, Kind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.hazard("H18")]
RIVALS, PLACES = 6, 2


def rules(**fields):
    return BookingRules.objects.create(therapist=open_clara(), **fields)


def of_one_week(count):
    """As many free times, all before the next Monday."""
    times = contest.free_times(200)
    found = [one for one in times if one.isocalendar()[:2] == times[0].isocalendar()[:2]]
    return found[:count]


def books(client, moment):
    return lambda _n: scheduling.book(client, cast.clara(), Kind.FIRST_TALK, moment, by=scheduling.LINK)


def test_rivals_for_the_last_places_of_a_week_get_no_more_than_there_are():
    rules(weekly_limit=PLACES)
    rivals = zip(contest.clients(RIVALS), of_one_week(RIVALS), strict=True)
    results = contest.contest(*(books(client, moment) for client, moment in rivals), attempts=1)
    assert results.faults == {}
    assert (results.done, results.refused) == (PLACES, RIVALS - PLACES)
    assert len(standing()) == PLACES


def test_rivals_for_times_beside_one_another_leave_the_buffer_between():
    rules(buffer_minutes=30)
    rivals = zip(contest.clients(RIVALS), of_one_week(RIVALS), strict=True)
    results = contest.contest(*(books(client, moment) for client, moment in rivals), attempts=1)
    assert results.faults == {}
    kept = standing()
    assert len(kept) == results.done >= 2
    assert all(later.starts_at - one.ends_at >= timedelta(minutes=30) for one, later in pairwise(kept))


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("limits", [{"weekly_limit": 1}, {"buffer_minutes": 60}])
def test_a_booking_waits_for_one_that_may_leave_it_no_place_and_then_sees_it(limits):
    rules(**limits)
    first, second = of_one_week(2)
    ana, bea = contest.clients(2)
    outcome = []
    rival = Thread(target=books_and_notes, args=(bea, second, outcome))
    with transaction.atomic():
        scheduling.book(ana, cast.clara(), Kind.FIRST_TALK, first, by=scheduling.LINK)
        rival.start()
        until_somebody_waits_for_a_lock()
    rival.join()
    assert outcome == ["NotInHours"]
    assert [row.starts_at for row in standing()] == [first]


@pytest.mark.only_on("postgresql")
def test_rules_that_change_while_others_book_make_nobody_wait_for_ever():
    rules(weekly_limit=RIVALS)
    clara, eva = cast.clara(), cast.eva()
    rivals = [
        books(client, moment)
        for client, moment in zip(contest.clients(RIVALS), of_one_week(RIVALS), strict=True)
    ]
    results = contest.contest(
        *rivals, lambda n: hours.set_rules(clara, by=eva, weekly_limit=RIVALS + n), attempts=3
    )
    assert results.faults == {}
    assert len(standing()) == RIVALS
