"""What one wrote: check it, finish it, share it or take that back, change it, remove it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.exercises import diary, entries, showing
from waylight.exercises.entries import versions
from waylight.exercises.forms import HelpedForm
from waylight.exercises.models import Entry, EntryVersion
from waylight.exercises.views import reach
from waylight.privacy.idempotency import once

REFUSED = (
    entries.AlreadyShared, entries.AlreadyRead, entries.NotFinishedYet, entries.NobodyToRead, entries.TooLong,
)  # fmt: skip


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def page(request: HttpRequest, pk: Any) -> HttpResponse:
    return _show(request, entries.read(reach.own_entry(request, pk), by=request.user))


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def finish(request: HttpRequest, pk: Any) -> HttpResponse:
    return _do(request, pk, entries.finish, _("Saved."))


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def share(request: HttpRequest, pk: Any) -> HttpResponse:
    return _do(request, pk, entries.share, _("Shared."))


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def unshare(request: HttpRequest, pk: Any) -> HttpResponse:
    return _do(request, pk, entries.unshare, _("Taken back. Only you can read it."))


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def helped(request: HttpRequest, pk: Any) -> HttpResponse:
    entry = reach.own_entry(request, pk)
    form = HelpedForm(request.POST)
    if not form.is_valid():
        return _show(request, entry, form=form)
    try:
        entries.say_how_it_was(entry, form.cleaned_data["helped"], by=request.user)
    except REFUSED as refusal:
        return _show(request, entry, problem=str(refusal))
    messages.success(request, _("Saved."))
    return redirect("exercises:entry", pk)


@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def remove(request: HttpRequest, pk: Any) -> HttpResponse:
    entry = reach.own_entry(request, pk)
    if request.method != "POST":
        return render(request, "exercises/remove.html", {"entry": entry})
    try:
        entries.remove(entry, by=request.user)
    except REFUSED as refusal:
        return _show(request, entry, problem=str(refusal))
    messages.success(request, _("Removed."))
    return redirect("exercises:diary" if entry.exercise == diary.ID else "exercises:mine")


def _pages(entry: Entry) -> list[showing.Page]:
    """Every page; of the diary, where most is left out, what was answered."""
    found = showing.pages(entry.form, entry.all_answers, frozenset(entry.asked))
    if entry.exercise != diary.ID:
        return found
    return [replace(page, answered=[one for one in page.answered if one.lines]) for page in found]


def _shown(version: EntryVersion) -> list[showing.Page]:
    """The page as the other device had it."""
    entry = version.entry
    there = showing.pages(entry.form, entry.answers | version.answers, frozenset(entry.asked))
    return [page for page in there if page.step.id == version.step]


def _do(request: HttpRequest, pk: Any, verb: Callable[..., Entry], said: str) -> HttpResponse:
    entry = reach.own_entry(request, pk)
    try:
        verb(entry, by=request.user)
    except REFUSED as refusal:
        return _show(request, entry, problem=str(refusal))
    messages.success(request, said)
    return redirect("exercises:entry", pk)


def _show(
    request: HttpRequest, entry: Entry, problem: str = "", form: HelpedForm | None = None
) -> HttpResponse:
    context = {
        "entry": entry,
        "pages": _pages(entry),
        "versions": [(version, _shown(version)) for version in versions.of_entry(entry)],
        "is_diary": entry.exercise == diary.ID,
        "branches": [] if entry.finished_at else showing.opened(entry),
        "open_steps": entry.open_steps(),
        "promise": entries.promise_of(entry.client),
        "helped": entry.helped,
        "form": form or HelpedForm(initial={"helped": entry.helped}),
        "problem": problem,
    }
    return render(request, "exercises/entry.html", context)
