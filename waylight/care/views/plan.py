"""A client's own plan: as it stands, its parts, what changed and approving it, its history."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.care.models import SafetyPlanVersion
from waylight.care.safety_plans import copies, drafting, sections, showing, versions
from waylight.care.views import places
from waylight.care.views.places import Place, own_plan
from waylight.people.models import EpisodeOfCare
from waylight.privacy.idempotency import once

CANNOT_APPROVE = (versions.TwoTexts, versions.ChangedMeanwhile, versions.NothingChanged)


@require_safe
@own_plan
def page(request: HttpRequest) -> HttpResponse:
    """The plan in force, and what waits to be approved."""
    place = places.own(request)
    plan = drafting.open_plan(place.client, by=request.user)
    version = versions.current(plan)
    changes = versions.pending(plan, version)
    held = copies.held(plan, version, by=request.user)
    content = version.content if version else {}
    context = {
        "place": place,
        "plan": plan,
        "version": version,
        "changes": place.named(changes),
        "proposers": versions.proposers(changes),
        "older_copies": sum(one.is_older for one in held),
        "sections": showing.for_a_hard_moment(content),
        "is_safer_written": bool(content.get("safer_space")),
        "therapists": _therapists(place),
    }
    return render(request, "care/plan.html", context)


@require_safe
@own_plan
def parts(request: HttpRequest) -> HttpResponse:
    place = places.own(request)
    return render(request, "care/plan_parts.html", tasks(request, place))


@require_safe
@own_plan
def changes(request: HttpRequest) -> HttpResponse:
    """What changed since the version in force, to approve or to change."""
    return _changes(request, places.own(request))


@require_POST
@own_plan
@once
def approve(request: HttpRequest) -> HttpResponse:
    place = places.own(request)
    try:
        versions.approve(place.client, by=request.user, was_shown=request.POST.get("was_shown", ""))
    except CANNOT_APPROVE as refusal:
        return _changes(request, place, problem=str(refusal))
    messages.success(request, _("Approved. This is your plan now."))
    return redirect("care:plan")


@require_safe
@own_plan
def history(request: HttpRequest) -> HttpResponse:
    return show_history(request, places.own(request))


@require_safe
@own_plan
def version(request: HttpRequest, number: int) -> HttpResponse:
    return show_version(request, places.own(request), number)


@require_POST
@own_plan
@once
def restore(request: HttpRequest, number: int) -> HttpResponse:
    return bring_back(request, places.own(request), number)


def tasks(request: HttpRequest, place: Place) -> dict[str, Any]:
    """What both task lists show: every part with its state in words, and what changed."""
    plan = drafting.open_plan(place.client, by=request.user)
    version = versions.current(plan)
    changes = place.named(versions.pending(plan, version))
    changed, twice = {change.section.id: change for change in changes}, drafting.waiting(plan)
    return {
        "place": place,
        "plan": plan,
        "version": version,
        "changes": changes,
        "tasks": [
            {
                "section": section,
                "address": place.address("section", section.id),
                "is_written": bool(plan.draft.get(section.id)),
                "change": changed.get(section.id),
                "is_twice": section.id in twice,
            }
            for section in sections.SECTIONS
        ],
    }


def show_history(request: HttpRequest, place: Place) -> HttpResponse:
    plan = drafting.of(place.client)
    past = versions.history(plan, by=request.user) if not plan._state.adding else []
    entries = [
        {
            "version": one.version,
            "changes": place.named(one.changes),
            "address": place.address("version", one.version.number),
        }
        for one in past
    ]
    return render(request, "care/plan_history.html", {"place": place, "entries": entries})


def show_version(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    plan = drafting.of(place.client)
    try:
        found = versions.read(plan, number, by=request.user)
    except (SafetyPlanVersion.DoesNotExist, ValueError) as missing:
        raise Http404 from missing
    newest = versions.current(plan)
    context = {
        "place": place,
        "version": found,
        "is_current": newest is not None and newest.number == found.number,
        "sections": showing.shown(found.content, list(sections.SECTIONS)),
        "restore": place.address("restore", found.number),
    }
    return render(request, "care/plan_version.html", context)


def bring_back(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    try:
        versions.restore(place.client, number, by=request.user)
    except SafetyPlanVersion.DoesNotExist as missing:
        raise Http404 from missing
    except drafting.TooManyTexts as refusal:
        messages.error(request, str(refusal))
        return redirect(place.parts)
    messages.success(request, _("It is back as a draft. It counts once it is approved."))
    return redirect(place.parts if not place.is_own else "care:plan_changes")


def _changes(request: HttpRequest, place: Place, problem: str = "") -> HttpResponse:
    plan = drafting.open_plan(place.client, by=request.user)
    version = versions.current(plan)
    twice = drafting.waiting(plan)
    context = {
        "place": place,
        "plan": plan,
        "version": version,
        "changes": place.named(versions.pending(plan, version)),
        "was_shown": versions.seen(plan),
        "twice": [section for section in sections.SECTIONS if section.id in twice],
        "problem": problem,
    }
    return render(request, "care/plan_changes.html", context)


def _therapists(place: Place) -> list[str]:
    found = EpisodeOfCare.objects.open().filter(client=place.client).order_by("therapist__name")
    return list(found.values_list("therapist__name", flat=True))
