"""A client's own data: take it away in one file, and say which systems may read it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.accounts.signed_in import SignedIn
from waylight.fhir import bundles, reading, systems
from waylight.fhir.models import Allowance, System
from waylight.fhir.resources import KINDS
from waylight.fhir.views.api import TYPE, base
from waylight.privacy import audit
from waylight.privacy.idempotency import once, repeatable


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def page(request: SignedIn) -> HttpResponse:
    allowed = set(Allowance.objects.visible_to(request.user).standing().values_list("system_id", flat=True))
    found = [
        {
            "system": system,
            "abouts": [KINDS[type].about for type in system.types if type in KINDS],
            "is_allowed": system.pk in allowed,
        }
        for system in System.objects.visible_to(request.user).order_by("name", "pk")
    ]
    kinds = [kind.about for kind in KINDS.values() if kind.is_personal]
    return render(request, "fhir/my_data.html", {"systems": found, "kinds": kinds})


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@repeatable
def record(request: SignedIn) -> HttpResponse:
    """The file. By POST, so that no picture of a page, no link and no prefetching makes one."""
    reader = reading.own(request.user, KINDS, with_private_part="private_part" in request.POST)
    assert reader is not None
    audit.record(f"{audit.READ}own-record", by=request.user, person=request.user.client.pk)
    now = timezone.now()
    response = HttpResponse(bundles.own_record(reader, base(), now), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="record-{timezone.localdate(now)}.json"'
    return response


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def choose(request: SignedIn, pk: UUID) -> HttpResponse:
    """Allows a system, or takes that back."""
    system = get_object_or_404(System.objects.visible_to(request.user), pk=pk)
    client = request.user.client
    if request.POST.get("act") == "allow":
        try:
            systems.allow(client, system, by=request.user)
        except systems.SystemEnded as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("Allowed. You can take this back at any time."))
    else:
        systems.take_back(client, system, by=request.user)
        messages.success(request, _("Taken back. It can no longer read what is yours."))
    return redirect("fhir:my_data")
