"""The call, with what stands beside the picture."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from waylight.accounts.signed_in import SignedIn
from waylight.video import seats
from waylight.video.models import Role


def page(request: SignedIn, pk: Any) -> HttpResponse:
    """For whoever is let in; who waits is sent back to the door."""
    seat = seats.seat_of(request.user, pk, timezone.now())
    if seat.role != Role.THERAPIST and not seat.is_admitted:
        return redirect("video:door", pk)
    appointment, is_client = seat.appointment, seat.role == Role.CLIENT
    context = {
        "seat": seat,
        "other": appointment.therapist.name if is_client else appointment.client.known_as,
        "way_out": reverse("booking:appointment" if is_client else "home:appointment", args=[pk]),
    }
    return render(request, "home/room.html", context)
