"""The practice's own exercises in the office: the list, bring one after a look at it, take a copy along, withdraw it."""

import json
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.exercises import catalogue, own, shelves
from waylight.exercises.catalogue import Exercise, Step
from waylight.exercises.catalogue.checking import Malformed
from waylight.exercises.forms import BringForm, StepForm
from waylight.exercises.models import Entry
from waylight.exercises.views import reach
from waylight.privacy.idempotency import once

REFUSED = (Malformed, own.NameOfTheLibrary, own.NothingNew, own.AnotherWasFirst)


@require_safe
@allow(Permission.KEEP_EXERCISES)
def everything(request: HttpRequest) -> HttpResponse:
    context = {"own": own.everything(), "shelves": shelves.shelves(catalogue.library())}
    return render(request, "exercises/office.html", context)


@allow(Permission.KEEP_EXERCISES)
@once
def bring(request: HttpRequest) -> HttpResponse:
    """First a look at it, page by page as a client would see it; kept only when that was sent on."""
    if request.method != "POST":
        return render(request, "exercises/office_bring.html", {"form": BringForm()})
    form = BringForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "exercises/office_bring.html", {"form": form})
    try:
        if request.POST.get("act") == "keep":
            return _keep(request, form.text)
        exercise = own.checked(form.text)
    except REFUSED as refusal:
        context = {"form": BringForm(initial={"words": form.words_brought}), "problem": str(refusal)}
        return render(request, "exercises/office_bring.html", context)
    return _show(
        request,
        "exercises/office_look.html",
        exercise,
        text=form.words_brought,
        newest=own.newest_of(exercise.id),
    )


@require_safe
@allow(Permission.KEEP_EXERCISES)
def one(request: HttpRequest, exercise_id: str) -> HttpResponse:
    newest = own.newest_of(exercise_id)
    exercise = catalogue.get(newest.exercise, str(newest.version)) if newest else reach.exercise(exercise_id)
    return _show(
        request, "exercises/office_one.html", exercise, newest=newest, versions=own.versions(exercise_id)
    )


@require_safe
@allow(Permission.KEEP_EXERCISES)
def file(_request: HttpRequest, exercise_id: str, version: int) -> HttpResponse:
    try:
        form = own.resource(exercise_id, str(version))
    except catalogue.UnknownExercise as unknown:
        raise Http404 from unknown
    name = f"{exercise_id}-{version}.json"
    return HttpResponse(
        json.dumps(form, ensure_ascii=False, indent=1),
        content_type="application/fhir+json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@allow(Permission.KEEP_EXERCISES)
@once
def withdraw(request: HttpRequest, exercise_id: str) -> HttpResponse:
    try:
        own.withdraw(exercise_id, by=request.user)
    except catalogue.UnknownExercise as unknown:
        raise Http404 from unknown
    messages.success(request, _("Withdrawn. Whoever has it can go on with it."))
    return redirect("exercises:office")


def _keep(request: HttpRequest, text: str | bytes) -> HttpResponse:
    row = own.bring(text, by=request.user)
    messages.success(request, _("Kept. Therapists find it in their library."))
    return redirect("exercises:office_one", row.exercise)


def _show(request: HttpRequest, template: str, exercise: Exercise, **more: Any) -> HttpResponse:
    pages = [_drawn(exercise, step) for step in exercise.steps]
    return render(request, template, {"exercise": exercise, "pages": pages} | more)


def _drawn(exercise: Exercise, step: Step) -> dict[str, Any]:
    """A page as a client would see it, with all that is asked of some only. Nothing is sent, and nothing kept."""
    every = tuple(replace(question, asked_when=(), off_until_enabled=False) for question in step.questions)
    entry = Entry(exercise=exercise.id, version=exercise.version)
    return {"step": step, "form": StepForm(entry, replace(step, questions=every))}
