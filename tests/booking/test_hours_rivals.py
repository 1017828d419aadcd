"""Time off and bookings at one moment, on the real database: a booked time never lies in time off that nobody looked at."""

from collections.abc import Callable
from datetime import date, datetime
from threading import Thread
from time import monotonic
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests import cast
from tests.booking import contest
from tests.booking.meeting import open_clara, standing
from waylight.booking import free, hours, scheduling
from waylight.booking.models import Kind, TimeOff
from waylight.booking.refusals import Refused
from waylight.people.models import Client

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.hazard("H18")]

ROUNDS, RIVALS = 3, 4  # as many days, and people who want a time on each
EXPECTED = {"done", "BookedThen", "NotInHours", "EnoughBooked"}


def test_a_day_off_and_bookings_of_that_day_never_cross():
    clara = open_clara()
    times = by_day(free.for_therapist(clara, Kind.FIRST_TALK, now=timezone.now()))
    days = list(times)[1 : ROUNDS + 1]
    bookings = [books(place, [times[day][place] for day in days]) for place in range(RIVALS)]
    results = contest.contest(*bookings, takes_off(days), attempts=ROUNDS)
    assert set(results.outcomes) <= EXPECTED, results.outcomes
    off = list(TimeOff.objects.all())
    assert [
        row for row in standing() if any(one.starts_at <= row.starts_at < one.ends_at for one in off)
    ] == []


@pytest.mark.only_on("postgresql")
def test_a_booking_waits_for_time_off_that_is_being_taken_and_then_sees_it():
    clara, (ana, *_others) = open_clara(), contest.clients(1)
    moment = free.for_therapist(clara, Kind.FIRST_TALK, now=timezone.now())[0]
    outcome: list[str] = []
    booking = Thread(target=books_and_notes, args=(ana, moment, outcome))
    with transaction.atomic():
        hours.take_time_off(clara, from_on=moment.date(), until_on=moment.date(), by=cast.eva())
        booking.start()
        until_somebody_waits_for_a_lock()
    booking.join()
    assert outcome == ["NotInHours"]
    assert standing() == []


def books_and_notes(client: Client, moment: datetime, outcome: list[str]) -> None:
    try:
        scheduling.book(client, cast.clara(), Kind.FIRST_TALK, moment, by=scheduling.LINK)
        outcome.append("done")
    except Refused as refusal:
        outcome.append(type(refusal).__name__)
    finally:
        connection.close()


def until_somebody_waits_for_a_lock() -> None:
    patience = monotonic() + 20
    with connection.cursor() as cursor:
        while monotonic() < patience:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits.")


def by_day(moments: list[datetime]) -> dict[date, list[datetime]]:
    found: dict[date, list[datetime]] = {}
    for moment in moments:
        found.setdefault(moment.date(), []).append(moment)
    return found


def books(place: int, moments: list[datetime]) -> Callable[[int], Any]:
    """Each time somebody else: who has a time already gets no second one."""
    clara, people = cast.clara(), contest.clients(RIVALS * ROUNDS)[place::RIVALS]
    return lambda n: scheduling.book(people[n], clara, Kind.FIRST_TALK, moments[n], by=scheduling.LINK)


def takes_off(days: list[date]) -> Callable[[int], Any]:
    clara, eva = cast.clara(), cast.eva()
    return lambda n: hours.take_time_off(clara, from_on=days[n], until_on=days[n], by=eva)
