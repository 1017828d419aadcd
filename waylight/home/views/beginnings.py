"""Beginning the loop from something that was shared: the list to choose from, and the form with its words."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.care.relief import keeping
from waylight.care.views import places
from waylight.care.views.places import Place, own_plan
from waylight.care.views.relief import show_form
from waylight.exercises.models import Entry
from waylight.home import beginnings


@require_safe
@own_plan
def own(request: HttpRequest) -> HttpResponse:
    return _page(request, places.own(request))


@require_safe
@allow(Permission.KEEP_RECORD)
def of_client(request: HttpRequest, pk: Any) -> HttpResponse:
    return _page(request, places.of_client(request, pk))


def _page(request: HttpRequest, place: Place) -> HttpResponse:
    if not (asked := request.GET.get("entry", "")):
        found = beginnings.offered(place.client, by=request.user)
        return render(request, "home/loop_beginning.html", {"place": place, "entries": found})
    try:
        words = beginnings.chosen(place.client, UUID(asked), by=request.user)
    except (ValueError, Entry.DoesNotExist) as missing:
        raise Http404 from missing
    return show_form(request, place, keeping.read(place.client, by=request.user), words)
