"""Moves an appointment: the old row is called off and a new one stands in its place, or nothing changes."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking import reminders
from waylight.booking.models import Appointment, BookingLink
from waylight.booking.scheduling import cancelling, holding, messages, rows, rules
from waylight.privacy import audit


@transaction.atomic
def move(
    appointment: Appointment,
    starts_at: datetime,
    *,
    by: Any,
    zone: str = "",
    outside_hours: str | None = None,
    address: str = "",
    tell: bool = True,
) -> Appointment:
    """Cancels the old row and books a new one in its place, or changes nothing. Its link goes along.

    The old time is kept for three minutes, so that the move can be taken back. Raises as `book` does; also NoLongerStands,
    AlreadyBegun, and CutOffPassed for the client and the link.
    """
    now = timezone.now()
    rules.refuse_overruling(outside_hours, by=by)
    old = rows.locked(appointment)
    rules.refuse_move(old, by=by, now=now)
    has_moved = rows.speak_of(old.client, zone)
    rules.refuse_unless_bookable(old.client, old.therapist, old.kind, now=now)
    rules.refuse_more(old.client, by=by, now=now, moves=True)
    new = rows.new(old.client, old.therapist, old.kind, starts_at, by=rules.name_of(by), now=now)
    new.topic, new.outside_hours, new.series, new.replaces = old.topic, outside_hours or "", old.series, old
    new.medium = old.medium
    held = rows.clear_the_way(new, now=now)
    rules.refuse_time(new, by=by, now=now, asked_at=rules.asked_at(held, now))
    cancelling.call_off(old, by=by, now=now)
    rows.take(new, held, now=now)
    rows.keep(old.client, has_moved=has_moved)
    holding.keep_given_up(old, now=now)
    BookingLink.objects.filter(appointment=old).update(appointment=new)
    audit.record(rules.verb("move", new), by=rules.actor(by), person=old.client_id, about=new)
    reminders.plan(new)
    if tell:
        messages.tell("moved", new, by=by, now=now, address=address)
    return new
