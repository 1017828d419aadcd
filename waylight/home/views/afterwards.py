"""The client's page after a session: what they take away, when the next time is, a word on how it was if they wish."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waylight.accounts import second_factor
from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking.models import Appointment
from waylight.care import take_aways
from waylight.care.models import TakeAway
from waylight.measures import feedback
from waylight.video import landing, rooms
from waylight.video.models import Room


@require_safe
@allow(Permission.USE_OWN_AREA)
def page(request: SignedIn, pk: Any) -> HttpResponse:
    """Before the end it says that the room is still open. What belongs to the record stands here with the second factor."""
    now = timezone.now()
    rows = Appointment.objects.visible_to(request.user).select_related("therapist", "client")
    appointment = get_object_or_404(rows, pk=pk)
    room = Room.objects.filter(pk=pk).first()
    if room is None or room.began_at is None:
        return redirect("booking:appointment", pk)
    context: dict[str, Any] = {
        "appointment": appointment,
        "is_open": rooms.is_open(appointment, room, now),
        "next": landing.next_time(appointment, now),
        "is_unlocked": second_factor.is_passed(request),
    }
    if context["is_unlocked"]:
        found = TakeAway.objects.visible_to(request.user).filter(appointment=appointment).first()
        offered = feedback.offered(appointment.client, now=now)
        context |= {
            "take_away": take_aways.read(found, by=request.user) if found else None,
            "offered": offered if offered == appointment else None,
        }
    return render(request, "home/afterwards.html", context)
