"""What a manager sees and does for one client: names, times, links; never the record (decision 7)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts import invitations
from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import offers
from waylight.booking.for_client import last_act
from waylight.booking.models import Appointment, BookingLink, Series
from waylight.booking.waiting import showing
from waylight.people.models import Client, Therapist
from waylight.privacy import audit
from waylight.privacy.idempotency import once

RENEWED_FOR = 1  # days: the client has just been called
PAST_SHOWN = 20  # appointments


@allow(Permission.ANSWER_ENQUIRIES)
def page(request: SignedIn, pk: str) -> HttpResponse:
    return _show(request, _within_reach(request, pk))


@require_POST
@allow(Permission.ANSWER_ENQUIRIES)
@once
def invite(request: SignedIn, pk: str) -> HttpResponse:
    client = _within_reach(request, pk)
    if client.user is None:
        return _show(request, client, problem=_("They have no e-mail address for signing in yet."))
    invitations.invite(client.user, by=request.user, person_id=client.pk, days=RENEWED_FOR)
    messages.success(request, _("A new invitation is on its way."))
    return redirect("home:person", pk=pk)


@require_POST
@allow(Permission.ANSWER_ENQUIRIES)
@once
def hand_over(request: SignedIn, pk: str) -> HttpResponse:
    client = _within_reach(request, pk)
    therapist = Therapist.objects.visible_to(request.user).filter(slug=request.POST.get("therapist")).first()
    if therapist is None:
        return _show(request, client, problem=_("Choose a therapist."))
    try:
        offers.hand_over(client, therapist, by=request.user, kind=offers.kind_for(client, therapist))
    except offers.CannotOffer as refusal:
        return _show(request, client, problem=str(refusal))
    messages.success(request, _("A link to the free times is on its way."))
    return redirect("home:person", pk=pk)


@require_POST
@allow(Permission.ANSWER_ENQUIRIES)
@once
def revoke(request: SignedIn, pk: str) -> HttpResponse:
    link = get_object_or_404(BookingLink.objects.visible_to(request.user), pk=pk)
    offers.revoke(link, by=request.user)
    messages.success(request, _("The link no longer works."))
    return redirect("home:person", pk=link.client_id)


def _within_reach(request: SignedIn, pk: str) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user).select_related("user"), pk=pk)


def _show(request: SignedIn, client: Client, **extra: Any) -> HttpResponse:
    audit.record("read-contact", by=request.user, person=client.pk, about=client)
    now = timezone.now()
    times = Appointment.objects.visible_to(request.user).filter(client=client)
    times = times.select_related("therapist", "cancellation__waiver")
    coming, past = list(times.upcoming(now)), list(times.past(now)[:PAST_SHOWN])
    last, undo_until = last_act([*coming, *past], by=request.user, now=now)
    context = {
        "client": client,
        "now": now,
        "episodes": client.episodes.select_related("therapist").order_by("-starts_on"),
        "coming": coming,
        "past": past,
        "courses": Series.objects.visible_to(request.user).running().filter(client=client),
        "waiting": showing.of_client(client),
        "undo_until": undo_until,
        "undo_at": last and reverse("booking:office_undo", args=[client.pk, last.pk]),
        "links": client.booking_links.filter(revoked_at=None)
        .select_related("therapist")
        .order_by("-created_at")[:10],
        "therapists": Therapist.objects.shown(timezone.localdate()).order_by("name"),
    } | extra
    return render(request, "home/person.html", context)
