"""Coming into a room: one waits, the therapist lets in, each leaves when they wish, either side of it is on record."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking import attendance
from waylight.privacy import audit, inserting
from waylight.ui.refusals import Refusal
from waylight.video import interruptions
from waylight.video.models import Admission, Role, Room
from waylight.video.seats import Seat
from waylight.video.telling import tell


class NotThere(Refusal):
    """This person is not waiting any more."""


@transaction.atomic
def wait(seat: Seat, now: datetime) -> Seat:
    """Asks to come in, or is there again. The therapist is let in at once, as who lets the others in."""
    admission = seat.admission or _asked(seat, now)
    admission.seen_at = now
    Admission.objects.filter(pk=admission.pk).update(seen_at=now)
    return replace(seat, admission=admission)


def _asked(seat: Seat, now: datetime) -> Admission:
    row = Admission(room=seat.room, role=seat.role, who=seat.who, asked_at=now)
    if seat.role == Role.THERAPIST:
        row.admitted_at, row.admitted_by = now, seat.who
    if inserting.insert(row):
        audit.record("ask-to-come-in", by=seat.who, person=_person(seat.room), about=row)
        return row
    return Admission.objects.open().get(room=seat.room, who=seat.who)  # the same person came twice at once


def of_seat(room: Room, seat_id: Any) -> Admission:
    """Raises NotThere."""
    found = Admission.objects.open().filter(room=room, pk=seat_id).first()
    if found is None:
        raise NotThere
    return found


@transaction.atomic
def admit(room: Room, seat_id: Any, *, by: Any) -> None:
    """The therapist lets somebody in. Twice is once. Raises NotThere, and booking.attendance.CannotBegin (H09)."""
    reasons = attendance.hindrances(room.appointment, timezone.now())
    if reasons:
        raise attendance.CannotBegin(" ".join(reasons))
    admission = _locked(room, seat_id)
    if admission.admitted_at is not None:
        return
    admission.admitted_at, admission.admitted_by = timezone.now(), str(by.pk)
    admission.save(update_fields=["admitted_at", "admitted_by"])
    audit.record("admit", by=by, person=_person(room), about=admission)
    tell(room.pk, "admitted", to=seat_id)


@transaction.atomic
def leave(seat: Seat) -> None:
    """They go, and may come again: then they wait as before.

    A client who leaves before the end is somebody to think of (REQUIREMENTS 5.3).
    """
    if seat.admission is None:
        return
    gone = Admission.objects.open().filter(pk=seat.admission.pk)
    if not gone.update(left_at=timezone.now(), seen_at=None):
        return
    audit.record("leave-session", by=seat.who, person=_person(seat.room), about=seat.admission)
    tell(seat.room.pk, "gone", seat=seat.id, left=True)
    if seat.role == Role.CLIENT and seat.is_admitted:
        interruptions.lose(seat.room.pk, role=Role.THERAPIST, by=seat.who, left_by_choice=True)


@transaction.atomic
def give_up(seat: Seat) -> Seat:
    """Their page elsewhere is closed, and whoever asks in their name now waits as anybody does."""
    tell(seat.room.pk, "removed", to=seat.id)
    leave(seat)
    return replace(seat, admission=None)


@transaction.atomic
def remove(room: Room, seat_id: Any, *, by: Any) -> None:
    """Somebody must go: their page is closed and the others hang up on them. Raises NotThere."""
    admission = _locked(room, seat_id)
    admission.removed_at, admission.removed_by, admission.seen_at = timezone.now(), str(by.pk), None
    admission.save(update_fields=["removed_at", "removed_by", "seen_at"])
    audit.record("remove-from-session", by=by, person=_person(room), about=admission)
    tell(room.pk, "removed", to=seat_id)
    tell(room.pk, "gone", seat=str(seat_id), left=True)


def unseen(seat_id: Any, last_seen_at: datetime) -> None:
    """The page was closed, or the line dropped: not there now, but not gone either. Another page may be there already."""
    if Admission.objects.filter(pk=seat_id, seen_at__lte=last_seen_at).update(seen_at=None):
        interruptions.look_after(seat_id)


def waiting(room: Room, now: datetime) -> list[Admission]:
    return list(Admission.objects.waiting(now).filter(room=room))


def _locked(room: Room, seat_id: Any) -> Admission:
    rows = Admission.objects.open().select_for_update(no_key=True)
    found = rows.filter(room=room, pk=seat_id).first()
    if found is None:
        raise NotThere
    return found


def _person(room: Room) -> Any:
    return room.appointment.client_id
