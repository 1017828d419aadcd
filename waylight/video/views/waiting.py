"""A client waits to be let in: how it stands in words, a quiet sign, and leaving and coming back at will."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts import second_factor
from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import precheck
from waylight.privacy.idempotency import once
from waylight.video import admissions, getting_ready, seats, status, unlocking
from waylight.video.telling import tell

LONG = timedelta(minutes=10)  # after the start, when somebody who waits is told whom to ask


@allow(Permission.USE_OWN_AREA)
def page(request: SignedIn, pk: Any) -> HttpResponse:
    """Asks to come in, each time it is opened."""
    now = timezone.now()
    seat = seats.seat_of(request.user, pk, now)
    if unlocking.is_owed(request, seat):
        return second_factor.ask_for_it(request)
    is_new = seat.admission is None
    seat = admissions.wait(seat, now)
    if seat.is_admitted:
        return redirect("home:room", pk)
    if is_new:
        tell(seat.room.pk, "changed", to="therapist", what="waiting")
    check = precheck.of(seat.appointment)
    context = {
        "appointment": seat.appointment,
        "name": seat.appointment.therapist.first_name,
        "words": status.words(seat.room, now),
        "is_late": now > seat.appointment.starts_at + LONG,
        "cannot_speak": bool(check and check.cannot_speak),
        "is_ready": bool(check and not getting_ready.first_open(check.steps)),
    }
    return render(request, "video/waiting.html", context)


@require_POST
@allow(Permission.USE_OWN_AREA)
@once
def sign(request: SignedIn, pk: Any) -> HttpResponse:
    """“I cannot speak freely”, or that it is over. The therapist sees it at once; nothing is said here."""
    seat = seats.seat_of(request.user, pk, timezone.now())
    cannot = request.POST.get("cannot_speak") != "no"
    precheck.say(seat.appointment, "hearing", by=request.user, cannot_speak=cannot)
    tell(seat.room.pk, "changed", to="therapist", what="waiting")
    return redirect("video:waiting", pk)


@require_POST
@allow(Permission.USE_OWN_AREA)
@once
def leave(request: SignedIn, pk: Any) -> HttpResponse:
    seat = seats.seat_of(request.user, pk, timezone.now())
    admissions.leave(seat)
    tell(seat.room.pk, "changed", to="therapist", what="waiting")
    messages.success(request, _("You have left for now. You can come back at any time until the end."))
    return redirect("home:me")
