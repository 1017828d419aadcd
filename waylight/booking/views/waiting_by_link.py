"""Waiting without an account, by a secret address: the same pages, open to whoever holds it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.booking import links, scheduling, zones
from waylight.booking.models import Appointment, BookingLink, TimeOffer
from waylight.booking.refusals import Refused
from waylight.booking.views import answering
from waylight.booking.views.by_link import BASE, with_link
from waylight.booking.waiting import entries, offering, showing, telling
from waylight.booking.waiting.forms import WishForm, initial
from waylight.booking.waiting.refusals import FreeAlready
from waylight.privacy.idempotency import once


@login_not_required
@once
@with_link
def wait(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """Asks which times suit, and keeps a place; who waits already changes what they wish."""
    if link.standing is not None:
        return redirect("booking:times", secret)
    place = showing.of_link(link)
    form = WishForm(request.POST or None, initial=initial(place.entry if place else None))
    if request.method != "POST" or not form.is_valid():
        return _show(request, secret, link, form, place)
    wishes = form.wishes(zones.zone_of(link.client))
    try:
        if place is not None:
            entries.change_wishes(place.entry, wishes, by=scheduling.LINK)
        else:
            entries.add_client(link.client, link.kind, wishes, by=scheduling.LINK)
    except Refused as refusal:
        return _show(request, secret, link, form, place, refusal)
    messages.success(request, _("You are on the list. We ask you when a time opens."))
    return redirect("booking:offered", secret)


@login_not_required
@once
@with_link
def end(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """POST: no longer waits."""
    place = showing.of_link(link)
    if request.method == "POST" and place is not None:
        entries.leave(place.entry, by=scheduling.LINK)
        messages.success(request, _("You are off the list."))
    return redirect("booking:offered", secret)


@login_not_required
@with_link
def offered(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """The time that is kept for them, or how their wait stands."""
    offer = telling.offer_of(link)
    if offer is not None:
        return answering.show(request, _asked(link, offer), _way(secret))
    if link.standing is not None:
        return redirect("booking:times", secret)
    context = {"base": BASE, "secret": secret, "place": showing.of_link(link)}
    with timezone.override(zones.zone_of(link.client)):
        return render(request, "booking/waiting.html", context)


@login_not_required
@once
@with_link
def answer(request: HttpRequest, secret: str, link: BookingLink) -> HttpResponse:
    """POST: yes or no to the time that is kept for them."""
    offer = telling.offer_of(link)
    if request.method != "POST" or offer is None:
        return redirect("booking:offered", secret)

    def yes(said: dict[str, str]) -> Appointment:
        return offering.accept(
            offer,
            by=scheduling.LINK,
            link=link,
            address=links.address(secret),
            topic=said.get("topic", ""),
            telephone=said.get("telephone", ""),
        )

    def no() -> None:
        offering.decline(offer, by=scheduling.LINK)

    return answering.take(request, _asked(link, offer), _way(secret), yes, no)


def _asked(link: BookingLink, offer: TimeOffer) -> answering.Asked:
    zone = zones.zone_of(link.client)
    return answering.Asked(offer, showing.choosing(offer, zone, timezone.now()))


def _way(secret: str) -> answering.Way:
    send, no = (reverse(f"booking:{name}", args=[secret]) for name in ("answer_by_link", "offered"))
    return answering.Way(BASE, send, yes=reverse("booking:times", args=[secret]), no=no)


def _show(
    request: HttpRequest,
    secret: str,
    link: BookingLink,
    form: WishForm,
    place: showing.Place | None,
    refusal: Refused | None = None,
) -> HttpResponse:
    way = {"base": BASE, "send": reverse("booking:waiting_by_link", args=[secret])}
    way["back"] = way["times"] = reverse("booking:times", args=[secret])
    if place is not None:
        way["end"] = reverse("booking:end_waiting_by_link", args=[secret])
    context: dict[str, Any] = {"form": form, "entry": place.entry if place else None, "way": way}
    context |= {"problem": str(refusal or ""), "is_free": isinstance(refusal, FreeAlready)}
    zone = zones.zone_of(link.client)
    with timezone.override(zone):
        message = telling.words_of_offer(link.client, timezone.now())
        page = context | {"zone": zone, "message": message}
        return render(request, "booking/waiting_form.html", page, status=409 if refusal else 200)
