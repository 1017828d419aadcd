"""Pages behind a secret address: open to whoever holds it, showing times and nothing else."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.booking import by_link, ical, links, zones
from waylight.booking.choosing import Choosing
from waylight.booking.models import Appointment, BookingLink
from waylight.booking.refusals import Refused
from waylight.booking.views import choice
from waylight.practice.models import Practice
from waylight.privacy.idempotency import once

BASE = "booking/by_link.html"


def with_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the live link; for any other secret, whatever it was, there is one kind page (404)."""

    @wraps(view)
    def wrapped(request: HttpRequest, secret: str) -> HttpResponse:
        link = links.find(secret, now=timezone.now())
        return view(request, secret, link) if link is not None else _ended(request)

    return wrapped


@login_not_required
@with_link
def times(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """The free times; once one is booked, what was booked."""
    if link.standing is not None:
        return _booked(request, secret, link, link.standing)
    return choice.show_times(request, _choosing(request, link), _way(secret))


@login_not_required
@with_link
def other_times(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """The free times, to move what is booked."""
    if link.standing is None:
        return redirect("booking:times", secret)
    return choice.show_times(request, _choosing(request, link), _way(secret, moves=True))


@login_not_required
@with_link
def check(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    moves = link.standing is not None
    return choice.show_check(request, _choosing(request, link), _way(secret, moves=moves))


@login_not_required
@once
@with_link
def choose(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """POST books the time, or moves what is booked to it."""
    if request.method != "POST":
        return redirect("booking:times", secret)
    choosing = _choosing(request, link)

    def book(start: datetime, answers: dict[str, str]) -> Appointment:
        instead_of = request.POST.get("instead_of", "")
        return by_link.choose(secret, start, zone=choosing.zone, instead_of=instead_of, **answers)

    return choice.take(request, choosing, _way(secret, moves=link.standing is not None), book)


@login_not_required
@once
@with_link
def cancellation(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """Asks once, then calls it off."""
    if link.standing is None:
        return redirect("booking:times", secret)
    problem = ""
    if request.method == "POST":
        try:
            by_link.cancel(secret)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Your time is cancelled. Thank you for telling us."))
            return redirect("booking:times", secret)
    way = {"base": BASE, "send": reverse("booking:cancel_by_link", args=[secret])}
    context = {"appointment": link.standing, "way": way, "back": _way(secret).times, "problem": problem}
    with timezone.override(zones.zone_of(link.client)):
        return render(request, "booking/cancel.html", context, status=409 if problem else 200)


@login_not_required
@with_link
def calendar_file(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    if link.standing is None:
        return _ended(request)
    return ical.response(link.standing, zone=zones.zone_of(link.client))


def _booked(request: HttpRequest, secret: str, link: BookingLink, standing: Appointment) -> HttpResponse:
    choosing = _choosing(request, link)
    context = {
        "base": BASE,
        "secret": secret,
        "link": link,
        "appointment": standing,
        "choosing": choosing,
        "other_clock": choosing.other_clock(standing.starts_at),
        "clock_change": choosing.clock_change_before(standing.starts_at),
        "cut_off": standing.cut_off(Practice.current().cancellation_cutoff_hours),
        "now": timezone.now(),
    }
    with timezone.override(choosing.zone):
        return render(request, "booking/booked.html", context)


def _ended(request: HttpRequest) -> HttpResponse:
    return render(request, "booking/link_ended.html", {"base": BASE}, status=404)


def _choosing(request: HttpRequest, link: BookingLink) -> Choosing:
    asked = (request.POST if request.method == "POST" else request.GET).get("zone", "")
    return Choosing(
        client=link.client,
        therapist=link.therapist,
        kind=link.kind,
        zone=zones.known_or(asked, zones.zone_of(link.client)),
        now=timezone.now(),
        instead_of=link.standing,
    )


def _way(secret: str, *, moves: bool = False) -> choice.Way:
    return choice.Way(
        base=BASE,
        times=reverse("booking:other_times" if moves else "booking:times", args=[secret]),
        check=reverse("booking:check", args=[secret]),
        send=reverse("booking:choose", args=[secret]),
        done=reverse("booking:times", args=[secret]),
    )
