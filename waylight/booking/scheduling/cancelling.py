"""Calls an appointment off."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking import refusals, reminders
from waylight.booking.models import Appointment, Cancellation, Status
from waylight.booking.scheduling import holding, messages, rows, rules
from waylight.privacy import audit


@transaction.atomic
def cancel(
    appointment: Appointment, *, by: Any, reason: str = "", address: str = "", tell: bool = True
) -> Cancellation:
    """Calls it off. After the cut-off the link can't; a client who is signed in still can, and it counts as late;
    what staff cancel is never late.

    The time is kept for three minutes, so that this can be taken back. Of one that is over already nobody is told: it is only
    noted. Raises NoLongerStands, AlreadyBegun, CutOffPassed.
    """
    now = timezone.now()
    old = rows.locked(appointment)
    rules.refuse_change(old, by=by, now=now)
    if by == rules.LINK and rules.is_late(old, now):
        raise refusals.CutOffPassed
    was_late = rules.is_the_client(by, old.client) and rules.is_late(old, now)
    cancellation = call_off(old, by=by, reason=reason, was_late=was_late, now=now)
    holding.keep_given_up(old, now=now)
    audit.record("cancel-appointment", by=rules.actor(by), person=old.client_id, about=old)
    if tell and old.ends_at > now:
        messages.tell("cancelled", old, by=by, now=now, address=address, act=str(cancellation.pk))
    return cancellation


def call_off(
    appointment: Appointment, *, by: Any, now: datetime, reason: str = "", was_late: bool = False
) -> Cancellation:
    """The row stands no longer, and what was to be said of it is taken back."""
    appointment.status = Status.CANCELLED
    appointment.save(update_fields=["status"])
    cancellation = Cancellation(appointment=appointment, cancelled_at=now, cancelled_by=rules.name_of(by))
    cancellation.reason, cancellation.was_late = reason, was_late
    cancellation.save(force_insert=True)
    messages.take_back(appointment)
    reminders.forget(appointment)
    return cancellation
