"""Safety steps: what to do when a therapist is worried, with the numbers for where this client is (REQUIREMENTS 5.3)."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from waylight.accounts.signed_in import SignedIn
from waylight.booking import precheck
from waylight.booking.models import Appointment
from waylight.crisis import visitor
from waylight.intake import papers
from waylight.people.models import Client, EmergencyContact
from waylight.privacy import audit, keyring

NEAR = timedelta(hours=12)
OVERRUN = timedelta(hours=1)


def steps(request: SignedIn) -> HttpResponse:
    """For a therapist: the client whom they chose, or speak with, or meet next. For others: the steps alone.

    Any client of theirs can be chosen: what worries a therapist may have come in between two appointments.
    """
    if not request.user.is_staff_member:
        raise Http404
    now = timezone.now()
    near = _near(request, now) if request.user.is_therapist else []
    wanted = request.GET.get("for", "")
    chosen = _chosen(request)
    if chosen:
        theirs = [one for one in near if one.client_id == chosen.pk]
        asked = [one for one in theirs if hasattr(one, "pre_check")]
        appointment = _on_now(theirs, now) or (asked[-1] if asked else None)
    else:
        appointment = next((one for one in near if str(one.pk) == wanted), None) or _on_now(near, now)
    client = chosen or (appointment.client if appointment else None)
    context: dict = {"appointment": appointment, "others": [one for one in near if one != appointment]}
    if client:
        audit.record("read-safety", by=request.user, person=client.pk, about=appointment or client)
        context |= _of(request, client, appointment)
    return render(request, "home/safety.html", context)


def _chosen(request: SignedIn) -> Client | None:
    if "client" not in request.GET or not request.user.is_therapist:
        return None
    try:
        return get_object_or_404(Client.objects.visible_to(request.user), pk=request.GET["client"])
    except ValidationError:  # not an id at all
        raise Http404 from None


def _of(request: SignedIn, client: Client, appointment: Appointment | None) -> dict[str, Any]:
    """Where they are and whom to call: as said today, and as it usually is."""
    contacts = EmergencyContact.objects.visible_to(request.user).filter(client=client)
    return {
        "client": client,
        "pre_check": precheck.of(appointment) if appointment else None,
        "number": precheck.number_to_call(appointment) if appointment else precheck.known_number(client),
        "contacts": contacts.order_by("position"),
        "country": visitor.country(client.country),
        "usual": [words for words in papers.answers(client, "place").values() if words],
    }


def _near(request: SignedIn, now: datetime) -> list[Appointment]:
    """Also those that are over: one may be worried about somebody after the session, or be with them for longer."""
    rows = Appointment.objects.visible_to(request.user).standing()
    rows = rows.filter(starts_at__gt=now - NEAR, starts_at__lte=now + NEAR)
    found = list(rows.select_related("client", "pre_check").order_by("starts_at"))
    keyring.load(found)
    return found


def _on_now(near: list[Appointment], now: datetime) -> Appointment | None:
    """Whom the therapist checked in last and has not written up yet: a session that takes longer gives no way to the next."""
    booked = [one for one in near if one.is_booked and one.ends_at > now - OVERRUN]
    asked = [(one.pre_check.seen_at, one) for one in booked if hasattr(one, "pre_check")]
    begun = [(seen_at, one) for seen_at, one in asked if seen_at is not None]
    if begun:
        return max(begun, key=lambda pair: pair[0])[1]
    return next((one for one in booked if one.ends_at > now), None)
