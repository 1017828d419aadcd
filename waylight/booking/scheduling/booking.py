"""Books a time."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking import reminders
from waylight.booking.models import Appointment, Series
from waylight.booking.scheduling import messages, rows, rules
from waylight.notifications.notify import together
from waylight.people import preferences
from waylight.people.models import Client, Therapist
from waylight.privacy import audit


@transaction.atomic
def book(
    client: Client,
    therapist: Therapist,
    kind: str,
    starts_at: datetime,
    *,
    by: Any,
    zone: str = "",
    topic: str = "",
    telephone: str = "",
    outside_hours: str | None = None,
    address: str = "",
    series: Series | None = None,
    tell: bool = True,
    is_locked: bool = False,
) -> Appointment:
    """Books a time; one that is kept for the client becomes the appointment. `by`: a user, or LINK.

    `zone` and `telephone` (the number to meet by) are the client's, and kept from now on. `outside_hours`: why a member of
    staff overrules the hours. `address` goes into the message; `tell=False` leaves telling to the caller.
    `is_locked`: the caller has locked the client's row, and gives it as it is since.

    Raises a refusals.Refused: NotRegistered, CountryNotCovered, AgeNotCovered, NotInCare, ConsentMissing, EnoughBooked,
    EnoughChanged, NotForYou, ReasonMissing, NotInHours, TooSoon, SlotAlreadyTaken, BookedAlready.
    """
    now = timezone.now()
    rules.refuse_overruling(outside_hours, by=by)
    client = client if is_locked else rows.locked_client(client.pk)
    has_moved = rows.speak_of(client, zone)
    rules.refuse_unless_bookable(client, therapist, kind, now=now)
    rules.refuse_more(client, by=by, now=now)
    row = rows.new(client, therapist, kind, starts_at, by=rules.name_of(by), now=now)
    row.topic, row.outside_hours, row.series = topic, outside_hours or "", series
    held = rows.clear_the_way(row, now=now)
    rules.refuse_time(row, by=by, now=now, asked_at=rules.asked_at(held, now))
    rows.take(row, held, now=now)
    rows.keep(client, has_moved=has_moved, telephone=telephone)
    audit.record(rules.verb("book", row), by=rules.actor(by), person=client.pk, about=row)
    _queue_messages(row, by=by, now=now, address=address, tell=tell)
    return row


def _queue_messages(row: Appointment, *, by: Any, now: datetime, address: str, tell: bool) -> None:
    chosen = preferences.of(row.client)
    with together():
        reminders.plan(row, chosen=chosen)
        if tell:
            messages.tell("booked", row, by=by, now=now, address=address, chosen=chosen)
