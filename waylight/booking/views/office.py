"""A manager books, moves and cancels times for a client: times and names, never the record."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking.models import Appointment
from waylight.booking.views import for_client
from waylight.booking.views.for_client import Place
from waylight.people.models import Client, Therapist
from waylight.privacy.idempotency import once


@allow(Permission.ANSWER_ENQUIRIES)
@once
def new(request: SignedIn, pk: str) -> HttpResponse:
    """With the therapist in whose care they are; of several the one that was chosen."""
    client = get_object_or_404(Client.objects.visible_to(request.user).select_related("user"), pk=pk)
    place = of_person(request, pk)
    chosen, found = therapists_for(request, client)
    if len(found) != 1:
        context = {"client": client, "therapists": found, "place": place}
        return render(request, "booking/for_client_with_whom.html", context)
    here = f"{request.path}?with={found[0].slug}" if chosen else request.path
    return for_client.book(request, client, found[0], Place(here, place.back))


@allow(Permission.ANSWER_ENQUIRIES)
@once
def move(request: SignedIn, pk: str, appointment: str) -> HttpResponse:
    return for_client.move(request, _within_reach(request, pk, appointment), of_person(request, pk))


@allow(Permission.ANSWER_ENQUIRIES)
@once
def cancellation(request: SignedIn, pk: str, appointment: str) -> HttpResponse:
    return for_client.cancel(request, _within_reach(request, pk, appointment), of_person(request, pk))


@require_POST
@allow(Permission.ANSWER_ENQUIRIES)
@once
def undo(request: SignedIn, pk: str, appointment: str) -> HttpResponse:
    return for_client.undo(request, _within_reach(request, pk, appointment), of_person(request, pk))


@allow(Permission.ANSWER_ENQUIRIES)
@once
def waiver(request: SignedIn, pk: str, appointment: str) -> HttpResponse:
    return for_client.waive(request, _within_reach(request, pk, appointment), of_person(request, pk))


def _within_reach(request: SignedIn, pk: Any, appointment: Any) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).select_related("client__user", "therapist")
    return get_object_or_404(rows, pk=appointment, client=pk)


def therapists_for(request: SignedIn, client: Client) -> tuple[str, list[Therapist]]:
    """Which one was chosen, and those in whose care they are; of these the chosen one alone."""
    therapists = Therapist.objects.filter(episodes__in=client.episodes.open()).order_by("name")
    chosen = request.GET.get("with") or request.POST.get("with") or ""
    return chosen, list(therapists.filter(slug=chosen) if chosen else therapists)


def of_person(request: SignedIn, pk: Any) -> Place:
    return Place(request.path, reverse("home:person", args=[pk]))
