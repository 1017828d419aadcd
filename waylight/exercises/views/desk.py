"""A therapist's side: suggest an exercise, read what a client chose to share."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.exercises import assignments, entries, showing
from waylight.exercises.forms import AssignForm
from waylight.exercises.models import Entry
from waylight.people.models import Client
from waylight.privacy.idempotency import once


@allow(Permission.KEEP_RECORD)
@once
def assign(request: HttpRequest, pk: Any) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    form = AssignForm(request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            assignments.assign(client, wanted["exercise"], by=request.user, why=wanted["why"])
            messages.success(request, _("Suggested. They see it when they sign in."))
            return redirect("home:client", client.pk)
        except assignments.AlreadySuggested as refusal:
            problem = str(refusal)
    return render(request, "exercises/assign.html", {"client": client, "form": form, "problem": problem})


@require_safe
@allow(Permission.KEEP_RECORD)
def shared(request: HttpRequest, pk: Any) -> HttpResponse:
    entry = entries.read(_shared_with(request, pk), by=request.user)
    context = {
        "entry": entry,
        "pages": showing.pages(entry.form, entry.answers, frozenset(entry.asked)),
        "helped": dict(showing.HELPED).get(entry.answers.get("helped", "")),
    }
    return render(request, "exercises/shared.html", context)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def mark_read(request: HttpRequest, pk: Any) -> HttpResponse:
    entries.mark_read(_shared_with(request, pk), by=request.user)
    messages.success(request, _("Marked as read. They can see that you read it."))
    return redirect("exercises:shared", pk)


def _shared_with(request: HttpRequest, pk: Any) -> Entry:
    found = Entry.objects.visible_to(request.user).shared().select_related("client")
    return get_object_or_404(found, pk=pk)
