"""The diary: a number, what one tried, a few words if one likes. Each is saved by itself and may be left out."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.exercises import diary, entries, showing
from waylight.exercises.catalogue import Step
from waylight.exercises.forms import HelpedForm, StepForm
from waylight.exercises.models import Entry
from waylight.exercises.views import reach
from waylight.privacy import audit, keyring
from waylight.privacy.idempotency import once

PAGE = 20
REFUSED = (entries.AlreadyShared, entries.AlreadyRead, entries.NotForYouYet, entries.TooLong)


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def mine(request: HttpRequest) -> HttpResponse:
    client = reach.own_client(request)
    page = Paginator(diary.of_client(client, by=request.user), PAGE).get_page(request.GET.get("page"))
    keyring.load(page)
    audit.record("read-diary", by=request.user, person=client.pk)
    context = {
        "page": page,
        "lines": [diary.line(entry) for entry in page],
        "weeks": diary.lately(client, by=request.user) if page.number == 1 else [],
    }
    return render(request, "exercises/diary.html", context)


@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def new(request: HttpRequest) -> HttpResponse:
    """The first tap. Nothing is kept before it."""
    client, exercise = reach.own_client(request), reach.exercise(diary.ID)
    first = diary.steps(exercise)[0]
    entry = Entry(client=client, exercise=exercise.id, version=exercise.version)
    form = StepForm(entry, first, request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        if form.found["urge_peak"] is None:
            problem = _("Choose a number. 0 is an answer too.")
        else:
            try:
                entry = diary.note(client, form.found, by=request.user)
                return redirect("exercises:diary_step", entry.pk, "helped")
            except REFUSED as refusal:
                problem = str(refusal)
    asked = first.questions[0]
    numbers = range(asked.least, asked.top + 1)
    return _show(
        request, entry, first, form, problem, asked=asked, numbers=numbers, centre=numbers[len(numbers) // 2]
    )


@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def step(request: HttpRequest, pk: Any, step_id: str) -> HttpResponse:
    entry = _own(request, pk)
    found = diary.step(entry.form, step_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _save(request, entry, found)
    if entry.is_shared:
        return redirect("exercises:entry", entry.pk)
    entries.read(entry, by=request.user)
    return _show(request, entry, found, StepForm(entry, found))


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def saved(request: HttpRequest, pk: Any) -> HttpResponse:
    """The plan, a person, or nothing: the same for every number. A link that an answer opens comes first."""
    entry = _own(request, pk)
    context = {"entry": entry, "branches": showing.opened(entry)}
    return render(request, "exercises/diary_saved.html", context)


def _own(request: HttpRequest, pk: Any) -> Entry:
    found = Entry.objects.visible_to(request.user).filter(exercise=diary.ID).select_related("client")
    return get_object_or_404(found, pk=pk)


def _save(request: HttpRequest, entry: Entry, found: Step) -> HttpResponse:
    form, helped = StepForm(entry, found, request.POST), HelpedForm(request.POST)
    if not form.is_valid():
        return _show(request, entry, found, form)
    try:
        entry = entries.save_step(entry, found, form.found, by=request.user, **_window(form))
        if found.id == "helped" and helped.is_valid() and helped.cleaned_data["helped"]:
            entry = entries.say_how_it_was(entry, helped.cleaned_data["helped"], by=request.user)
        if "share" in request.POST:
            entries.share(entry, by=request.user)
            messages.success(request, _("Shared."))
    except (*REFUSED, entries.NobodyToRead, entries.NotFinishedYet) as refusal:
        return _show(request, entry, found, form, str(refusal))
    if found.id == "words" or request.POST.get("act") == "stop":
        return redirect("exercises:diary_saved", entry.pk)
    return redirect("exercises:diary_step", entry.pk, "helped" if found.id == "strength" else "words")


def _window(form: StepForm) -> dict[str, Any]:
    return {"window": form.cleaned_data["window"], "was_shown": form.cleaned_data["was_shown"] or None}


def _show(
    request: HttpRequest, entry: Entry, found: Step, form: StepForm, problem: str = "", **more: Any
) -> HttpResponse:
    context = {
        "entry": entry,
        "exercise": entry.form,
        "step": found,
        "number": list(diary.PARTS).index(found.id) + 1,
        "form": form,
        "helped": HelpedForm(initial={"helped": entry.helped}) if found.id == "helped" else None,
        "is_last": found.id == "words",
        "promise": entries.promise_of(entry.client) if found.id != "helped" else None,
        "problem": problem,
    }
    return render(request, "exercises/diary_step.html", context | more)
