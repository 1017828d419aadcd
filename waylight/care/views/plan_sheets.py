"""The plan to take along: the card to print, the first lines as /now shows them, the copy that a phone keeps."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waylight.accounts.signed_in import SignedIn
from waylight.care.models import SafetyPlan, SafetyPlanVersion
from waylight.care.safety_plans import drafting, phone, sections, showing, versions
from waylight.care.views import places
from waylight.care.views.places import Place, own_plan
from waylight.crisis import directory, visitor

STEPS, PEOPLE = 5, 4  # lines that fit on half a card


@require_safe
@own_plan
def card(request: HttpRequest) -> HttpResponse:
    """A6, folds once. It names neither the practice nor what it is about (UI.md 3.6)."""
    place = places.own(request)
    _plan, version = _in_force(place)
    content = sections.without_private(version.content) if version else {}
    country = visitor.country(place.client.country, on=timezone.localdate())
    context = {
        "version": version,
        "steps": showing.steps(content)[:STEPS],
        "people": [one for one in showing.people(content) if one.dial][:PEOPLE],
        "country": country,
        "anywhere": directory.anywhere(),
        "listening": _lines(place, country, "call"),
        "writing": _lines(place, country, "text"),
    }
    return render(request, "care/plan_card.html", context)


@require_safe
@own_plan
def first_lines(request: HttpRequest) -> HttpResponse:
    """How the first four lines will look on /now."""
    place = places.own(request)
    _plan, version = _in_force(place)
    lines = showing.first_lines(sections.without_private(version.content)) if version else []
    return render(request, "care/plan_first_lines.html", {"lines": lines, "version": version})


@require_safe
@own_plan
def keep(request: HttpRequest) -> HttpResponse:
    """Keep it on this phone, or take it off again."""
    _plan, version = _in_force(places.own(request))
    return render(request, "care/plan_phone.html", {"version": version})


@require_safe
@own_plan
def phone_copy(request: SignedIn) -> HttpResponse:
    """The version in force as JSON for kept.js; 404 while there is none."""
    plan, version = _in_force(places.own(request))
    if version is None:
        raise Http404
    return JsonResponse(phone.copy(plan, version, by=request.user))


def _in_force(place: Place) -> tuple[SafetyPlan, SafetyPlanVersion | None]:
    plan = drafting.of(place.client)
    return plan, versions.current(plan)


def _lines(place: Place, country: Any, kind: str) -> Any:
    """The first line of that kind for somebody of their age that is open to everyone."""
    if country is None:
        return None
    fitting = (line.by(kind) for line in directory.lines_for(country, place.client.age_band))
    return next((line for line in fitting if line and not line.disagreement), None)
