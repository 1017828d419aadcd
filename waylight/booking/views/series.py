"""A therapist plans a course for a client, sees it, changes what is to come, ends it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking.models import Series
from waylight.booking.views import courses
from waylight.booking.views.courses import Place
from waylight.people.models import Client
from waylight.privacy.idempotency import once


@allow(Permission.KEEP_RECORD)
@once
def new(request: SignedIn, pk: str) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.user).select_related("user"), pk=pk)
    return courses.new(request, client, request.user.therapist, Place(client))


@allow(Permission.KEEP_RECORD)
def page(request: SignedIn, pk: str) -> HttpResponse:
    series = _within_reach(request, pk)
    return courses.page(request, series, Place(series.client))


@allow(Permission.KEEP_RECORD)
@once
def change(request: SignedIn, pk: str) -> HttpResponse:
    series = _within_reach(request, pk)
    return courses.change(request, series, Place(series.client))


@allow(Permission.KEEP_RECORD)
@once
def end(request: SignedIn, pk: str) -> HttpResponse:
    series = _within_reach(request, pk)
    return courses.end(request, series, Place(series.client))


def _within_reach(request: SignedIn, pk: str) -> Series:
    rows = Series.objects.visible_to(request.user).select_related("client__user", "therapist")
    return get_object_or_404(rows, pk=pk)
