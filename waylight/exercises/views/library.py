"""The library as a therapist meets it: by therapy, one exercise with all about it, and each page as a client sees it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.exercises import catalogue, shelves
from waylight.exercises.forms import StepForm
from waylight.exercises.models import Entry
from waylight.exercises.views import reach
from waylight.people.models import Client
from waylight.privacy import keyring

PAGE = 40  # clients on a page


@require_safe
@allow(Permission.KEEP_RECORD)
def everything(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")
    context = {"shelves": shelves.shelves(catalogue.all(), words), "words": words}
    return render(request, "exercises/library.html", context)


@require_safe
@allow(Permission.KEEP_RECORD)
def one(request: HttpRequest, exercise_id: str) -> HttpResponse:
    exercise = reach.exercise(exercise_id)
    clients = Client.objects.visible_to(request.user).order_by("-created_at")
    page = Paginator(clients, PAGE).get_page(request.GET.get("page"))
    keyring.load(page)
    return render(request, "exercises/in_library.html", {"exercise": exercise, "page": page})


@require_safe
@allow(Permission.KEEP_RECORD)
def preview(request: HttpRequest, exercise_id: str, step_id: str) -> HttpResponse:
    """One page of it, drawn as for a client. Nothing is sent, and nothing kept."""
    exercise = reach.exercise(exercise_id)
    step = exercise.step(step_id)
    if step is None:
        raise Http404
    switched_on = [question.id for question in exercise.questions() if question.off_until_enabled]
    entry = Entry(exercise=exercise.id, version=exercise.version, asked=switched_on)
    context: dict[str, Any] = {
        "exercise": exercise,
        "step": step,
        "number": exercise.place(step),
        "before": exercise.before(step),
        "after": exercise.after(step),
        "form": StepForm(entry, step),
    }
    return render(request, "exercises/preview.html", context)
