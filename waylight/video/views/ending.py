"""The end of a session: two minutes to land, the end itself, and where each goes from there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from waylight.accounts.signed_in import SignedIn
from waylight.privacy.idempotency import once
from waylight.video import landing, rooms, seats
from waylight.video.models import Role, Room


@require_POST
@once
def land(request: SignedIn, pk: Any) -> HttpResponse:
    """POST by the therapist; with `not_yet` the session goes on as before."""
    room = seats.seat_of(request.user, pk, timezone.now()).room
    _by_therapist(request, pk)
    verb = landing.go_on if "not_yet" in request.POST else landing.land
    try:
        verb(room, by=request.user)
    except rooms.AlreadyOver:
        return redirect("video:after", pk)
    return redirect("video:door", pk)


@require_POST
@once
def end(request: SignedIn, pk: Any) -> HttpResponse:
    """POST by the therapist, whose note is open next. A room that never opened has nothing to end."""
    _by_therapist(request, pk)
    room = Room.objects.select_related("appointment").filter(pk=pk).first()
    if room is None:
        raise Http404
    try:
        landing.end(room, by=request.user)
    except landing.NotDecided as refusal:
        messages.info(request, str(refusal))
        return redirect(reverse("video:dropped", args=[pk]) + "?decide")
    except rooms.AlreadyOver:
        pass
    return redirect("video:after", pk)


def after(request: SignedIn, pk: Any) -> HttpResponse:
    """The client to a quiet page, the therapist to the note with what was jotted."""
    role = seats.role_in(request.user, seats.appointment_of(request.user, pk))
    return redirect("care:note" if role == Role.THERAPIST else "home:afterwards", pk)


def _by_therapist(request: SignedIn, pk: Any) -> None:
    if seats.role_in(request.user, seats.appointment_of(request.user, pk)) != Role.THERAPIST:
        raise Http404
