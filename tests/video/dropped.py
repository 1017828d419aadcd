"""A session in which the line drops: Ana with Clara, both inside, with what was said before it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tests import cast
from waylight.booking import precheck
from waylight.booking.models import Appointment, Hearing
from waylight.people.models import EmergencyContact
from waylight.video import interruptions, rooms
from waylight.video.models import Admission, Interruption, Role, Room

PLACE, NUMBER = "14 Larch Road, Leeds", "+441632960123"
CONTACT, CONTACT_NUMBER = "Noor", "+441632960777"


def a_session(**fields: Any) -> Room:
    """It began a quarter of an hour ago, and both are inside."""
    starts_at = timezone.now() - timedelta(minutes=15)
    appointment = cast.an_appointment(**({"starts_at": starts_at} | fields))
    precheck.check_in(
        appointment,
        by=appointment.therapist.user,
        place=PLACE,
        hearing=Hearing.NO,
        callback=NUMBER,
        contact_still_right=True,
    )
    room = rooms.opened(appointment, by=str(appointment.therapist.user_id), now=timezone.now())
    for role, who in ((Role.CLIENT, appointment.client.user), (Role.THERAPIST, appointment.therapist.user)):
        come_in(room, role, who)
    rooms.begin_if_both_are_inside(room, timezone.now())
    return Room.objects.select_related("appointment__client__user", "appointment__therapist__user").get(
        pk=room.pk
    )


def come_in(room: Room, role: str, who: Any) -> Admission:
    now = timezone.now()
    return Admission.objects.create(
        room=room,
        role=role,
        who=str(who.pk),
        asked_at=now,
        seen_at=now,
        admitted_at=now,
        admitted_by=str(cast.clara().user_id),
    )


def a_contact(appointment: Appointment) -> EmergencyContact:
    contact = EmergencyContact(client=appointment.client, position=1, may_call=True)
    contact.name, contact.relation, contact.telephone = CONTACT, "Sister", CONTACT_NUMBER
    contact.save()
    return contact


def dropped(room: Room | None = None) -> Interruption:
    """The therapist's page is without the client."""
    room = room or a_session()
    row = interruptions.lose(room.pk, role=Role.THERAPIST, by=room.appointment.therapist.user)
    assert row is not None
    return row


def minutes_after(row: Interruption, minutes: float) -> datetime:
    return row.lost_at + timedelta(minutes=minutes)
