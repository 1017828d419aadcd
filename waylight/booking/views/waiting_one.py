"""One who waits, as a manager sees them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from waylight.accounts.signed_in import SignedIn
from waylight.booking.models import WaitingListEntry
from waylight.booking.waiting import board, showing
from waylight.booking.waiting.forms import RemovalForm
from waylight.privacy import audit

SHOWN = 12  # times to offer by hand


def within_reach(request: SignedIn, pk: str) -> WaitingListEntry:
    rows = showing.places(WaitingListEntry.objects.visible_to(request.user))
    return get_object_or_404(rows, pk=pk)


def show(request: SignedIn, entry: WaitingListEntry, **extra: Any) -> HttpResponse:
    audit.record("read-waiting", by=request.user, person=entry.person_id, about=entry)
    now = timezone.now()
    place, fitting = showing.Place(entry), []
    if entry.closed_at is None and place.offer is None:
        fitting = board.read([entry], entry.kind, now).first_fitting(entry, SHOWN)
    context = {
        "entry": entry,
        "place": place,
        "times": [(at, f"{at:%Y-%m-%dT%H:%MZ}", therapist) for at, therapist in fitting],
        "offers": entry.offers.exclude(answered_at=None)
        .select_related("therapist")
        .order_by("-offered_at")[:10],
        "removal": RemovalForm(),
    } | extra
    return render(
        request, "booking/office_waiting_one.html", context, status=409 if extra.get("problem") else 200
    )
