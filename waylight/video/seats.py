"""Who may be in a room, as what, under which name. Every view and the socket go through `seat_of`: all else is a 404."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse

from waylight.booking.models import Appointment
from waylight.video import rooms
from waylight.video.models import Admission, Role, Room, RoomGuest


@dataclass(frozen=True)
class Seat:
    """Somebody's place in an open room. Without an admission they have not asked to come in (`admissions.wait`)."""

    room: Room
    admission: Admission | None
    role: str  # of Role
    who: str  # a user's id, or a guest's
    name: str  # as the others in the room read it

    @property
    def id(self) -> str:
        """What the other browsers and the signalling know; "" before they asked to come in."""
        return str(self.admission.seat) if self.admission is not None else ""

    @property
    def is_admitted(self) -> bool:
        return self.admission is not None and self.admission.is_admitted

    @property
    def appointment(self) -> Appointment:
        return self.room.appointment


def seat_of(person: Any, appointment_pk: Any, now: datetime) -> Seat:
    """The seat of a user, or of a guest whom both admit. Raises Http404 for everybody else, and while the room is closed."""
    appointment = appointment_of(person, appointment_pk)
    role, who = role_in(person, appointment), str(person.pk)
    if not rooms.is_open(appointment, Room.objects.filter(pk=appointment.pk).first(), now):
        raise Http404
    room = rooms.opened(appointment, by=who, now=now)
    room.appointment = appointment
    admission = Admission.objects.open().filter(room=room, who=who).first()
    return Seat(room, admission, role, who, name_of(role, person, appointment))


def appointment_of(person: Any, pk: Any) -> Appointment:
    """Their own appointment, be its room open or not. Raises Http404 where it is none of theirs."""
    rows = Appointment.objects.select_related("client__user", "therapist__user")
    role = getattr(person, "role", "")
    if role in {Role.CLIENT, Role.THERAPIST}:
        found = rows.visible_to(person).filter(pk=pk).first()
    elif str(getattr(person, "appointment_id", "")) == str(pk):  # a guest
        found = rows.filter(pk=pk).first()
    else:
        found = None
    if found is None:
        raise Http404
    return found


def role_in(person: Any, appointment: Appointment) -> str:
    """Raises Http404 for somebody who has no role in it."""
    if person.pk == appointment.client.user_id:
        return Role.CLIENT
    if person.pk == appointment.therapist.user_id:
        return Role.THERAPIST
    if getattr(person, "is_agreed", False):
        return Role.GUEST
    raise Http404


def name_of(role: str, person: Any, appointment: Appointment) -> str:
    if role == Role.CLIENT:
        return appointment.client.known_as
    return appointment.therapist.name if role == Role.THERAPIST else person.name


def afterwards(role: str, appointment_pk: Any) -> str:
    """Where the page of a room goes when the session is over."""
    if role == Role.THERAPIST:
        return reverse("care:note", args=[appointment_pk])
    if role == Role.GUEST:
        return reverse("video:guest_after")
    return reverse("video:after", args=[appointment_pk])


def name_in(room: Room, admission: Admission) -> str:
    """The name of somebody who is there or waits."""
    guest = RoomGuest.objects.filter(pk=admission.who).first() if admission.role == Role.GUEST else None
    if admission.role == Role.GUEST and guest is None:
        return ""
    return name_of(admission.role, guest, room.appointment)
