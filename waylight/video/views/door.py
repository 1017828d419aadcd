"""The room's address: it sends each person on to where they are."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from waylight.accounts import second_factor
from waylight.accounts.signed_in import SignedIn
from waylight.booking import precheck
from waylight.booking.models import Appointment
from waylight.video import getting_ready, rooms, seats, unlocking
from waylight.video.models import Role


def page(request: SignedIn, pk: Any) -> HttpResponse:
    """Too early, it says when the room opens; just after the end it leads to what comes then."""
    now = timezone.now()
    appointment = seats.appointment_of(request.user, pk)
    if appointment.is_booked and now < rooms.opens_at(appointment):
        return _early(request, appointment)
    if rooms.was_just_ended(appointment, now):
        return redirect(seats.afterwards(seats.role_in(request.user, appointment), pk))
    seat = seats.seat_of(request.user, pk, now)
    if seat.role == Role.THERAPIST or seat.is_admitted:
        return redirect("home:room", pk)
    if unlocking.is_owed(request, seat):
        return second_factor.ask_for_it(request)
    check = precheck.of(appointment)
    step = getting_ready.first_open(check.steps if check else ())
    is_back = seat.admission is not None  # who waited already is not asked the rest again
    return redirect("video:ready", pk, step) if step and not is_back else redirect("video:waiting", pk)


def _early(request: SignedIn, appointment: Appointment) -> HttpResponse:
    is_client = seats.role_in(request.user, appointment) == Role.CLIENT
    context = {
        "opens_at": rooms.opens_at(appointment),
        "base": "ui/client.html" if is_client else "ui/staff.html",
        "back": reverse("booking:appointment" if is_client else "home:appointment", args=[appointment.pk]),
    }
    return render(request, "video/early.html", context)
