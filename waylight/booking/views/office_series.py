"""A manager plans a course for a client: times and names, never the record."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking.models import Series
from waylight.booking.views import courses, office
from waylight.booking.views.courses import Place
from waylight.people.models import Client
from waylight.privacy.idempotency import once


@allow(Permission.ANSWER_ENQUIRIES)
@once
def new(request: SignedIn, pk: str) -> HttpResponse:
    """With the therapist in whose care they are; of several the one that was chosen."""
    client = get_object_or_404(Client.objects.visible_to(request.user).select_related("user"), pk=pk)
    chosen, found = office.therapists_for(request, client)
    if len(found) != 1:
        context = {
            "client": client,
            "therapists": found,
            "place": office.of_person(request, pk),
            "is_course": True,
        }
        return render(request, "booking/for_client_with_whom.html", context)
    return courses.new(request, client, found[0], Place(client, is_office=True, chosen=chosen))


@allow(Permission.ANSWER_ENQUIRIES)
def page(request: SignedIn, pk: str, series: str) -> HttpResponse:
    found = _within_reach(request, pk, series)
    return courses.page(request, found, Place(found.client, is_office=True))


@allow(Permission.ANSWER_ENQUIRIES)
@once
def change(request: SignedIn, pk: str, series: str) -> HttpResponse:
    found = _within_reach(request, pk, series)
    return courses.change(request, found, Place(found.client, is_office=True))


@allow(Permission.ANSWER_ENQUIRIES)
@once
def end(request: SignedIn, pk: str, series: str) -> HttpResponse:
    found = _within_reach(request, pk, series)
    return courses.end(request, found, Place(found.client, is_office=True))


def _within_reach(request: SignedIn, pk: Any, series: Any) -> Series:
    rows = Series.objects.visible_to(request.user).select_related("client__user", "therapist")
    return get_object_or_404(rows, pk=series, client=pk)
