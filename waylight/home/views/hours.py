"""The page of a therapist's hours, as a manager keeps it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking.hours.board import Place
from waylight.booking.views import hours
from waylight.people.models import Therapist
from waylight.privacy.idempotency import once


@allow(Permission.KEEP_SETTINGS)
def page(request: SignedIn, number: int) -> HttpResponse:
    return hours.show(request, _place(request, number))


@allow(Permission.KEEP_SETTINGS)
@once
def part(request: SignedIn, number: int, key: str) -> HttpResponse:
    return hours.add(request, _place(request, number), key)


@allow(Permission.KEEP_SETTINGS)
@once
def row(request: SignedIn, number: int, key: str, pk: int) -> HttpResponse:
    return hours.change(request, _place(request, number), key, pk)


@allow(Permission.KEEP_SETTINGS)
@once
def removal(request: SignedIn, number: int, key: str, pk: int) -> HttpResponse:
    return hours.take_away(request, _place(request, number), key, pk)


def _place(request: SignedIn, number: int) -> Place:
    therapist = get_object_or_404(Therapist.objects.visible_to(request.user), pk=number)
    return Place(
        therapist,
        "home:therapist_hours",
        (number,),
        request.GET.get("week", ""),
        watching=request.user.zone,
        back=reverse("home:therapist", args=[number]),
    )
