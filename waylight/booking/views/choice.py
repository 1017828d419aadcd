"""Choosing a time: list, keeping, check, booking. The same by a secret link and signed in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from waylight.booking import zones
from waylight.booking.choosing import Choosing, Slot
from waylight.booking.forms import BookForm, chosen_day, chosen_start
from waylight.booking.models import Appointment
from waylight.booking.refusals import AlreadyBooked, ConsentMissing, Refused, TimeRefused
from waylight.practice.models import Practice

NO_TIME = _("Choose one of the times.")


@dataclass(frozen=True)
class Way:
    """Where the pages of one way of booking are: the base page, and the addresses of list, keeping, check, sending and end.

    `said` is shown on the page after booking, where that page does not say it by itself.
    """

    base: str
    times: str
    keep: str
    check: str
    send: str
    done: str
    said: str = ""


def show_times(
    request: HttpRequest,
    choosing: Choosing,
    way: Way,
    *,
    problem: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    gone = None if problem else chosen_start(request.GET.get("gone", ""))
    if gone is not None and choosing.is_taken(gone):
        return _gone(request, choosing, way, choosing.gone(gone), status=200)
    choosing = replace(choosing, from_on=chosen_day(request.GET.get("from", "")))
    context = more | {
        "choosing": choosing,
        "way": way,
        "problem": problem,
        "cities": zones.city_options(choosing.now),
        "needs_papers": isinstance(choosing.why_not, ConsentMissing),
    }
    with timezone.override(choosing.zone):
        return render(request, "booking/times.html", context, status=status)


def keep(
    request: HttpRequest, choosing: Choosing, way: Way, hold: Callable[[datetime], object]
) -> HttpResponse:
    """Keeps the time that was chosen from the list and goes on to check it; else says why not, with those close by.

    Most of those who want a time that somebody has taken meanwhile are sent on at once, to the page that says so.
    """
    start = chosen_start(request.POST.get("starts_at", ""))
    if start is None:
        return show_times(request, choosing, way, problem=str(NO_TIME), status=400)
    query = {"starts_at": choosing.slot(start).value, "zone": choosing.zone}
    if choosing.is_taken(start):
        gone = {"gone": query["starts_at"], "zone": choosing.zone}
        return HttpResponseRedirect(f"{way.times}?{urlencode(gone)}", status=303)
    try:
        hold(start)
    except TimeRefused as refusal:
        return _gone(request, choosing, way, refusal)
    except AlreadyBooked as refusal:
        return _booked_before(request, way, refusal)
    except Refused as refusal:
        return show_times(request, choosing, way, problem=str(refusal), status=409)
    return redirect(f"{way.check}?{urlencode(query)}")


def show_check(request: HttpRequest, choosing: Choosing, way: Way) -> HttpResponse:
    """The time that was chosen from the list and is kept meanwhile, before it is booked."""
    start = chosen_start(request.GET.get("starts_at", ""))
    if start is None:
        return redirect(f"{way.times}?{urlencode({'zone': choosing.zone})}")
    return _check(request, choosing, way, start, BookForm(choosing=choosing))


def is_close(appointment: Appointment) -> bool:
    """Whether the cut-off has passed, after which it is not moved online."""
    return timezone.now() >= appointment.cut_off(Practice.current().cancellation_cutoff_hours)


def ask_to_cancel(
    request: HttpRequest, appointment: Appointment, way: dict[str, str], back: str
) -> HttpResponse:
    """The page that asks once, and says until when it is early."""
    hours = Practice.current().cancellation_cutoff_hours
    context = {
        "appointment": appointment,
        "way": way,
        "back": back,
        "cut_off": appointment.cut_off(hours),
        "cutoff_hours": hours,
        "is_late": is_close(appointment),
    }
    return render(request, "booking/cancel.html", context)


def take(
    request: HttpRequest,
    choosing: Choosing,
    way: Way,
    book: Callable[[datetime, dict[str, str]], str],
) -> HttpResponse:
    """Books what was sent and goes where `book` says; else says why not: what was typed stays on the page."""
    start = chosen_start(request.POST.get("starts_at", ""))
    if start is None:
        return show_times(request, choosing, way, problem=str(NO_TIME), status=400)
    form = BookForm(request.POST, choosing=choosing)
    if not form.is_valid():
        return _check(request, choosing, way, start, form)
    try:
        done = book(start, form.cleaned_data)
    except TimeRefused as refusal:
        return _check(request, choosing, way, start, form, refusal=refusal)
    except AlreadyBooked as refusal:
        return _booked_before(request, way, refusal)
    except Refused as refusal:
        return show_times(request, choosing, way, problem=str(refusal), status=409)
    if way.said:
        messages.success(request, way.said)
    return redirect(done)


def _booked_before(request: HttpRequest, way: Way, refusal: AlreadyBooked) -> HttpResponse:
    """From another window, say: the page that shows it says so in one sentence."""
    messages.info(request, str(refusal))
    return redirect(way.done)


def _gone(
    request: HttpRequest, choosing: Choosing, way: Way, refusal: TimeRefused, *, status: int = 409
) -> HttpResponse:
    context = {
        "choosing": choosing,
        "way": way,
        "problem": str(refusal),
        "nearest": _in_slots(choosing, refusal),
    }
    with timezone.override(choosing.zone):
        return render(request, "booking/gone.html", context, status=status)


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
        "cutoff_hours": practice.cancellation_cutoff_hours,
        "is_close": choosing.now >= start - timedelta(hours=practice.cancellation_cutoff_hours),
        "clock_change": choosing.clock_change_before(start),
        "problem": str(refusal) if refusal else "",
        "nearest": _in_slots(choosing, refusal) if refusal else [],
        "is_gone": refusal is not None,
    }
    if refusal is None:
        context |= {
            "minutes": int(choosing.length.total_seconds() // 60),
            "kept": choosing.kept(start),
            "is_kept_by_itself": choosing.meets_own(start),
        }
    with timezone.override(choosing.zone):
        return render(request, "booking/check.html", context, status=409 if refusal else 200)


def _in_slots(choosing: Choosing, refusal: TimeRefused) -> list[tuple[datetime, Slot]]:
    return [(one, choosing.slot(one)) for one in refusal.nearest]
