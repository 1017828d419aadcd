"""A client's exercises: what is suggested, what one wrote, and the page before one begins."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.exercises import assignments, catalogue, entries
from waylight.exercises.models import Assignment, Entry
from waylight.exercises.views import reach
from waylight.privacy.idempotency import once

PAGE = 20


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def mine(request: HttpRequest) -> HttpResponse:
    client = reach.own_client(request)
    suggested = assignments.of_client(client, by=request.user)
    known = {assignment.exercise for assignment in suggested}
    written = Entry.objects.visible_to(request.user).order_by("-started_at", "pk")
    context = {
        "suggested": suggested,
        "others": [e for e in catalogue.all() if e.is_on_from_the_start and e.id not in known],
        "page": Paginator(written, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "exercises/mine.html", context)


@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def begin(request: HttpRequest, exercise_id: str) -> HttpResponse:
    """Purpose, minutes, when not, who reads it and by when: before anything is written."""
    exercise = reach.exercise(exercise_id)
    client = reach.own_client(request)
    problem = ""
    if request.method == "POST":
        try:
            entry = entries.start(client, exercise.id, by=request.user)
            return redirect("exercises:step", entry.pk, entry.form.steps[0].id)
        except entries.NotForYouYet as refusal:
            problem = str(refusal)
    mine = Entry.objects.visible_to(request.user).filter(exercise=exercise.id, finished_at=None)
    context = {
        "exercise": exercise,
        "promise": entries.promise_of(client),
        "unfinished": mine.order_by("-saved_at").first(),
        "problem": problem,
    }
    return render(request, "exercises/begin.html", context)


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def drop(request: HttpRequest, pk: Any) -> HttpResponse:
    assignment = get_object_or_404(Assignment.objects.visible_to(request.user), pk=pk)
    assignments.drop(assignment, by=request.user)
    messages.success(request, _("Dropped. That is fine."))
    return redirect("exercises:mine")
