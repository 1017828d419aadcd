"""What a client, or a therapist, can reach here. Anything else is not there (404)."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from waylight.measures.catalogue import Question
from waylight.measures.models import Administration
from waylight.people.models import Client

WITH = ("client__user", "therapist", "appointment")


def own_client(request: HttpRequest) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user))


def own(request: HttpRequest, pk: Any) -> Administration:
    return get_object_or_404(_within_reach(request), pk=pk)


def given(request: HttpRequest, pk: Any) -> Administration:
    """For a therapist, or for a manager what was sent to the lead."""
    return get_object_or_404(_within_reach(request), pk=pk)


def question(administration: Administration, id: str) -> Question:
    found = administration.form.question(id)
    if found is None or not found.is_asked(administration.answered):
        raise Http404
    return found


def _within_reach(request: HttpRequest) -> Any:
    return Administration.objects.visible_to(request.user).select_related(*WITH).prefetch_related("answers")
