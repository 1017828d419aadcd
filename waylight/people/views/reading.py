"""What waits to be read: for the therapist or the deputy with the words, for the office without them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.crisis import visitor
from waylight.people import reading
from waylight.people.clients import recipient
from waylight.people.forms import DeputyForm, DoneForm
from waylight.people.models import Client, Deputy, EmergencyContact, NeedsReading, Therapist
from waylight.privacy.idempotency import once


@allow(Permission.KEEP_RECORD)
def waiting(request: HttpRequest) -> HttpResponse:
    context = {"items": reading.waiting_for(request.user)}
    return render(request, "people/waiting.html", context)


@allow(Permission.KEEP_RECORD)
@once
def item(request: HttpRequest, pk: Any) -> HttpResponse:
    found = get_object_or_404(_within_reach(request), pk=pk)
    form = DoneForm(request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            reading.acknowledge(found, done=form.cleaned_data["done"], by=request.user)
        except reading.AlreadyAcknowledged as refusal:
            problem = str(refusal)
            found = get_object_or_404(_within_reach(request), pk=pk)
        else:
            messages.success(request, _("Kept. It no longer waits."))
            return redirect("people:waiting")
    reading.read(found, by=request.user)
    is_mine = Client.objects.in_care_of(request.user).filter(pk=found.client_id).exists()
    context = {"item": found, "form": form, "problem": problem, "is_mine": is_mine}
    return render(request, "people/item.html", context | _how_to_reach(found))


@allow(Permission.KEEP_SETTINGS)
def office(request: HttpRequest) -> HttpResponse:
    """Which promises wait, and who reads in whose place: no client, and no words."""
    now = timezone.now()
    rows = NeedsReading.objects.waiting().select_related("therapist", "deputy").defer("words")
    therapists = Therapist.objects.filter(user__is_active=True).order_by("name")
    named = dict(Deputy.objects.current().values_list("therapist", "deputy"))
    context = {
        "items": rows,
        "now": now,
        "forms": [(one, DeputyForm.of(one, list(therapists), named.get(one.pk))) for one in therapists],
    }
    return render(request, "people/office_reading.html", context)


@require_POST
@allow(Permission.KEEP_SETTINGS)
@once
def name_deputy(request: HttpRequest, number: int) -> HttpResponse:
    here = Therapist.objects.filter(user__is_active=True)
    therapist = get_object_or_404(here, pk=number)
    form = DeputyForm.of(therapist, list(here.order_by("name")), None, request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["deputy"]
        reading.name_deputy(therapist, here.get(pk=chosen) if chosen is not None else None, by=request.user)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose somebody who works here, or nobody."))
    return redirect("people:office_reading")


def _within_reach(request: HttpRequest) -> Any:
    rows = NeedsReading.objects.visible_to(request.user)
    return rows.select_related("client__user", "therapist", "deputy", "acknowledgement__acknowledged_by")


def _how_to_reach(found: NeedsReading) -> dict[str, Any]:
    """A deputy does not know the client: how they are reached and whom they named stand on the page itself."""
    contacts = EmergencyContact.objects.filter(client=found.client).order_by("position")
    country = visitor.country(found.client.country)
    return {"way": recipient(found.client), "contacts": contacts, "country": country}
