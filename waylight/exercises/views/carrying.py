"""What a phone carries of the exercises, and what it sends once there is a signal."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.accounts.signed_in import SignedIn
from waylight.exercises import carrying, entries
from waylight.exercises.views import reach
from waylight.privacy.idempotency import repeatable
from waylight.ui.refusals import Refusal


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def phone(request: SignedIn) -> HttpResponse:
    """Carry exercises on this phone, or take them off again."""
    return render(request, "exercises/carried_phone.html", {})


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def copy(request: SignedIn) -> HttpResponse:
    """Empty pages as JSON for keep-plan.js."""
    client = reach.own_client(request)
    tasks = carrying.copy(client, by=request.user)
    return JsonResponse({"tag": request.user.device_tag, "tasks": tasks})


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@repeatable
def arrive(request: SignedIn, pk: UUID) -> HttpResponse:
    """One page that was written without a signal: 204 when it is kept, else a sentence why not, and the phone keeps it."""
    client, exercise = reach.own_client(request), reach.exercise(request.POST.get("exercise", ""))
    page, at = request.POST.get("page", ""), _moment(request.POST.get("at", ""))
    try:
        carrying.arrive(client, exercise.id, pk, page, request.POST, at=at, by=request.user)
    except entries.NotYours as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


def _moment(text: str) -> datetime | None:
    """As the phone wrote it; None for what is no moment."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
