"""Takes back what was done a moment ago. Within three minutes nobody has been told yet, so nobody hears of it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking import refusals, reminders
from waylight.booking.models import Appointment, BookingLink, Cancellation, HeldFor
from waylight.booking.scheduling import cancelling, messages, rows, rules
from waylight.privacy import audit


def undo_until(appointment: Appointment, *, by: Any, now: datetime) -> datetime | None:
    """Until when `by` can take back the last act on this appointment; None when they can't. What others did stays theirs."""
    acted_at = _acted_at(appointment, by=rules.name_of(by))
    if acted_at is None or appointment.ends_at <= now or now >= acted_at + rules.UNDO:
        return None
    return acted_at + rules.UNDO if appointment.is_booked or _is_kept(appointment, now) else None


@transaction.atomic
def undo(
    appointment: Appointment, *, by: Any, address: str = "", until: datetime | None = None
) -> Appointment:
    """Takes back the booking, the move or the cancellation; gives the appointment that it concerns now.

    A booking is called off, a moved one stands at its old time again, a cancelled one is booked again. Messages that wait are
    withdrawn; one that is owed, since the act had withdrawn it, leads to `address`. `until`: what `undo_until` gave for the act
    that is meant, for another may have followed from another window. Raises UndoPassed, ChangedSince; SlotAlreadyTaken when a
    moved one left room at its old time and somebody took it.
    """
    now = timezone.now()
    row = rows.locked(appointment)
    last = undo_until(row, by=by, now=now)
    if until is not None and until > now and until != last:
        raise refusals.ChangedSince
    if last is None:
        raise refusals.UndoPassed
    messages.take_back(row)
    if not row.is_booked:
        return _book_again(row, "undo-cancellation", by=by, now=now, address=address)
    if row.replaces is None:
        return _take_back_booking(row, by=by, now=now)
    return _take_back_move(row, row.replaces, by=by, now=now, address=address)


def _acted_at(appointment: Appointment, *, by: str) -> datetime | None:
    """When `by` booked, moved or cancelled it; None when the last act was another's, or is no act of these."""
    if appointment.is_booked:
        return appointment.booked_at if appointment.booked_by == by else None
    last = Cancellation.objects.filter(
        appointment=appointment, cancelled_by=by, appointment__replaced_by=None
    )
    return last.values_list("cancelled_at", flat=True).first()


def _is_kept(row: Appointment, now: datetime) -> bool:
    """Whether its time has been kept since it was called off: who has chosen it anew meanwhile books it anew."""
    kept = Appointment.all_rows.holds().filter(held_for=HeldFor.UNDO, held_until__gt=now)
    return kept.filter(client=row.client_id, therapist=row.therapist_id, starts_at=row.starts_at).exists()


def _take_back_booking(row: Appointment, *, by: Any, now: datetime) -> Appointment:
    cancellation = cancelling.call_off(row, by=by, now=now)
    cancellation.was_undone = True
    cancellation.save(update_fields=["was_undone"])
    audit.record("undo-booking", by=rules.actor(by), person=row.client_id, about=row)
    return row


def _take_back_move(
    row: Appointment, replaced: Appointment, *, by: Any, now: datetime, address: str
) -> Appointment:
    old = rows.locked(replaced)
    _take_back_booking(row, by=by, now=now)
    row.replaces = None
    row.save(update_fields=["replaces"])
    BookingLink.objects.filter(appointment=row).update(appointment=old)
    return _book_again(old, "undo-move", by=by, now=now, address=address)


def _book_again(row: Appointment, verb: str, *, by: Any, now: datetime, address: str) -> Appointment:
    Cancellation.objects.filter(appointment=row).delete()
    held = rows.clear_the_way(row, now=now)
    rows.free_all([held] if held else [])
    if not rows.stand_again(row):
        raise rows.refusal(refusals.SlotAlreadyTaken, row, now=now)
    audit.record(verb, by=rules.actor(by), person=row.client_id, about=row)
    reminders.plan(row)
    messages.tell_if_owed(row, by=by, now=now, address=address)
    return row
