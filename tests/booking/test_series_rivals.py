"""Courses that want the same dates at once, on the real database: one is whole, of the others there is nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import cast
from tests.booking import contest
from tests.booking.meeting import agreed, another, open_clara, standing
from waylight.booking import free
from waylight.booking.models import Kind, Series
from waylight.notifications.models import Notification

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.hazard("H18")]
WEEK = timedelta(weeks=1)


def test_of_courses_for_the_same_dates_one_is_whole_and_the_others_left_no_trace():
    clara = open_clara()
    for number in range(4):
        agreed(another(f"Rival{number}"))
    first = free.for_therapist(clara, Kind.SESSION, now=timezone.now())[3]
    moments = [first + number * WEEK for number in range(3)]
    results = contest.of_courses_for_the_same_dates(moments, attempts=2)
    assert results.faults == {}
    assert (results.done, results.refused) == (1, 7)
    assert [row.starts_at for row in standing()] == moments
    assert len({row.client_id for row in standing()}) == 1
    assert contest.overlaps() == 0
    assert Series.objects.count() == 1
    assert Notification.objects.filter(template="times-booked").count() == 1


def test_two_who_want_them_in_another_order_do_not_wait_for_each_other():
    """Dates are always taken from the first to the last, whatever the order in which they were ticked."""
    clara = open_clara()
    clients = [agreed(another(f"Rival{number}")) for number in range(2)]
    first = free.for_therapist(clara, Kind.SESSION, now=timezone.now())[3]
    moments = [first + number * WEEK for number in range(3)]
    rivals = [
        contest.makes(client, cast.clara(), order)
        for client, order in zip(clients, (moments, moments[::-1]), strict=True)
    ]
    results = contest.contest(*rivals, attempts=3)
    assert results.faults == {}
    assert results.done == 1
    assert [row.starts_at for row in standing()] == moments
