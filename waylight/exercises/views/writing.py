"""One page of an exercise after the other. Each is saved by itself, so leaving loses nothing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.exercises import entries, showing
from waylight.exercises.catalogue import Step
from waylight.exercises.entries import versions
from waylight.exercises.forms import StepForm
from waylight.exercises.models import Entry
from waylight.exercises.views import reach
from waylight.privacy.idempotency import once, repeatable

REFUSED = (entries.AlreadyShared, entries.AlreadyRead, entries.TooLong)


@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def step(request: HttpRequest, pk: Any, step_id: str) -> HttpResponse:
    entry = reach.own_entry(request, pk)
    found = reach.step(entry, step_id)
    if request.method == "POST":
        return _save(request, entry, found)
    if entry.is_shared:
        return redirect("exercises:entry", entry.pk)
    entries.read(entry, by=request.user)
    return _show(request, entry, found, StepForm(entry, found, more=request.GET.get("more", "")))


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@repeatable
def draft(request: HttpRequest, pk: Any, step_id: str) -> HttpResponse:
    """Saves as one types: 204 when it is kept, else a sentence why not. What waited for a signal is joined, and asks nobody."""
    entry = reach.own_entry(request, pk)
    found = reach.step(entry, step_id)
    form = StepForm(entry, found, request.POST)
    if not form.is_valid():
        return HttpResponse(_("Something is too long to save."), status=422, content_type="text/plain")
    try:
        entries.save_step(
            entry, found, form.found, by=request.user, may_join="joins" in request.POST, **_window(form)
        )
    except (*REFUSED, entries.WrittenElsewhere) as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain")
    return HttpResponse(status=204)


def _save(request: HttpRequest, entry: Entry, found: Step) -> HttpResponse:
    form = StepForm(entry, found, request.POST)
    if not form.is_valid():
        in_rows = "" if form.errors else _("Some of your answers below could not be kept.")
        return _show(request, entry, found, form, problem=in_rows)
    try:
        kept = entries.save_step(entry, found, form.found, by=request.user, **_window(form))
    except REFUSED as refusal:
        return _show(request, entry, found, form, problem=str(refusal))
    if kept.answers_of(found) != form.found:
        messages.info(
            request, _("You also wrote here in another window or on another device. Both are kept.")
        )
        if any(version.step == found.id for version in versions.of_entry(kept)):
            return redirect("exercises:entry", entry.pk)
        return redirect("exercises:step", entry.pk, found.id)
    return redirect(_onward(request, kept, found, form))


def _window(form: StepForm) -> dict[str, Any]:
    return {"window": form.cleaned_data["window"], "was_shown": form.cleaned_data["was_shown"] or None}


def _onward(request: HttpRequest, entry: Entry, found: Step, form: StepForm) -> str:
    here = reverse("exercises:step", args=[entry.pk, found.id])
    if form.wants_more:
        return f"{here}?more={form.wants_more}#more-{form.wants_more}"
    act = request.POST.get("act", "on")
    if act == "stop":
        messages.success(request, _("Saved. You can carry on whenever you like."))
        # Who stops where an answer opened a way to help meets it: it would stand on a page they do not come to.
        return (
            reverse("exercises:entry", args=[entry.pk])
            if showing.opened(entry)
            else reverse("exercises:mine")
        )
    appeared = [question for question in entry.questions_of(found) if question not in form.questions]
    if act == "on" and appeared:
        return f"{here}#asked-{appeared[0].id}"
    before, after = entry.beside(found)
    beside = before if act == "back" else after
    if beside is None:
        return reverse("exercises:entry", args=[entry.pk])
    return reverse("exercises:step", args=[entry.pk, beside.id])


def _show(request: HttpRequest, entry: Entry, found: Step, form: StepForm, problem: str = "") -> HttpResponse:
    exercise, steps = entry.form, entry.steps()
    context = {
        "entry": entry,
        "exercise": exercise,
        "step": found,
        "number": sum(exercise.place(step) <= exercise.place(found) for step in steps),
        "count": len(steps),
        "before": entry.beside(found)[0],
        "form": form,
        "problem": problem,
    }
    return render(request, "exercises/step.html", context)
