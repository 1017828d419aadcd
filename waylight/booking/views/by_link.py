"""Pages behind a secret address: open to whoever holds it, showing times and nothing else."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.booking import by_link, ical, links, scheduling, zones
from waylight.booking.choosing import Choosing
from waylight.booking.forms import chosen_start
from waylight.booking.models import Appointment, BookingLink
from waylight.booking.refusals import Refused
from waylight.booking.views import choice
from waylight.practice.models import Practice
from waylight.privacy import keyring
from waylight.privacy.idempotency import once, repeatable

BASE = "booking/by_link.html"


def with_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the live link; for any other secret, whatever it was, there is one kind page (404)."""

    @wraps(view)
    def wrapped(request: HttpRequest, secret: str) -> HttpResponse:
        link = links.find(secret, now=timezone.now())
        return view(request, secret, link) if link is not None else _ended(request)

    return wrapped


def with_locked_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same within the transaction of a form that is sent `once`: the link is read and locked in one."""

    @wraps(view)
    def wrapped(request: HttpRequest, secret: str) -> HttpResponse:
        if request.method != "POST":
            return redirect("booking:times", secret)
        link = links.locked(secret, now=timezone.now())
        return view(request, secret, link) if link is not None else _ended(request)

    return wrapped


@login_not_required
@with_link
def times(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """The free times; once one is booked, what was booked."""
    return _times(request, secret, link)


@login_not_required
@with_link
def other_times(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """The free times, to move what is booked."""
    if link.standing is None:
        return redirect("booking:times", secret)
    return choice.show_times(request, _choosing(request, link), _way(secret, moves=True))


@login_not_required
@repeatable
@with_link
def keep(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """Keeps a time while it is checked. Sent twice it is kept once; sent again with another time, that one is kept."""
    if request.method != "POST":
        return redirect("booking:times", secret)
    choosing = _choosing(request, link)

    def hold(start: datetime) -> object:
        return by_link.hold(secret, start, zone=choosing.zone)

    return choice.keep(request, choosing, _way(secret, moves=link.standing is not None), hold)


@login_not_required
@with_link
def check(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    moves = link.standing is not None
    return choice.show_check(request, _choosing(request, link), _way(secret, moves=moves))


@login_not_required
@once
@with_locked_link
def choose(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """POST books the time, or moves what is booked to it."""
    keyring.have(link.client_id, link.therapist.user_id)  # both will hear of it
    choosing, way = _choosing(request, link), _way(secret, moves=link.standing is not None)

    def book(start: datetime, answers: dict[str, str]) -> str:
        instead_of = request.POST.get("instead_of", "")
        by_link.choose_with(link, secret, start, zone=choosing.zone, instead_of=instead_of, **answers)
        return way.done

    return choice.take(request, choosing, way, book)


@require_POST
@login_not_required
@once
@with_link
def undo(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """Takes back what was done here a moment ago."""
    try:
        by_link.undo(secret, until=chosen_start(request.POST.get("until", "")))
    except Refused as refusal:
        return _times(request, secret, link, problem=str(refusal), status=409)
    messages.success(request, _("That is undone. Nobody was told."))
    return redirect("booking:times", secret)


@login_not_required
@once
@with_link
def cancellation(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """Asks once, then calls it off. When it is too close for that, the page of the time says whom to talk to."""
    if link.standing is None or (request.method == "GET" and choice.is_close(link.standing)):
        return redirect("booking:times", secret)
    if request.method == "POST":
        try:
            by_link.cancel(secret)
        except Refused as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("Your time is cancelled. Thank you for telling us."))
        return redirect("booking:times", secret)
    way = {"base": BASE, "send": reverse("booking:cancel_by_link", args=[secret])}
    with timezone.override(zones.zone_of(link.client)):
        return choice.ask_to_cancel(request, link.standing, way, _way(secret).times)


@login_not_required
@with_link
def calendar_file(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    if link.standing is None:
        return _ended(request)
    return ical.response(link.standing, zone=zones.zone_of(link.client))


def _times(
    request: HttpRequest, secret: str, link: BookingLink, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """What was booked; else the free times, and for a moment the way to take a cancellation back."""
    if link.standing is not None:
        return _booked(request, secret, link, link.standing, problem=problem, status=status)
    way, more = _way(secret), _undo(secret, link)
    return choice.show_times(request, _choosing(request, link), way, problem=problem, status=status, **more)


def _undo(secret: str, link: BookingLink) -> dict[str, Any]:
    row, now = link.appointment, timezone.now()
    until = scheduling.undo_until(row, by=scheduling.LINK, now=now) if row is not None else None
    return {"undo_until": until, "undo_at": reverse("booking:undo_by_link", args=[secret])}


def _booked(
    request: HttpRequest, secret: str, link: BookingLink, standing: Appointment, *, problem: str, status: int
) -> HttpResponse:
    choosing = _choosing(request, link)
    context = _undo(secret, link) | {
        "base": BASE,
        "secret": secret,
        "problem": problem,
        "link": link,
        "appointment": standing,
        "choosing": choosing,
        "other_clock": choosing.other_clock(standing.starts_at),
        "clock_change": choosing.clock_change_before(standing.starts_at),
        "cut_off": standing.cut_off(Practice.current().cancellation_cutoff_hours),
        "now": timezone.now(),
    }
    with timezone.override(choosing.zone):
        return render(request, "booking/booked.html", context, status=status)


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
        keep=reverse("booking:keep", args=[secret]),
        check=reverse("booking:check", args=[secret]),
        send=reverse("booking:choose", args=[secret]),
        done=reverse("booking:times", args=[secret]),
    )
