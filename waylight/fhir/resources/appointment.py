"""Appointment: when client and therapist meet. What the client wants to talk about is in their own copy alone."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.booking.models import Appointment
from waylight.booking.models import Kind as KindOfAppointment
from waylight.fhir.reading import Reader
from waylight.fhir.resources.kinds import Kind, Rows
from waylight.fhir.resources.values import instant, reference, resource, subject

TEXTS = {KindOfAppointment.FIRST_TALK: "First talk", KindOfAppointment.SESSION: "Session"}


def rows(reader: Reader) -> Any:
    return Appointment.objects.filter(client__in=reader.clients).select_related("therapist", "cancellation")


def said(appointment: Appointment, reader: Reader) -> dict[str, Any]:
    therapist = appointment.therapist
    return resource(
        "Appointment",
        appointment.pk,
        status="entered-in-error" if appointment.was_undone else appointment.status,
        serviceType=[{"text": TEXTS[KindOfAppointment(appointment.kind)]}],
        start=instant(appointment.starts_at),
        end=instant(appointment.ends_at),
        minutesDuration=int((appointment.ends_at - appointment.starts_at).total_seconds() // 60),
        created=instant(appointment.booked_at),
        comment=appointment.topic if reader.is_own else "",
        participant=[
            {"actor": subject(appointment.client_id), "status": "accepted"},
            {"actor": reference("Practitioner", therapist.slug, therapist.name), "status": "accepted"},
        ],
    )


KIND = Kind("Appointment", _("Your appointments: when, and with whom"), (Rows(rows, said),))
