"""The last two minutes of a session, and its end (REQUIREMENTS 5.4): five questions to speak about, nothing to fill in."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking.models import Appointment
from waylight.notifications.notify import withdraw
from waylight.privacy import audit
from waylight.ui.refusals import Refusal
from waylight.video import interruptions, rooms
from waylight.video.models import Room
from waylight.video.telling import tell


class NotDecided(Refusal):
    """The line dropped, and nobody has decided how it goes on. Decide first, then end the session."""


@transaction.atomic
def land(room: Room, *, by: Any) -> None:
    """Both pages show what to speak about before they part. Said twice it is once. Raises rooms.AlreadyOver."""
    _keep(room, timezone.now(), "begin-landing", by)


@transaction.atomic
def go_on(room: Room, *, by: Any) -> None:
    """Not yet: the session goes on as before. Raises rooms.AlreadyOver."""
    _keep(room, None, "put-off-landing", by)


def _keep(room: Room, at: datetime | None, verb: str, by: Any) -> None:
    row = Room.objects.select_for_update(of=("self",), no_key=True).get(pk=room.pk)
    if row.ended_at is not None:
        raise rooms.AlreadyOver
    if (row.landing_at is None) == (at is None):
        return
    row.landing_at = at
    row.save(update_fields=["landing_at"])
    audit.record(verb, by=by, person=room.appointment.client_id, about=row)
    tell(room.pk, "landing", at=at.isoformat() if at is not None else None)


@transaction.atomic
def end(room: Room, *, by: Any) -> None:
    """The session is over. Raises rooms.AlreadyOver, and NotDecided while somebody is lost and nobody decided (H15)."""
    Room.objects.select_for_update(of=("self",), no_key=True).get(
        pk=room.pk
    )  # nothing breaks off unseen meanwhile
    row = interruptions.going_on(room)
    if row is not None and not row.decision:
        raise NotDecided
    rooms.end(room, by=by)
    if row is not None:
        withdraw(interruptions.key_of_message(row))


def next_time(appointment: Appointment, now: datetime) -> Appointment | None:
    """When these two meet next."""
    coming = Appointment.objects.upcoming(now).exclude(pk=appointment.pk)
    return coming.filter(client=appointment.client_id, therapist=appointment.therapist_id).first()
