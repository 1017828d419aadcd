"""A client waits for a further or an earlier time: signed in, a code from the inbox is enough."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import offers
from waylight.booking.models import Appointment, TimeOffer, WaitingListEntry
from waylight.booking.refusals import Refused
from waylight.booking.views import answering
from waylight.booking.waiting import entries, offering, showing, telling
from waylight.booking.waiting.forms import WishForm, initial
from waylight.booking.waiting.refusals import FreeAlready
from waylight.people.models import EpisodeOfCare
from waylight.privacy.idempotency import once

BASE = "ui/client.html"


@allow(Permission.USE_OWN_AREA)
@once
def wait(request: SignedIn) -> HttpResponse:
    """Asks which times suit, and keeps a place; who waits already changes what she wishes."""
    episode = EpisodeOfCare.objects.visible_to(request.user).newest_open()
    if episode is None:
        return redirect("booking:new")
    kind = offers.kind_for(episode.client, episode.therapist)
    entry = WaitingListEntry.objects.visible_to(request.user).open().filter(kind=kind).first()
    earlier = None if entry is not None else _earlier(request)
    form = WishForm(request.POST or None, initial=initial(entry))
    message = telling.words_of_offer(episode.client, timezone.now())
    context: dict[str, Any] = {"form": form, "entry": entry, "earlier": earlier, "message": message}
    if request.method != "POST" or not form.is_valid():
        return _show(request, context)
    wishes = form.wishes(request.user.zone)
    try:
        if entry is not None:
            entries.change_wishes(entry, wishes, by=request.user)
        else:
            entries.add_client(episode.client, kind, wishes, by=request.user, instead_of=earlier)
    except Refused as refusal:
        return _show(request, context | {"is_free": isinstance(refusal, FreeAlready)}, problem=str(refusal))
    messages.success(request, _("You are on the list. We ask you when a time opens."))
    return redirect("booking:mine")


@require_POST
@allow(Permission.USE_OWN_AREA)
@once
def end(request: SignedIn) -> HttpResponse:
    """No longer waits, for whatever it was."""
    for entry in WaitingListEntry.objects.visible_to(request.user).open():
        entries.leave(entry, by=request.user)
    messages.success(request, _("You are off the list."))
    return redirect("booking:mine")


@allow(Permission.USE_OWN_AREA)
def offered(request: SignedIn, pk: str) -> HttpResponse:
    """One time that is kept for her; when it is not any more, her sessions say what stands."""
    offer = _within_reach(request, pk)
    if offer.answered_at is not None:
        return redirect("booking:mine")
    return answering.show(request, _choosing(request, offer), _way(offer))


@require_POST
@allow(Permission.USE_OWN_AREA)
@once
def answer(request: SignedIn, pk: str) -> HttpResponse:
    """Yes books it, or moves there what was to be earlier; no keeps the place on the list."""
    offer = _within_reach(request, pk)

    def yes(said: dict[str, str]) -> Appointment:
        topic, telephone = said.get("topic", ""), said.get("telephone", "")
        return offering.accept(offer, by=request.user, topic=topic, telephone=telephone)

    def no() -> None:
        offering.decline(offer, by=request.user)

    return answering.take(request, _choosing(request, offer), _way(offer), yes, no)


def _within_reach(request: SignedIn, pk: str) -> TimeOffer:
    rows = TimeOffer.objects.visible_to(request.user)
    rows = rows.select_related("entry__client__user", "entry__instead_of", "therapist", "hold")
    return get_object_or_404(rows, pk=pk)


def _choosing(request: SignedIn, offer: TimeOffer) -> answering.Asked:
    return answering.Asked(offer, showing.choosing(offer, request.user.zone, timezone.now()))


def _way(offer: TimeOffer) -> answering.Way:
    done = reverse("booking:mine")
    return answering.Way(BASE, reverse("booking:answer_offer", args=[offer.pk]), yes=done, no=done)


def _earlier(request: SignedIn) -> Appointment | None:
    """The time that is to be earlier, when its page led here."""
    wanted = (request.POST if request.method == "POST" else request.GET).get("instead_of", "")
    rows = Appointment.objects.visible_to(request.user).upcoming(timezone.now()).select_related("therapist")
    return next((row for row in rows if str(row.pk) == wanted), None)


def _show(request: SignedIn, context: dict[str, Any], problem: str = "") -> HttpResponse:
    way = {"base": BASE, "send": reverse("booking:waiting_mine"), "back": reverse("booking:mine")}
    earlier = context["earlier"]
    way["times"] = reverse("booking:move", args=[earlier.pk]) if earlier else reverse("booking:new")
    if context["entry"] is not None:
        way["end"] = reverse("booking:end_waiting")
    context |= {"way": way, "problem": problem, "zone": request.user.zone}
    return render(request, "booking/waiting_form.html", context, status=409 if problem else 200)
