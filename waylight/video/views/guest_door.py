"""The pages of somebody without an account, behind their own link: it opens one room, at its time, and nothing else."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from waylight.privacy.idempotency import once
from waylight.video import admissions, guest_seat, guests, seats, status
from waylight.video.models import RoomGuest

GuestView = Callable[[HttpRequest, str, RoomGuest], HttpResponse]


def with_guest(view: GuestView) -> Callable[..., HttpResponse]:
    """Gives the view whom both admit; for any other secret, and for who was removed, there is one kind page (404)."""

    @wraps(view)
    def wrapped(request: HttpRequest, secret: str) -> HttpResponse:
        guest = guests.of_secret(secret)
        if guest is None or guests.is_over(guest, timezone.now()):
            return render(request, "video/guest_ended.html", status=404)
        with timezone.override(guest.appointment.client.zone):
            return view(request, secret, guest)

    return wrapped


@login_not_required
@once
@with_guest
def door(request: HttpRequest, secret: str, guest: RoomGuest) -> HttpResponse:
    """Says what this is before anything is asked; POST asks to come in. Then it waits, and asks again by itself."""
    now = timezone.now()
    context = {"guest": guest, "secret": secret, "therapist": guest.appointment.therapist.name}
    if not guest.may_wait(now):
        return render(request, "video/guest_early.html", context)
    seat = seats.seat_of(guest, guest.appointment_id, now)
    is_theirs = guest_seat.is_theirs(request, seat, secret)
    if request.method == "POST":
        seat = seat if is_theirs or seat.admission is None else admissions.give_up(seat)
        return guest_seat.keep(redirect("video:guest_door", secret), admissions.wait(seat, now), secret)
    if not is_theirs:
        return render(request, "video/guest_door.html", context)
    if seat.is_admitted:
        return redirect("video:guest_call", secret)
    admissions.wait(seat, now)
    return render(request, "video/guest_waiting.html", context | {"status": status.words(seat.room, now)})


@login_not_required
@with_guest
def call(request: HttpRequest, secret: str, guest: RoomGuest) -> HttpResponse:
    """The call itself, once the therapist let them in."""
    seat = seats.seat_of(guest, guest.appointment_id, timezone.now())
    if not seat.is_admitted or not guest_seat.is_theirs(request, seat, secret):
        return redirect("video:guest_door", secret)
    context = {
        "seat": seat,
        "guest": guest,
        "other": guest.appointment.therapist.name,
        "door": reverse("video:guest_door", args=[secret]),
        "way_out": reverse("video:guest_after"),
    }
    return render(request, "video/guest_call.html", context)


@login_not_required
def after(request: HttpRequest) -> HttpResponse:
    """Where a guest's page goes: over, or no longer let in. It says neither."""
    return render(request, "video/guest_after.html")
