"""Who opens a socket: the same sign-in as a page's, from a page of ours, and what they are told first."""

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest
from django.utils import timezone, translation

from waylight.accounts import second_factor
from waylight.booking import precheck
from waylight.ui import languages
from waylight.video import admissions, rooms, seats, servers, status
from waylight.video.models import Admission, Role
from waylight.video.seats import Seat

TO_SPARE = timedelta(minutes=30)  # that a name for the TURN servers is good for after the room closes


class SignedOut(Exception):
    """Nobody is signed in, or staff have not shown their second factor."""


@dataclass(frozen=True)
class Caller:
    """Somebody at a socket, as plain values: no row of theirs is kept while they are there."""

    room: str
    seat: str
    role: str
    name: str
    is_admitted: bool
    closes_at: datetime
    cannot_speak: bool = False
    welcome: dict[str, Any] = field(default_factory=dict)
    status: str = ""  # for whoever waits
    waiting: list[dict[str, Any]] = field(default_factory=list)  # for the therapist

    def servers(self) -> list[dict[str, Any]]:
        """For who is let in. A session may go on after its room would close, so they are good for half an hour at least."""
        if not self.is_admitted:
            return []
        return servers.fresh(self.room, max(self.closes_at, timezone.now()) + TO_SPARE)


def is_of_ours(scope: dict[str, Any]) -> bool:
    """Whether a page of this very address opens it. Browsers send cookies with a socket whoever opens it."""
    request = _request(scope)
    origin = urlsplit(request.headers.get("Origin", ""))
    try:
        is_here = origin.netloc == request.get_host()
    except DisallowedHost:
        return False
    return is_here and (origin.scheme == "https" or (settings.INSECURE and origin.scheme == "http"))


def call(scope: dict[str, Any], appointment_pk: Any) -> Caller:
    """Takes their seat. Asked again every minute: then it says that they are there. Raises SignedOut, Http404."""
    request, now = _signed_in(scope), timezone.now()
    seat = admissions.wait(seats.seat_of(request.user, appointment_pk, now), now)
    if seat.is_admitted:
        rooms.begin_if_both_are_inside(seat.room, now)
    return _caller(seat, now)


def wait_words(scope: dict[str, Any], appointment_pk: Any) -> str:
    """How it stands with the therapist. Raises SignedOut, Http404."""
    request, now = _signed_in(scope), timezone.now()
    return status.words(seats.seat_of(request.user, appointment_pk, now).room, now)


def leave(scope: dict[str, Any], appointment_pk: Any) -> None:
    """Raises SignedOut, Http404."""
    admissions.leave(seats.seat_of(_signed_in(scope).user, appointment_pk, timezone.now()))


def _caller(seat: Seat, now: datetime) -> Caller:
    room, appointment = seat.room, seat.appointment
    is_therapist = seat.role == Role.THERAPIST
    return Caller(
        room=str(room.pk),
        seat=seat.id,
        role=seat.role,
        name=seat.name,
        is_admitted=seat.is_admitted,
        closes_at=rooms.closes_at(appointment),
        cannot_speak=seat.role == Role.CLIENT and _cannot_speak(seat),
        welcome={"line": None, "landing": room.landing_at.isoformat() if room.landing_at else None},
        status="" if seat.is_admitted else status.words(room, now),
        waiting=[_who_waits(seat, other) for other in admissions.waiting(room, now)] if is_therapist else [],
    )


def _who_waits(seat: Seat, other: Admission) -> dict[str, Any]:
    is_client = other.role == Role.CLIENT
    return {
        "seat": str(other.seat),
        "role": other.role,
        "name": seats.name_in(seat.room, other),
        "cannotSpeak": is_client and _cannot_speak(seat),
    }


def _cannot_speak(seat: Seat) -> bool:
    check = precheck.of(seat.appointment)
    return check is not None and check.cannot_speak


def _signed_in(scope: dict[str, Any]) -> HttpRequest:
    """In their language and zone from here on. Staff need their second factor, and being here counts as its use."""
    request = _request(scope)
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(
        request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    )
    request.user = get_user(request)
    if not request.user.is_authenticated:
        raise SignedOut
    if request.user.is_staff_member and not second_factor.is_passed(request):
        raise SignedOut
    if request.session.modified:
        request.session.save()
    offered = request.user.language in languages.offered()
    translation.activate(request.user.language if offered else languages.of_browser(request))
    timezone.activate(request.user.zone)
    return request


def _request(scope: dict[str, Any]) -> Any:
    return ASGIRequest(scope | {"method": "GET"}, io.BytesIO())
