"""A therapist's clients, and one client's page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import offers
from waylight.booking.models import Appointment, Kind, Series
from waylight.care import notes, take_aways
from waylight.exercises import assignments, entries
from waylight.intake import papers as intake_papers
from waylight.people.models import Client
from waylight.privacy import audit, keyring
from waylight.privacy.idempotency import once

PAGE = 25


@allow(Permission.KEEP_RECORD)
def everyone(request: SignedIn) -> HttpResponse:
    page = Paginator(
        Client.objects.visible_to(request.user).select_related("user").order_by("-created_at"), PAGE
    ).get_page(request.GET.get("page"))
    keyring.load(page)
    return render(request, "home/clients.html", {"page": page})


@allow(Permission.KEEP_RECORD)
def page(request: SignedIn, pk: str) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    audit.record("read-record", by=request.user, person=client.pk, about=client)
    appointments = Appointment.objects.visible_to(request.user).filter(client=client).standing()
    context = {
        "client": client,
        "now": timezone.now(),
        "appointments": appointments.select_related("closing").order_by("-starts_at")[:PAGE],
        "courses": Series.objects.visible_to(request.user).running().filter(client=client),
        "notes": notes.of_client(client, by=request.user)[:PAGE],
        "take_aways": take_aways.pages(client, 1, by=request.user),
        "assignments": assignments.of_client(client, by=request.user),
        "shared": entries.shared_by(client, by=request.user)[:PAGE],
    }
    return render(request, "home/client.html", context)


@allow(Permission.KEEP_RECORD)
def papers(request: SignedIn, pk: str) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    summary = intake_papers.summary(client, by=request.user)
    return render(request, "home/client_papers.html", {"client": client, "papers": summary})


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def send_times(request: SignedIn, pk: str) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    try:
        offers.offer_session(client, request.user.therapist, by=request.user, kind=Kind.SESSION)
    except offers.CannotOffer as refusal:
        messages.error(request, _("Nothing was sent. %(why)s") % {"why": refusal})
    else:
        messages.success(request, _("A neutral message with a link to your free times is on its way."))
    return redirect("home:client", pk=client.pk)
