"""Two devices wrote to one page: which of the two stands there."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.exercises import entries
from waylight.exercises.entries import versions
from waylight.exercises.models import EntryVersion
from waylight.privacy.idempotency import once


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def choose(request: HttpRequest, pk: Any) -> HttpResponse:
    version = _own(request, pk)
    try:
        versions.choose(version, by=request.user)
        messages.success(request, _("This is what the page holds now. The other one is kept below."))
    except (entries.AlreadyShared, entries.AlreadyRead) as refusal:
        messages.error(request, str(refusal))
    return redirect("exercises:entry", version.entry_id)


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def let_go(request: HttpRequest, pk: Any) -> HttpResponse:
    version = _own(request, pk)
    versions.let_go(version, by=request.user)
    messages.success(request, _("Removed."))
    return redirect("exercises:entry", version.entry_id)


def _own(request: HttpRequest, pk: Any) -> EntryVersion:
    found = EntryVersion.objects.visible_to(request.user).select_related("entry__client")
    return get_object_or_404(found, pk=pk)
