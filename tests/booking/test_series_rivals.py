"""Courses that want the same dates at once, on the real database: one is whole, of the others there is nothing."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.booking import contest
from tests.booking.meeting import agreed, another, open_clara, standing
from waylight.booking import free, series
from waylight.booking.models import Kind, Series
from waylight.notifications.models import Notification
from waylight.people.models import Client

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.hazard("H18")]
WEEK = timedelta(weeks=1)


def rivals(count: int) -> list[Client]:
    return [agreed(another(f"Rival{number}")) for number in range(count)]


def three_dates() -> list[datetime]:
    first = free.for_therapist(open_clara(), Kind.SESSION, now=timezone.now())[3]
    return [first + number * WEEK for number in range(3)]


def makes(client: Client, moments: list[datetime]) -> contest.Attempt:
    first, clara = min(moments), open_clara()
    wanted = series.Agreed(first.date(), first.time(), "Europe/London", 1, len(moments))
    return lambda _number: series.make(client, clara, wanted, moments, by=clara.user)


def test_of_courses_for_the_same_dates_one_is_whole_and_the_others_left_no_trace():
    moments = three_dates()
    results = contest.contest(*(makes(client, moments) for client in rivals(4)), attempts=2)
    assert set(results.outcomes) <= {"done", "NotAllFree", "BookedAlready"}
    assert results.done == 1
    assert [row.starts_at for row in standing()] == moments
    assert len({row.client_id for row in standing()}) == 1
    assert contest.overlaps() == 0
    assert Series.objects.count() == 1
    assert Notification.objects.filter(template="times-booked").count() == 1


def test_two_who_want_them_in_another_order_do_not_wait_for_each_other():
    """Dates are always taken from the first to the last, whatever the order in which they were ticked."""
    moments = three_dates()
    one, other = rivals(2)
    results = contest.contest(makes(one, moments), makes(other, moments[::-1]), attempts=3)
    assert set(results.outcomes) <= {"done", "NotAllFree", "BookedAlready"}
    assert results.done == 1
    assert [row.starts_at for row in standing()] == moments
