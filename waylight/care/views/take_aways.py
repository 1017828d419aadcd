"""A client's take-aways: all of them, and one to print."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.care import take_aways
from waylight.care.models import TakeAway
from waylight.people.models import Client


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def everything(request: HttpRequest) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.user))
    page = take_aways.pages(client, request.GET.get("page"), by=request.user)
    return render(request, "care/take_aways.html", {"page": page})


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def one(request: HttpRequest, pk: Any) -> HttpResponse:
    found = TakeAway.objects.visible_to(request.user).select_related("appointment__therapist")
    take_away = take_aways.read(get_object_or_404(found, pk=pk), by=request.user)
    return render(request, "care/take_away.html", {"take_away": take_away})
