"""A therapist's suggestions to one client: what stands, what is switched on, and a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.exercises import assignments, catalogue, enabling, shelves
from waylight.exercises.agreeing import AssignForm
from waylight.exercises.catalogue import Exercise
from waylight.exercises.models import Assignment, Enabled
from waylight.exercises.views import reach
from waylight.people.models import Client
from waylight.privacy.idempotency import once


@require_safe
@allow(Permission.KEEP_RECORD)
def assign(request: HttpRequest, pk: Any) -> HttpResponse:
    """What is suggested to this client, what is switched on for them, and the library to choose from."""
    client = reach.client(request, pk)
    words = request.GET.get("q", "")
    suggested = assignments.of_client(client, by=request.user)
    context = {
        "client": client,
        "suggested": suggested,
        "taken": {assignment.exercise for assignment in suggested},
        "enabled": enabling.of_client(client, by=request.user),
        "shelves": shelves.shelves(catalogue.all(), words),
        "words": words,
    }
    return render(request, "exercises/assign.html", context)


@allow(Permission.KEEP_RECORD)
@once
def suggest(request: HttpRequest, pk: Any, exercise_id: str) -> HttpResponse:
    """Caution, when not, and the stop rule; then why, how often and until when."""
    client, exercise = reach.client(request, pk), reach.exercise(exercise_id)
    is_off = not enabling.is_on(client, exercise)
    form = AssignForm(exercise, request.POST if request.method == "POST" else None, is_off=is_off)
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem = _suggest(request, client, exercise, form)
        if not problem:
            messages.success(request, _("Suggested. They see it when they sign in."))
            return redirect("exercises:assign", client.pk)
    context = {"client": client, "exercise": exercise, "form": form, "is_off": is_off, "problem": problem}
    return render(request, "exercises/suggest.html", context)


def _suggest(request: HttpRequest, client: Client, exercise: Exercise, form: AssignForm) -> str:
    """Why it could not be suggested; nothing when it was."""
    why = form.cleaned_data["why"]
    try:
        assignments.assign(client, exercise.id, by=request.user, why=why, agreed=form.agreed)
    except assignments.REFUSED as refusal:
        return str(refusal)
    return ""


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def take_back(request: HttpRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Assignment.objects.visible_to(request.user), pk=pk)
    assignments.drop(row, by=request.user)
    messages.success(request, _("Taken back. What they wrote stays theirs."))
    return redirect("exercises:assign", row.client_id)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def disable(request: HttpRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Enabled.objects.visible_to(request.user).select_related("client"), pk=pk)
    enabling.end(row, by=request.user)
    messages.success(request, _("Switched off. What they began they may finish."))
    return redirect("exercises:assign", row.client_id)
