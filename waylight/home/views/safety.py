"""Safety steps: what to do when a therapist is worried, with the numbers for where this client is (REQUIREMENTS 5.3)."""

from datetime import datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from waylight.accounts.signed_in import SignedIn
from waylight.booking import precheck
from waylight.booking.models import Appointment
from waylight.crisis import visitor
from waylight.people.models import EmergencyContact
from waylight.privacy import audit, keyring

NEAR = timedelta(hours=12)
OVERRUN = timedelta(hours=1)


def steps(request: SignedIn) -> HttpResponse:
    """For a therapist: the client whom they chose, or speak with, or meet next. For others: the steps alone."""
    if not request.user.is_staff_member:
        raise Http404
    now = timezone.now()
    near = _near(request, now) if request.user.is_therapist else []
    wanted = request.GET.get("for", "")
    appointment = next((one for one in near if str(one.pk) == wanted), None) or _on_now(near, now)
    context: dict = {"appointment": appointment, "others": [one for one in near if one != appointment]}
    if appointment:
        audit.record("read-safety", by=request.user, person=appointment.client_id, about=appointment)
        contacts = EmergencyContact.objects.visible_to(request.user).filter(client=appointment.client)
        context |= {
            "client": appointment.client,
            "pre_check": precheck.of(appointment),
            "number": precheck.number_to_call(appointment),
            "contacts": contacts.order_by("position"),
            "country": visitor.country(appointment.client.country),
        }
    return render(request, "home/safety.html", context)


def _near(request: SignedIn, now: datetime) -> list[Appointment]:
    """Also those that are over: one may be worried about somebody after the session, or be with them for longer."""
    rows = Appointment.objects.visible_to(request.user).standing()
    rows = rows.filter(starts_at__gt=now - NEAR, starts_at__lte=now + NEAR)
    found = list(rows.select_related("client", "pre_check").order_by("starts_at"))
    keyring.load(found)
    return found


def _on_now(near: list[Appointment], now: datetime) -> Appointment | None:
    """Whoever checked in last and is not written up yet: a session that takes longer gives no way to the next one."""
    booked = [one for one in near if one.is_booked and one.ends_at > now - OVERRUN]
    begun = [one for one in booked if hasattr(one, "pre_check")]
    if begun:
        return max(begun, key=lambda one: one.pre_check.checked_at)
    return next((one for one in booked if one.ends_at > now), None)
