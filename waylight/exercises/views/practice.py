"""A client's exercises: what is suggested, what one wrote, and the page before one begins."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.exercises import assignments, catalogue, diary, enabling, entries, shelves
from waylight.exercises.agreeing import AnswerForm
from waylight.exercises.models import Answer, Assignment, Entry
from waylight.exercises.views import reach
from waylight.privacy.idempotency import once

PAGE = 20
SAID = {
    Answer.KEEP: _("Saved."),
    Answer.CHANGED: _("Saved. Your therapist sees it before you next meet."),
    Answer.NOT_THIS_WEEK: _("Not this week. That is a whole answer."),
    Answer.DROPPED: _("Dropped. That is fine."),
}


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def mine(request: HttpRequest) -> HttpResponse:
    client = reach.own_client(request)
    suggested = assignments.of_client(client, by=request.user)
    written = Entry.objects.visible_to(request.user).exclude(exercise=diary.ID)
    context = {
        "suggested": sorted(suggested, key=lambda assignment: assignment.is_resting),
        "page": Paginator(written.order_by("-started_at", "pk"), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "exercises/mine.html", context)


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def more(request: HttpRequest) -> HttpResponse:
    """Everything that is on for this client, by what it is for."""
    client, words = reach.own_client(request), request.GET.get("q", "")
    switched_on = enabling.all_on(client)
    on = [one for one in catalogue.all() if one.is_on_from_the_start or one.id in switched_on]
    context = {"shelves": shelves.shelves(on, words), "words": words}
    return render(request, "exercises/more.html", context)


@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def begin(request: HttpRequest, exercise_id: str) -> HttpResponse:
    """Purpose, minutes, when not, who reads it and by when: before anything is written."""
    client = reach.own_client(request)
    exercise = reach.exercise(exercise_id, assignments.version_for(client, exercise_id))
    if exercise.id == diary.ID and request.method == "GET":
        return redirect("exercises:diary_new")  # three taps, and more if one likes
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
        "is_on": enabling.is_on(client, exercise),
        "promise": entries.promise_of(client),
        "unfinished": mine.order_by("-saved_at").first(),
        "problem": problem,
    }
    return render(request, "exercises/begin.html", context)


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def answer(request: HttpRequest, pk: Any) -> HttpResponse:
    """What the client says to a suggestion: keep it, another way, not this week, drop it."""
    assignment = get_object_or_404(Assignment.objects.visible_to(request.user), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "exercises/another_way.html", {"assignment": assignment, "form": form})
    said = form.cleaned_data
    try:
        assignments.answer(assignment, said["answer"], by=request.user, words=said["words"])
        messages.success(request, str(SAID[said["answer"]]))
    except assignments.NoLongerSuggested as refusal:
        messages.error(request, str(refusal))
    return redirect("exercises:mine")
