"""The two pages of choosing a time, and what follows from the choice: the same by a secret link and signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from waylight.booking import zones
from waylight.booking.choosing import Choosing
from waylight.booking.forms import BookForm, chosen_start
from waylight.booking.models import Appointment
from waylight.booking.refusals import AlreadyBooked, ConsentMissing, Refused, TimeRefused
from waylight.practice.models import Practice

NO_TIME = _("Choose one of the times.")


@dataclass(frozen=True)
class Way:
    """Where the pages of one way of booking are: the base page, and the addresses of list, check, sending and end.

    `said` is shown on the page at the end, where that page does not say it by itself.
    """

    base: str
    times: str
    check: str
    send: str
    done: str
    said: str = ""


def show_times(
    request: HttpRequest, choosing: Choosing, way: Way, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "choosing": choosing,
        "way": way,
        "problem": problem,
        "cities": zones.cities(choosing.now, chosen=choosing.zone),
        "needs_papers": isinstance(choosing.why_not, ConsentMissing),
    }
    with timezone.override(choosing.zone):
        return render(request, "booking/times.html", context, status=status)


def show_check(request: HttpRequest, choosing: Choosing, way: Way) -> HttpResponse:
    """The time that was chosen from the list, before it is booked."""
    start = chosen_start(request.GET.get("starts_at", ""))
    if start is None:
        return redirect(f"{way.times}?{urlencode({'zone': choosing.zone})}")
    return _check(request, choosing, way, start, BookForm(choosing=choosing))


def take(
    request: HttpRequest,
    choosing: Choosing,
    way: Way,
    book: Callable[[datetime, dict[str, str]], Appointment],
) -> HttpResponse:
    """Books what was sent, or says why not: what was typed stays on the page."""
    start = chosen_start(request.POST.get("starts_at", ""))
    if start is None:
        return show_times(request, choosing, way, problem=str(NO_TIME), status=400)
    form = BookForm(request.POST, choosing=choosing)
    if not form.is_valid():
        return _check(request, choosing, way, start, form)
    try:
        book(start, form.cleaned_data)
    except TimeRefused as refusal:
        return _check(request, choosing, way, start, form, refusal=refusal)
    except AlreadyBooked:
        return redirect(way.done)
    except Refused as refusal:
        return show_times(request, choosing, way, problem=str(refusal), status=409)
    if way.said:
        messages.success(request, way.said)
    return redirect(way.done)


def _check(
    request: HttpRequest,
    choosing: Choosing,
    way: Way,
    start: datetime,
    form: BookForm,
    refusal: TimeRefused | None = None,
) -> HttpResponse:
    practice = Practice.current()
    context: dict[str, Any] = {
        "choosing": choosing,
        "way": way,
        "form": form,
        "start": start,
        "slot": choosing.slot(start),
        "minutes": practice.first_talk_minutes if choosing.kind == "first talk" else practice.session_minutes,
        "cutoff_hours": practice.cancellation_cutoff_hours,
        "is_close": choosing.now >= start - timedelta(hours=practice.cancellation_cutoff_hours),
        "clock_change": choosing.clock_change_before(start),
        "problem": str(refusal) if refusal else "",
        "nearest": [(one, choosing.slot(one)) for one in refusal.nearest] if refusal else [],
        "is_gone": refusal is not None,
    }
    with timezone.override(choosing.zone):
        return render(request, "booking/check.html", context, status=409 if refusal else 200)
