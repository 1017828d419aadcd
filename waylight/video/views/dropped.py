"""The page of a dropped line: the same panel as in the call, for when the call itself cannot be opened, or scripts are off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from waylight.accounts.signed_in import SignedIn
from waylight.booking.models import Appointment
from waylight.privacy.idempotency import once
from waylight.ui.refusals import Refusal
from waylight.video import interruptions, panel, seats
from waylight.video.models import Interruption, Role, Room
from waylight.video.models.interruptions import Answer, Doing


@once
def page(request: SignedIn, pk: Any) -> HttpResponse:
    """Also after the room has closed. POST by the therapist: it dropped, and nothing has noted it."""
    appointment, role = _theirs(request, pk)
    if request.method == "POST":
        if role != Role.THERAPIST:
            raise Http404
        interruptions.lose(pk, role=role, by=request.user)
        return redirect("video:dropped", pk)
    shown = panel.of(appointment, role, by=request.user, now=timezone.now())
    is_client = role == Role.CLIENT
    context = {
        "panel": shown,
        # The call's page asks by a script, and tries again by itself.
        "alone": request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate",
        "wants_decision": "decide" in request.GET,
        "base": "ui/client.html" if is_client else "ui/staff.html",
        "back": reverse("booking:appointment" if is_client else "home:appointment", args=[pk]),
    }
    return render(request, "video/dropped.html", context)


@require_POST
@once
def line_step(request: SignedIn, pk: Any) -> HttpResponse:
    """The therapist notes what became of a step; to join again leads back into the room."""
    row = _open(request, pk, Role.THERAPIST)
    step, answer = request.POST.get("step", ""), request.POST.get("answer", "")
    is_message = step == Doing.TEXT and answer == Answer.DONE
    try:
        if is_message and interruptions.goes_by_itself(row.room.appointment):
            interruptions.send_message(row, by=request.user)
        else:
            interruptions.take_step(row, step, answer, by=request.user)
    except Refusal as refusal:
        messages.info(request, str(refusal))
    if step == Doing.REJOIN and answer == Answer.DONE:
        return redirect("video:door", pk)
    return redirect("video:dropped", pk)


@require_POST
@once
def decide(request: SignedIn, pk: Any) -> HttpResponse:
    return _done(request, pk, Role.THERAPIST, interruptions.decide, request.POST.get("decision", ""))


@require_POST
@once
def reply(request: SignedIn, pk: Any) -> HttpResponse:
    """The client says whether they can be called."""
    return _done(request, pk, Role.CLIENT, interruptions.reply, request.POST.get("answer", ""))


def _done(request: SignedIn, pk: Any, role: str, verb: Any, said: str) -> HttpResponse:
    row = _open(request, pk, role)
    try:
        verb(row, said, by=request.user)
    except Refusal as refusal:
        messages.info(request, str(refusal))
    return redirect("video:dropped", pk)


def _theirs(request: SignedIn, pk: Any) -> tuple[Appointment, str]:
    """Their own session, as client or therapist."""
    appointment = seats.appointment_of(request.user, pk)
    role = seats.role_in(request.user, appointment)
    if role not in (Role.CLIENT, Role.THERAPIST) or appointment.was_undone:
        raise Http404
    return appointment, role


def _open(request: SignedIn, pk: Any, role: str) -> Interruption:
    """The one that goes on, or the last, which then refuses by itself. Raises Http404 where there never was one."""
    appointment, own = _theirs(request, pk)
    room = Room.objects.filter(pk=appointment.pk).first()
    row = interruptions.last_of(room) if room is not None and own == role else None
    if row is None:
        raise Http404
    row.room.appointment = appointment
    return row
