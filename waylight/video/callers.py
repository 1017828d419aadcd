"""Who opens a socket: the same sign-in as a page's, from a page of ours, and what they are told first."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404
from django.utils import timezone, translation

from waylight.accounts import second_factor
from waylight.booking import precheck
from waylight.ui import languages
from waylight.video import (
    admissions,
    guest_seat,
    guests,
    interruptions,
    rooms,
    seats,
    servers,
    status,
    unlocking,
)
from waylight.video.models import Admission, Role, Room
from waylight.video.seats import Seat

TO_SPARE = timedelta(minutes=30)  # that a name for the TURN servers is good for after the room closes


class SignedOut(Exception):
    """Nobody is signed in, or staff have not shown their second factor."""


@dataclass(frozen=True)
class Door:
    """Where they knock: at the room of an appointment, or with the secret of a guest's link."""

    appointment: str = ""
    secret: str = ""


@dataclass(frozen=True)
class Caller:
    """Somebody at a socket, as plain values: no row of theirs is kept while they are there."""

    room: str
    seat: str
    role: str
    who: str
    name: str
    is_admitted: bool
    seen_at: datetime
    closes_at: datetime
    cannot_speak: bool
    news: dict[str, Any]  # what a page that is let in hears first of how the session stands, and who is in it
    status: str  # for whoever waits
    waiting: list[dict[str, Any]]  # for the therapist

    def servers(self) -> list[dict[str, Any]]:
        """For who is let in. A session may go on after its room would close, so they are good for half an hour at least."""
        if not self.is_admitted:
            return []
        return servers.fresh(self.room, max(self.closes_at, timezone.now()) + TO_SPARE)


def is_of_ours(scope: dict[str, Any]) -> bool:
    """Whether a page of this very address opens it. Browsers send cookies with a socket whoever opens it."""
    request = _request(scope)
    try:
        origin = urlsplit(request.headers.get("Origin", ""))
        is_here = origin.netloc == request.get_host()
    except (DisallowedHost, ValueError):
        return False
    return is_here and (origin.scheme == "https" or (settings.INSECURE and origin.scheme == "http"))


def call(scope: dict[str, Any], door: Door) -> Caller:
    """Takes their seat. Asked again every minute: then it says that they are there. Raises SignedOut, Http404."""
    now = timezone.now()
    seat = admissions.wait(_seat(scope, door, now), now)
    if seat.is_admitted:
        rooms.begin_if_both_are_inside(seat.room, now)
    return _caller(seat, now)


def how_it_stands(scope: dict[str, Any], door: Door) -> str:
    """With the therapist, in words. Raises SignedOut, Http404."""
    now = timezone.now()
    return status.words(_seat(scope, door, now).room, now)


def leave(scope: dict[str, Any], door: Door) -> None:
    """By choice. Raises SignedOut, Http404."""
    admissions.leave(_seat(scope, door, timezone.now()))


def lose(caller: Caller) -> None:
    """Their page is without the other one."""
    interruptions.lose(caller.room, role=caller.role, by=caller.who)


def find_again(caller: Caller) -> None:
    interruptions.find_again(caller.room, role=caller.role, by=caller.who)


def _seat(scope: dict[str, Any], door: Door, now: datetime) -> Seat:
    if door.secret:
        guest = _guest(scope, door.secret, now)
        seat = seats.seat_of(guest, guest.appointment_id, now)
        if not guest_seat.is_theirs(_request(scope), seat, door.secret):
            raise Http404
        return seat
    request = _signed_in(scope)
    seat = seats.seat_of(request.user, door.appointment, now)
    if unlocking.is_owed(request, seat):
        raise SignedOut
    return seat


def _caller(seat: Seat, now: datetime) -> Caller:
    room, is_therapist = seat.room, seat.role == Role.THERAPIST
    return Caller(
        room=str(room.pk),
        seat=seat.id,
        role=seat.role,
        who=seat.who,
        name=seat.name,
        is_admitted=seat.is_admitted,
        seen_at=now,
        closes_at=rooms.closes_at(seat.appointment),
        cannot_speak=seat.role == Role.CLIENT and _cannot_speak(seat),
        news=_news(room, now) if seat.is_admitted else {},
        status="" if seat.is_admitted else status.words(room, now),
        waiting=[_who_waits(seat, other) for other in admissions.waiting(room, now)] if is_therapist else [],
    )


def _news(room: Room, now: datetime) -> dict[str, Any]:
    dropped = interruptions.going_on(room)
    return {
        "hasBegun": room.began_at is not None,
        "line": interruptions.as_told(dropped, now) if dropped is not None else None,
        "landing": room.landing_at.isoformat() if room.landing_at is not None else None,
        "seats": [str(one.pk) for one in Admission.objects.open().admitted().filter(room=room)],
    }


def _who_waits(seat: Seat, other: Admission) -> dict[str, Any]:
    return {
        "seat": str(other.seat),
        "role": other.role,
        "name": seats.name_in(seat.room, other),
        "cannotSpeak": other.role == Role.CLIENT and _cannot_speak(seat),
    }


def _cannot_speak(seat: Seat) -> bool:
    check = precheck.of(seat.appointment)
    return check is not None and check.cannot_speak


def _signed_in(scope: dict[str, Any]) -> Any:
    """In their language and zone from here on. Being here counts as use of the second factor, which staff need."""
    request = _request(scope)
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(
        request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    )
    user = request.user = get_user(request)
    has_more = second_factor.is_passed(request)
    if not user.is_authenticated or (user.is_staff_member and not has_more):
        raise SignedOut
    if request.session.modified:
        request.session.save()
    offered = user.language in languages.offered()
    translation.activate(user.language if offered else languages.of_browser(request))
    timezone.activate(user.zone)
    return request


def _guest(scope: dict[str, Any], secret: str, now: datetime) -> Any:
    guest = guests.of_secret(secret)
    if guest is None or not guest.may_wait(now):
        raise Http404
    translation.activate(languages.of_browser(_request(scope)))
    timezone.activate(guest.appointment.client.zone)
    return guest


def _request(scope: dict[str, Any]) -> Any:
    return ASGIRequest(scope | {"method": "GET"}, io.BytesIO())
