"""Copies of a plan for others: the register, making one, the sheet to print, giving a newer one, taking one back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waylight.care.forms.plans import CopyForm
from waylight.care.models import SafetyPlanCopy, SafetyPlanVersion
from waylight.care.safety_plans import copies, drafting, sections, versions
from waylight.care.views import places
from waylight.care.views.places import Place, own_plan
from waylight.privacy.idempotency import once

REFUSED = (copies.NotApprovedYet, copies.NothingInIt, copies.EndedAlready)


@require_safe
@own_plan
def everyone(request: HttpRequest) -> HttpResponse:
    return _register(request, places.own(request))


@require_http_methods(["GET", "HEAD", "POST"])
@own_plan
@once
def new(request: HttpRequest) -> HttpResponse:
    """Choose what goes in, look at it, write it down."""
    place = places.own(request)
    version = versions.current(drafting.of(place.client))
    there = [section for section in sections.SECTIONS if version and version.content.get(section.id)]
    form = CopyForm(there, request.POST if request.method == "POST" else None)
    if request.method != "POST" or version is None:
        return _choose(request, place, version, form)
    if request.POST.get("act") == "look":
        return _look(request, place, version, form)
    if not form.is_valid():
        return _choose(request, place, version, form)
    said = form.cleaned_data
    copy = copies.give(
        place.client,
        given_to=said["given_to"],
        how=said["how"],
        section_ids=said["sections"],
        given_on=timezone.localdate(),
        by=request.user,
    )
    messages.success(request, _("Written down. You can print it here."))
    return redirect("care:plan_copy", copy.pk)


@require_safe
@own_plan
def sheet(request: HttpRequest, pk: Any) -> HttpResponse:
    """A copy as it was given, to print."""
    copy = _within_reach(request, pk)
    context = {
        "copy": copy,
        "version": copy.version,
        "sections": copies.sheet(copy.version.content, copy.parts["sections"]),
    }
    return render(request, "care/plan_copy.html", context)


@require_POST
@own_plan
@once
def renew(request: HttpRequest, pk: Any) -> HttpResponse:
    copy = _within_reach(request, pk)
    try:
        newer = copies.renew(copy, by=request.user)
    except REFUSED as refusal:
        return _register(request, places.own(request), problem=str(refusal))
    messages.success(request, _("Written down: they have the new one."))
    return redirect("care:plan_copy", newer.pk)


@require_POST
@own_plan
@once
def end(request: HttpRequest, pk: Any) -> HttpResponse:
    copy = _within_reach(request, pk)
    try:
        copies.take_back(copy, by=request.user)
    except REFUSED as refusal:
        return _register(request, places.own(request), problem=str(refusal))
    messages.success(request, _("Written down: they do not have it any more."))
    return redirect("care:plan_copies")


def _register(request: HttpRequest, place: Place, problem: str = "") -> HttpResponse:
    plan = drafting.of(place.client)
    version = versions.current(plan)
    context = {
        "version": version,
        "held": copies.held(plan, version, by=request.user),
        "ended": copies.ended(plan),
        "problem": problem,
    }
    return render(request, "care/plan_copies.html", context)


def _look(request: HttpRequest, place: Place, version: SafetyPlanVersion, form: CopyForm) -> HttpResponse:
    """The copy as it will read. Nothing is written down, so nothing else needs to be filled in."""
    chosen = [id for id in form["sections"].value() or [] if id in sections.by_id()]
    return _choose(request, place, version, form.again(), sheet=copies.sheet(version.content, chosen))


def _choose(
    request: HttpRequest, place: Place, version: SafetyPlanVersion | None, form: CopyForm, sheet: Any = None
) -> HttpResponse:
    return render(
        request,
        "care/plan_copy_new.html",
        {"form": form, "version": version, "sections": sheet, "place": place},
    )


def _within_reach(request: HttpRequest, pk: Any) -> SafetyPlanCopy:
    rows = SafetyPlanCopy.objects.visible_to(request.user).select_related("plan__client", "version__plan")
    return get_object_or_404(rows, pk=pk)
