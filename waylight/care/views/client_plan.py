"""A client's plan on the therapist's side: the same writing together, proposing, dates, copies and history."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.care.forms.plans import DatesForm
from waylight.care.safety_plans import copies, drafting, sections, showing, versions
from waylight.care.views import places, plan
from waylight.care.views.places import Place
from waylight.privacy.idempotency import once


@require_safe
@allow(Permission.KEEP_RECORD)
def page(request: HttpRequest, pk: Any) -> HttpResponse:
    return _show(request, places.of_client(request, pk))


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def propose(request: HttpRequest, pk: Any) -> HttpResponse:
    place = places.of_client(request, pk)
    try:
        versions.propose(place.client, by=request.user)
    except versions.NothingChanged as refusal:
        return _show(request, place, problem=str(refusal))
    messages.success(request, _("Proposed. It stands on their first page until they look at it."))
    return redirect(place.plan)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def dates(request: HttpRequest, pk: Any) -> HttpResponse:
    place = places.of_client(request, pk)
    form = DatesForm(request.POST)
    if not form.is_valid():
        return _show(request, place, form=form)
    drafting.set_dates(place.client, **form.cleaned_data, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(place.plan)


@require_safe
@allow(Permission.KEEP_RECORD)
def history(request: HttpRequest, pk: Any) -> HttpResponse:
    return plan.show_history(request, places.of_client(request, pk))


@require_safe
@allow(Permission.KEEP_RECORD)
def version(request: HttpRequest, pk: Any, number: int) -> HttpResponse:
    return plan.show_version(request, places.of_client(request, pk), number)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def restore(request: HttpRequest, pk: Any, number: int) -> HttpResponse:
    return plan.bring_back(request, places.of_client(request, pk), number)


def _show(
    request: HttpRequest, place: Place, form: DatesForm | None = None, problem: str = ""
) -> HttpResponse:
    context = plan.tasks(request, place)
    found, version = context["plan"], context["version"]
    start = {"review_on": found.review_on, "discussed_on": found.discussed_on}
    context |= {
        "sections": showing.shown(version.content, list(sections.SECTIONS)) if version else [],
        "held": copies.held(found, version, by=request.user),
        "form": form or DatesForm(initial=start),
        "problem": problem,
    }
    return render(request, "care/client_plan.html", context)
