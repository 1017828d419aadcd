"""Who waits before the door of a session, and what a therapist sees before they open it (REQUIREMENTS 5.2, H04)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from waylight.booking import precheck
from waylight.booking.models import PreCheck
from waylight.intake import papers
from waylight.ui.refusals import Refusal
from waylight.video import admissions, seats
from waylight.video.admissions import NotThere
from waylight.video.models import Admission, Role, Room
from waylight.video.seats import Seat


class AskFirst(Refusal):
    """Not all of it is said yet. Let them in to ask, before you begin."""


@transaction.atomic
def let_in(room: Room, seat_id: Any, *, by: Any, is_to_ask: bool = False) -> None:
    """Opens to one who waits. The therapist has seen what a client said; or lets them in to ask what is left open.

    Raises AskFirst, NotThere, and booking.attendance.CannotBegin.
    """
    if _of_client(room, seat_id) and not is_to_ask:
        try:
            precheck.see(room.appointment, by=by)
        except precheck.NotAllSaid:
            raise AskFirst from None
    admissions.admit(room, seat_id, by=by)


def in_short(seat: Seat, now: datetime) -> dict[str, Any]:
    """For a page that shows initials alone."""
    check = precheck.of(seat.appointment)
    client = next((one for one in admissions.waiting(seat.room, now) if one.role == Role.CLIENT), None)
    return {
        "appointment": seat.appointment,
        "client_waits": client,
        "cannot_speak": bool(client and check and check.cannot_speak),
    }


def in_full(seat: Seat, now: datetime) -> dict[str, Any]:
    """Who waits, with the name that the others read, and what the client said. `to_ask`: what is left open, in words."""
    room, check = seat.room, precheck.of(seat.appointment)
    waiting = [(one, seats.name_in(room, one)) for one in admissions.waiting(room, now)]
    inside = Admission.objects.here(now).admitted().filter(room=room).exclude(role=Role.THERAPIST)
    return {
        "appointment": seat.appointment,
        "room": room,
        "waiting": waiting,
        "client_inside": inside.filter(role=Role.CLIENT).exists(),
        "check": check,
        "to_ask": _left_open(check),
        "agreed_sign": papers.answers(seat.appointment.client, "about").get("sign", ""),
        "later_until": room.later_until if room.later_until and room.later_until > now else None,
    }


def _left_open(check: PreCheck | None) -> list[str]:
    said = {
        _("where they are"): check and check.place,
        _("who can hear"): check and check.hearing,
        _("which number to call"): check and check.callback,
    }
    return [words for words, answer in said.items() if not answer]


def _of_client(room: Room, seat_id: Any) -> bool:
    try:
        return admissions.of_seat(room, seat_id).role == Role.CLIENT
    except ValidationError:  # no seat's id at all
        raise NotThere from None
