"""A therapist sees who waits and what they said, lets them in, or asks for some minutes more."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import precheck
from waylight.booking.precheck_form import PreCheckForm
from waylight.privacy import audit
from waylight.privacy.idempotency import once
from waylight.ui.refusals import Refusal
from waylight.video import letting_in, rooms, seats
from waylight.video.models import Role
from waylight.video.seats import Seat
from waylight.video.telling import tell


@allow(Permission.KEEP_RECORD)
def panel(request: SignedIn, pk: Any) -> HttpResponse:
    """The part of the room's page that says who waits: its script asks for it again when something changed."""
    return _show(request, _seat(request, pk))


@allow(Permission.KEEP_RECORD)
def line(request: SignedIn, pk: Any) -> HttpResponse:
    """One line for the day's list and the page of the appointment: who waits, without what they said."""
    return render(request, "video/who_waits.html", letting_in.in_short(_seat(request, pk), timezone.now()))


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def admit(request: SignedIn, pk: Any) -> HttpResponse:
    """Lets one in. With `ask_first` the two meet for the therapist to ask what is left open."""
    seat, chosen = _seat(request, pk), request.POST.get("seat", "")
    is_to_ask = "ask_first" in request.POST
    return _do(
        request, seat, lambda: letting_in.let_in(seat.room, chosen, by=request.user, is_to_ask=is_to_ask)
    )


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def later(request: SignedIn, pk: Any) -> HttpResponse:
    """Five minutes more: whoever waits reads it."""
    seat = _seat(request, pk)
    return _do(request, seat, lambda: rooms.later(seat.room, by=request.user))


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def asked(request: SignedIn, pk: Any) -> HttpResponse:
    """What the therapist asked at the beginning, once they could speak."""
    seat, form = _seat(request, pk), PreCheckForm(request.POST)
    if not form.is_valid():
        return _show(request, seat, form=form)
    tell(seat.room.pk, "changed", to="therapist", what="waiting")
    return _do(
        request, seat, lambda: precheck.check_in(seat.appointment, by=request.user, **form.cleaned_data)
    )


def _seat(request: SignedIn, pk: Any) -> Seat:
    seat = seats.seat_of(request.user, pk, timezone.now())
    if seat.role != Role.THERAPIST:
        raise Http404
    return seat


def _do(request: SignedIn, seat: Seat, act: Callable[[], Any]) -> HttpResponse:
    """A page of its own comes back to the room; the room's script, which follows no redirect, asks for the panel again."""
    try:
        act()
    except Refusal as refusal:
        if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            return _show(request, seat, problem=str(refusal))
        messages.info(request, str(refusal))
    return redirect("home:room", seat.room.pk)


def _show(request: SignedIn, seat: Seat, **extra: Any) -> HttpResponse:
    appointment, now = seat.appointment, timezone.now()
    context = letting_in.in_full(seat, now)
    if context["check"]:
        audit.record("read-check-in", by=request.user, person=appointment.client_id, about=context["check"])
    context["form"] = PreCheckForm(initial=precheck.usual_answers(appointment))
    return render(request, "video/letting_in.html", context | extra)
