"""The page of an offered time and what follows from the answer: the same by a secret link and signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.booking.choosing import Choosing
from waylight.booking.forms import BookForm
from waylight.booking.models import Appointment, TimeOffer
from waylight.booking.refusals import Refused


@dataclass(frozen=True)
class Way:
    """The base page, where the answer goes, and where yes and no lead."""

    base: str
    send: str
    yes: str
    no: str


@dataclass(frozen=True)
class Asked:
    """The offered time, and how it is said on the person's clocks."""

    offer: TimeOffer
    choosing: Choosing


def show(request: HttpRequest, asked: Asked, way: Way) -> HttpResponse:
    return _page(request, asked, way, BookForm(choosing=asked.choosing))


def take(
    request: HttpRequest,
    asked: Asked,
    way: Way,
    yes: Callable[[dict[str, str]], Appointment],
    no: Callable[[], None],
) -> HttpResponse:
    """Takes the answer; one that comes too late is said so, kindly."""
    try:
        if request.POST.get("answer") == "no":
            no()
            messages.success(request, _("That is fine. You stay on the list."))
            return redirect(way.no)
        form = BookForm(request.POST, choosing=asked.choosing)
        if not form.is_valid():
            return _page(request, asked, way, form)
        yes(form.cleaned_data)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect(way.no)
    messages.success(request, _("Your time is booked."))
    return redirect(way.yes)


def _page(request: HttpRequest, asked: Asked, way: Way, form: BookForm) -> HttpResponse:
    offer, choosing = asked.offer, asked.choosing
    context: dict[str, Any] = {
        "offer": offer,
        "choosing": choosing,
        "way": way,
        "form": form,
        "other_clock": choosing.other_clock(offer.starts_at),
        "clock_change": choosing.clock_change_before(offer.starts_at),
        "minutes": offer.hold.minutes if offer.hold is not None else 0,
    }
    with timezone.override(choosing.zone):
        return render(request, "booking/offered.html", context)
