"""A therapist books, moves and cancels times of her own clients."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking.models import Appointment
from waylight.booking.views import for_client
from waylight.booking.views.for_client import Place
from waylight.people.models import Client
from waylight.privacy.idempotency import once


@allow(Permission.KEEP_RECORD)
@once
def new(request: SignedIn, pk: str) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.user).select_related("user"), pk=pk)
    place = Place(request.path, reverse("home:client", args=[pk]), has_pages=True)
    return for_client.book(request, client, request.user.therapist, place)


@allow(Permission.KEEP_RECORD)
@once
def move(request: SignedIn, pk: str) -> HttpResponse:
    return for_client.move(request, _within_reach(request, pk), _of_appointment(request, pk))


@allow(Permission.KEEP_RECORD)
@once
def cancellation(request: SignedIn, pk: str) -> HttpResponse:
    return for_client.cancel(request, _within_reach(request, pk), _of_appointment(request, pk))


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def undo(request: SignedIn, pk: str) -> HttpResponse:
    return for_client.undo(request, _within_reach(request, pk), _of_appointment(request, pk))


@allow(Permission.KEEP_RECORD)
@once
def waiver(request: SignedIn, pk: str) -> HttpResponse:
    return for_client.waive(request, _within_reach(request, pk), _of_appointment(request, pk))


def _within_reach(request: SignedIn, pk: str) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).select_related("client__user", "therapist")
    return get_object_or_404(rows, pk=pk)


def _of_appointment(request: SignedIn, pk: str) -> Place:
    return Place(request.path, reverse("home:appointment", args=[pk]), has_pages=True)
