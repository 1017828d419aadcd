"""The call, with what stands beside the picture: plan, agenda, the therapist's jot pad, and pages written together."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from waylight.accounts import second_factor
from waylight.accounts.signed_in import SignedIn
from waylight.booking.models import Appointment
from waylight.care import notes, take_aways
from waylight.care.forms.notes import JottingForm
from waylight.care.safety_plans import drafting, showing, versions
from waylight.care.safety_plans.showing import Shown
from waylight.home import preparing, seeing, together
from waylight.people.models import Client
from waylight.video import seats, unlocking
from waylight.video.models import Role


@require_safe
def page(request: SignedIn, pk: Any) -> HttpResponse:
    """For both of them, once they are let in; the door says where else one is."""
    seat = seats.seat_of(request.user, pk, timezone.now())
    if seat.role == Role.CLIENT and not seat.is_admitted:
        return redirect("video:door", pk)
    if unlocking.is_owed(request, seat):
        return second_factor.ask_for_it(request)
    beside = _of_therapist if seat.role == Role.THERAPIST else _of_client
    appointment = seat.appointment
    other = seats.name_of(_other(seat.role), None, appointment)
    hang_up = "booking:appointment" if seat.role == Role.CLIENT else "home:appointment"
    way_out = reverse(hang_up, args=[appointment.pk])
    context = {"seat": seat, "appointment": appointment, "other": other, "way_out": way_out}
    return render(request, "home/room.html", context | beside(request, appointment))


def _other(role: str) -> str:
    return Role.CLIENT if role == Role.THERAPIST else Role.THERAPIST


def _of_therapist(request: SignedIn, appointment: Appointment) -> dict[str, Any]:
    client = appointment.client
    note = notes.open_note(appointment, by=request.user)
    return {
        "client": client,
        "agenda": preparing.before(appointment, seeing.span(""), by=request.user),
        "plan": _plan(request, client),
        "note": note,
        "jotting": None if note.is_signed else JottingForm.of(note),
        "together": together.of_therapist(client),
    }


def _of_client(request: SignedIn, appointment: Appointment) -> dict[str, Any]:
    """What belongs to the record stands behind the second factor here too."""
    if not second_factor.is_passed(request):
        return {"is_locked": True}
    client = appointment.client
    return {
        "take_away": take_aways.latest(client, by=request.user),
        "plan": _plan(request, client),
        "together": together.of_client(client),
    }


def _plan(request: SignedIn, client: Client) -> list[Shown]:
    """The plan in force, as the client opens it."""
    version = versions.current(drafting.open_plan(client, by=request.user))
    return showing.for_a_hard_moment(version.content if version else {})
