"""What a client, or a therapist, can reach here. Anything else is not there (404)."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from waylight.exercises import catalogue
from waylight.exercises.models import Entry
from waylight.people.models import Client


def own_client(request: HttpRequest) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user))


def client(request: HttpRequest, pk: Any) -> Client:
    """A client in the care of the therapist who asks."""
    return get_object_or_404(Client.objects.visible_to(request.user), pk=pk)


def own_entry(request: HttpRequest, pk: Any) -> Entry:
    return get_object_or_404(
        Entry.objects.visible_to(request.user).select_related("client", "assignment"), pk=pk
    )


def exercise(id: str, version: str = "") -> catalogue.Exercise:
    try:
        return catalogue.get(id, version)
    except catalogue.UnknownExercise as unknown:
        raise Http404 from unknown


def step(entry: Entry, id: str) -> catalogue.Step:
    found = entry.form.step(id)
    if found is None:
        raise Http404
    return found
