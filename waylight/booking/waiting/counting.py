"""The wait for a first talk, counted from what is really free, and published for the pages that anybody reads."""

from datetime import datetime, timedelta
from statistics import median

from django.db.models import F

from waylight.booking.models import BookingLink, Closing, Kind, WaitingListEntry
from waylight.booking.waiting import board
from waylight.booking.waiting.fitting import first_left
from waylight.intake.models import Enquiry
from waylight.practice import deadlines, wait
from waylight.practice.models import Practice
from waylight.practice.promises import NeverOpen
from waylight.practice.wait import Wait

LATELY = timedelta(days=180)
ENOUGH = 3  # people, so that the number is about nobody


def publish_wait(now: datetime) -> int:
    """For the schedule: counts, and writes it down for public pages. Says whether they say something else now."""
    return int(wait.publish(count(now)))


def count(now: datetime) -> Wait | None:
    """After how many days somebody new could have a first talk; None when that cannot be known.

    Whoever asks now has an answer by the end of a working day: earlier times are not for them. Those who wait already come
    first: on the list, with an enquiry that has no answer yet, or with a link and no time.
    """
    practice = Practice.current()
    shown = [room for room in board.rooms(Kind.FIRST_TALK, now).values() if room.is_shown]
    if practice.is_preparing or not shown:
        return None
    try:
        answered_at = deadlines.answer_due_at(now)
    except NeverOpen:
        return None
    times, places = [room.times for room in shown], [room.places for room in shown]
    first = first_left(times, places, ahead(now), not_before=answered_at)
    zone = practice.tzinfo
    days = (first.astimezone(zone).date() - now.astimezone(zone).date()).days if first else None
    return Wait(days=days, lately=lately(now), counted_at=now)


def ahead(now: datetime) -> int:
    """How many people come before somebody new."""
    listed = WaitingListEntry.objects.open().filter(kind=Kind.FIRST_TALK).count()
    choosing = BookingLink.objects.filter(
        kind=Kind.FIRST_TALK,
        appointment=None,
        revoked_at=None,
        expires_at__gt=now,
        client__appointments=None,
        client__episodes__therapist=F("therapist"),  # still in care: not one whose offer ended
        client__episodes__ends_on=None,
    ).exclude(client__in=WaitingListEntry.objects.open().exclude(client=None).values("client"))
    return listed + Enquiry.objects.waiting().count() + choosing.values("client").distinct().count()


def lately(now: datetime) -> int | None:
    """How many days people on the list waited for a first talk, the one in the middle; None when too few did."""
    rows = WaitingListEntry.objects.filter(
        kind=Kind.FIRST_TALK, closed_because=Closing.BOOKED, closed_at__gt=now - LATELY
    )
    waits = [
        (row.closed_at - row.since_at).days for row in rows.only("since_at", "closed_at") if row.closed_at
    ]
    return round(median(waits)) if len(waits) >= ENOUGH else None
