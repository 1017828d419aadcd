"""When a room is open: from 15 minutes before its appointment until the therapist ends it, or a while after its planned end."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking.models import Appointment
from waylight.booking.models.appointments import OPENS_BEFORE
from waylight.privacy import audit, inserting
from waylight.ui.refusals import Refusal
from waylight.video.models import Admission, Role, Room
from waylight.video.telling import tell

CLOSES_AFTER = timedelta(minutes=30)  # after the planned end; later while both are inside
LATER = (5, 10)  # minutes that a therapist may ask for


class AlreadyOver(Refusal):
    """This session is over."""


def is_open(appointment: Appointment, room: Room | None, now: datetime) -> bool:
    if not appointment.is_open(now) or (room is not None and room.ended_at is not None):
        return False
    return now < closes_at(appointment) or (room is not None and both_inside(room, now))


def may_meet(appointment: Appointment, now: datetime) -> bool:
    """Whether the two can meet by video now: not any more once their session was ended, however early."""
    return appointment.is_by_video and is_open(appointment, getattr(appointment, "room", None), now)


def was_just_ended(appointment: Appointment, now: datetime) -> bool:
    """By the therapist, within the time in which it could have gone on: then its address still leads to what comes after."""
    room = Room.objects.filter(pk=appointment.pk).first()
    return room is not None and room.ended_at is not None and now < closes_at(appointment)


def opens_at(appointment: Appointment) -> datetime:
    return appointment.starts_at - OPENS_BEFORE


def closes_at(appointment: Appointment) -> datetime:
    return appointment.ends_at + CLOSES_AFTER


def both_inside(room: Room, now: datetime) -> bool:
    """Whether client and therapist are in the session now."""
    inside = Admission.objects.here(now).admitted().filter(room=room)
    return {Role.CLIENT, Role.THERAPIST} <= set(inside.values_list("role", flat=True))


@transaction.atomic
def opened(appointment: Appointment, *, by: str, now: datetime) -> Room:
    """The room of an appointment, made when the first of them comes."""
    room = Room.objects.filter(pk=appointment.pk).first()
    if room is not None:
        return room
    if inserting.insert(Room(appointment=appointment, opened_at=now)):
        audit.record("open-room", by=by, person=appointment.client_id, about=Room(pk=appointment.pk))
    return Room.objects.get(pk=appointment.pk)


@transaction.atomic
def begin_if_both_are_inside(room: Room, now: datetime) -> None:
    if room.began_at is None and both_inside(room, now):
        if Room.objects.filter(pk=room.pk, began_at=None).update(began_at=now):
            audit.record("begin-session", by="worker", person=room.appointment.client_id, about=room)
        room.began_at = now


@transaction.atomic
def later(room: Room, *, by: Any, minutes: int = LATER[0]) -> None:
    """The therapist needs some minutes more; who waits reads it. Raises AlreadyOver."""
    row = _standing(room)
    row.later_at, row.later_minutes = timezone.now(), minutes
    row.save(update_fields=["later_at", "later_minutes"])
    room.later_at, room.later_minutes = row.later_at, row.later_minutes
    audit.record("ask-for-minutes", by=by, person=room.appointment.client_id, about=room)
    tell(room.pk, "status")


@transaction.atomic
def end(room: Room, *, by: Any) -> None:
    """The therapist ends the session: everybody leaves, nobody comes in again. Raises AlreadyOver."""
    row, now = _standing(room), timezone.now()
    row.ended_at, row.ended_by = now, str(by.pk)
    row.save(update_fields=["ended_at", "ended_by"])
    room.ended_at, room.ended_by = row.ended_at, row.ended_by
    Admission.objects.open().filter(room=room).update(left_at=now, seen_at=None)
    audit.record("end-session", by=by, person=room.appointment.client_id, about=room)
    tell(room.pk, "ended")


def _standing(room: Room) -> Room:
    row = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
    if row.ended_at is not None:
        raise AlreadyOver
    return row
