"""A therapist reads what a client chose to share, and says that it was read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.exercises import entries, showing
from waylight.exercises.models import Entry
from waylight.privacy.idempotency import once


@require_safe
@allow(Permission.KEEP_RECORD)
def shared(request: HttpRequest, pk: Any) -> HttpResponse:
    entry = entries.read(_shared_with(request, pk), by=request.user)
    context = {
        "entry": entry,
        "pages": showing.pages(entry.form, entry.answers, frozenset(entry.asked), to_therapist=True),
        "helped": dict(showing.HELPED).get(entry.helped),
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
