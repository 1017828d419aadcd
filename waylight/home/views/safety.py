"""Safety steps: what to do when a therapist is worried, with the numbers for where this client is (REQUIREMENTS 5.3)."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from waylight.accounts.signed_in import SignedIn
from waylight.booking import precheck
from waylight.booking.models import Appointment
from waylight.crisis import directory
from waylight.people.models import EmergencyContact
from waylight.privacy import audit


def steps(request: SignedIn) -> HttpResponse:
    """For a therapist: the client of the appointment that is on now, or comes next today. For others: the steps alone."""
    if not request.user.is_staff_member:
        raise Http404
    now = timezone.now()
    appointment = (
        Appointment.objects.visible_to(request.user)
        .upcoming(now)
        .filter(starts_at__lte=now + timedelta(hours=12))
        .select_related("client", "pre_check")
        .first()
        if request.user.is_therapist
        else None
    )
    context: dict = {"appointment": appointment}
    if appointment:
        audit.record("read-safety", by=request.user, person=appointment.client_id, about=appointment)
        contacts = EmergencyContact.objects.visible_to(request.user).filter(client=appointment.client)
        context |= {
            "client": appointment.client,
            "pre_check": precheck.of(appointment),
            "number": precheck.number_to_call(appointment),
            "contacts": contacts.order_by("position"),
            "country": directory.country(appointment.client.country, on=timezone.localdate()),
        }
    return render(request, "home/safety.html", context)
