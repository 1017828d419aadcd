"""Keeps a time free for somebody: while she fills in, while an offer waits for her, while she may take back what she did."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from waylight.booking.models import Appointment, HeldFor, Status
from waylight.booking.scheduling import rows, rules
from waylight.people.models import Client, Therapist
from waylight.privacy import audit

CHOOSING = timedelta(minutes=10)
AT_MOST = 3 * CHOOSING  # so long one time is kept for who chooses it again and again; then others may have it
BATCH = 500


@transaction.atomic
def hold(
    client: Client,
    therapist: Therapist,
    kind: str,
    starts_at: datetime,
    *,
    by: Any,
    zone: str = "",
    until: datetime | None = None,
) -> Appointment:
    """Keeps a time for the client for ten minutes while she chooses; with `until`, as an offer, until then.

    Choosing again frees what she chose before. What she holds already is given back, and kept the longer: half an hour in all.
    `zone` is that of the words of a refusal. Raises as `book` does.
    """
    now = timezone.now()
    client = rows.locked_client(client.pk)
    rows.speak_of(client, zone)
    rules.refuse_unless_bookable(client, therapist, kind, now=now)
    rules.refuse_more(client, by=by, now=now)
    row = rows.new(client, therapist, kind, starts_at, by=rules.name_of(by), now=now)
    return _keep(row, by=by, until=until, now=now)


@transaction.atomic
def hold_instead(
    appointment: Appointment, starts_at: datetime, *, by: Any, zone: str = ""
) -> Appointment | None:
    """Keeps a time to which an appointment would be moved; None where the two meet, since that one keeps it.

    Raises as `move` does.
    """
    now = timezone.now()
    old = rows.locked(appointment)
    rows.speak_of(old.client, zone)
    rules.refuse_move(old, by=by, now=now)
    rules.refuse_unless_bookable(old.client, old.therapist, old.kind, now=now)
    rules.refuse_more(old.client, by=by, now=now, moves=True)
    row = rows.new(old.client, old.therapist, old.kind, starts_at, by=rules.name_of(by), now=now)
    row.replaces = old  # for the words of a refusal alone: a hold replaces nothing
    if row.starts_at < old.ends_at and old.starts_at < row.ends_at:
        rules.refuse_time(row, by=by, now=now, asked_at=now)
        return None
    return _keep(row, by=by, until=None, now=now)


@transaction.atomic
def release(held: Appointment) -> None:
    """Gives a time up that is kept. Does nothing once it is booked, or free again."""
    rows.free_all([held])


class Kept(NamedTuple):
    """Until when a time is kept for a client. `is_last`: choosing it again keeps it no longer."""

    until: datetime
    is_last: bool


def kept(client: Client, therapist: Therapist, starts_at: datetime, *, now: datetime) -> Kept | None:
    """How this time is kept for the client; None when it is not."""
    own = Appointment.all_rows.holds().filter(client=client, therapist=therapist, starts_at=starts_at)
    found = own.filter(held_until__gt=now).only("held_for", "held_until", "booked_at").first()
    if found is None or found.held_until is None:
        return None
    return Kept(
        found.held_until,
        found.held_for == HeldFor.CHOOSING and found.held_until >= found.booked_at + AT_MOST,
    )


def hold_again(undone: Appointment, *, until: datetime, since: datetime) -> Appointment | None:
    """An offer's time is kept once more whose booking was undone, as good as since it was offered. None: it is taken."""
    row = _in_place_of(undone)
    row.status, row.held_for, row.held_until = Status.HELD, HeldFor.OFFER, until
    row.booked_at, row.booked_by = since, "worker"
    return row if rows.insert(row) else None


def keep_given_up(appointment: Appointment, *, now: datetime) -> None:
    """For three minutes nobody else gets the time that was called off, so that it can be taken back."""
    if appointment.ends_at <= now:
        return
    row = _in_place_of(appointment)
    row.booked_at, row.booked_by = now, appointment.booked_by
    row.status, row.held_for, row.held_until = Status.HELD, HeldFor.UNDO, now + rules.UNDO
    rows.insert(row)  # not where it was moved into its own time: that one keeps it as far as it can


@transaction.atomic
def free_expired(now: datetime) -> int:
    """For the schedule: deletes up to 500 holds that ran out, and says how many. Who books does not wait for it."""
    old = Appointment.all_rows.holds().filter(held_until__lte=now).order_by("held_until")
    expired = list(old.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    rows.free_all(expired)
    return len(expired)


def _in_place_of(appointment: Appointment) -> Appointment:
    row = Appointment(client=appointment.client, therapist=appointment.therapist, kind=appointment.kind)
    row.starts_at, row.ends_at = appointment.starts_at, appointment.ends_at
    return row


def _keep(row: Appointment, *, by: Any, until: datetime | None, now: datetime) -> Appointment:
    mine = rows.clear_the_way(row, now=now)
    rules.refuse_time(row, by=by, now=now, asked_at=rules.asked_at(mine, now))
    row.replaces = None
    row.status, row.held_until = Status.HELD, until or now + CHOOSING
    row.held_for = HeldFor.OFFER if until else HeldFor.CHOOSING
    if mine is not None:
        longest = row.held_until if until else min(row.held_until, mine.booked_at + AT_MOST)
        row.booked_at, row.held_until = mine.booked_at, max(longest, mine.held_until or now)
        row.held_for = HeldFor.OFFER if mine.held_for == HeldFor.OFFER else row.held_for
    rows.take(row, mine, now=now)
    audit.record("hold-time", by=rules.actor(by), person=row.client_id, about=row)
    return row
