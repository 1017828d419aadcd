"""Whom both admit: the therapist names somebody, the client agrees, either removes them. Each has a link of their own."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from waylight.booking import telling
from waylight.booking.models import Appointment
from waylight.booking.models.links import digest_of
from waylight.privacy import audit, keyring
from waylight.ui.refusals import Refusal
from waylight.video import admissions, rooms
from waylight.video.models import Admission, Role, Room, RoomGuest
from waylight.video.telling import tell

SECRET_BYTES = 32
MOST = 2  # with client and therapist four: more pictures at once are too much for a phone's line


class CannotAgree(Refusal):
    """They sign in without an account, so they cannot say yes to this. Speak with them about it first."""


class SessionOver(Refusal):
    """This session is over, or was called off."""


class TooMany(Refusal):
    """Two people can come beside you both. Remove one first."""


class NamedAlready(Refusal):
    """This person is on the list already."""


class AnsweredAlready(Refusal):
    """This was answered or taken back already."""


@transaction.atomic
def name_guest(appointment: Appointment, *, by: Any, name: str, part: str, stay: str) -> RoomGuest:
    """The therapist says who is to come; the client is told that there is something to answer.

    Raises SessionOver, CannotAgree, TooMany, NamedAlready.
    """
    now = timezone.now()
    appointment = _locked(appointment, now)
    if appointment.client.user_id is None:
        raise CannotAgree
    there = list(RoomGuest.objects.standing().filter(appointment=appointment))
    if any(guest.name.casefold() == name.casefold() for guest in there):
        raise NamedAlready
    if len(there) >= MOST:
        raise TooMany
    secret = secrets.token_urlsafe(SECRET_BYTES)
    guest = RoomGuest(appointment=appointment, digest=digest_of(secret), part=part, stay=stay)
    guest.secret, guest.name, guest.named_at, guest.named_by = secret, name, now, str(by.pk)
    guest.save(force_insert=True)
    audit.record("name-guest", by=by, person=appointment.client_id, about=guest)
    _changed(guest)
    _ask_client(guest)
    return guest


@transaction.atomic
def agree(guest: RoomGuest, *, by: Any) -> None:
    """The client says yes: from now on the link opens. Raises SessionOver, AnsweredAlready."""
    guest = _awaiting(guest)
    guest.agreed_at, guest.agreed_by = timezone.now(), str(by.pk)
    guest.save(update_fields=["agreed_at", "agreed_by"])
    audit.record("agree-to-guest", by=by, person=guest.appointment.client_id, about=guest)
    _changed(guest)


@transaction.atomic
def decline(guest: RoomGuest, *, by: Any) -> None:
    """The client says no, and need not say why. Raises SessionOver, AnsweredAlready."""
    guest = _awaiting(guest)
    guest.declined_at = timezone.now()
    guest.save(update_fields=["declined_at"])
    audit.record("decline-guest", by=by, person=guest.appointment.client_id, about=guest)
    _changed(guest)


@transaction.atomic
def remove(guest: RoomGuest, *, by: Any) -> None:
    """By either of the two, at any time: the link ends, and who is in the room is out at once. Twice is once."""
    guest = RoomGuest.objects.select_for_update(of=("self",), no_key=True).get(pk=guest.pk)
    if guest.removed_at is not None:
        return
    guest.removed_at, guest.removed_by = timezone.now(), str(by.pk)
    guest.save(update_fields=["removed_at", "removed_by"])
    audit.record("remove-guest", by=by, person=guest.appointment.client_id, about=guest)
    there = Admission.objects.open().filter(room=guest.appointment_id, who=str(guest.pk))
    for admission in there.select_related("room__appointment"):
        admissions.remove(admission.room, admission.pk, by=by)
    _changed(guest)


@dataclass(frozen=True)
class Shown:
    """A guest as both see them on their list. `seat`: while they wait or are in the room."""

    guest: RoomGuest
    state: str  # asked, agreed, declined, removed, waits, here
    seat: str = ""

    @property
    def address(self) -> str:
        return address(self.guest)

    @property
    def may_be_removed(self) -> bool:
        return self.state not in {"declined", "removed"}


def shown(appointment: Appointment, now: datetime) -> list[Shown]:
    """Everybody who was named for this session, in order, also who was removed."""
    rows = list(
        RoomGuest.objects.filter(appointment=appointment)
        .select_related("appointment")
        .order_by("named_at", "pk")
    )
    keyring.load(rows)
    there = Admission.objects.here(now).filter(room=appointment.pk, role=Role.GUEST)
    seats = {admission.who: admission for admission in there}
    return [_shown(guest, seats.get(str(guest.pk))) for guest in rows]


def _shown(guest: RoomGuest, admission: Admission | None) -> Shown:
    if guest.removed_at is not None or guest.declined_at is not None:
        return Shown(guest, "removed" if guest.removed_at is not None else "declined")
    if guest.agreed_at is None:
        return Shown(guest, "asked")
    if admission is None:
        return Shown(guest, "agreed")
    return Shown(guest, "here" if admission.is_admitted else "waits", str(admission.pk))


def of_secret(secret: str) -> RoomGuest | None:
    """The guest of a link that both agreed to, unless removed since or the session was called off. Never says why not."""
    found = RoomGuest.objects.standing().filter(digest=digest_of(secret), agreed_at__isnull=False)
    guest = found.select_related("appointment__client", "appointment__therapist").first()
    return guest if guest is not None and guest.appointment.is_booked else None


def is_over(guest: RoomGuest, now: datetime) -> bool:
    """Whether the room was closed; before it opens it is not over."""
    appointment = guest.appointment
    if not appointment.is_open(now):
        return False
    return not rooms.is_open(appointment, Room.objects.filter(pk=appointment.pk).first(), now)


def address(guest: RoomGuest) -> str:
    """The absolute address for the person who is to come."""
    return settings.BASE_URL + reverse("video:guest_door", args=[guest.secret])


def _ask_client(guest: RoomGuest) -> None:
    """A neutral message; who reads it after signing in sees what it is about."""
    here = settings.BASE_URL + reverse("video:guests", args=[guest.appointment_id])
    client = guest.appointment.client
    telling.tell("take-away-ready", client, key=f"guest:{guest.pk}", words={"link": here})


def _changed(guest: RoomGuest) -> None:
    tell(guest.appointment_id, "changed", to=Role.CLIENT, what="guests")
    tell(guest.appointment_id, "changed", to=Role.THERAPIST, what="guests")


def _awaiting(guest: RoomGuest) -> RoomGuest:
    appointment = _locked(guest.appointment, timezone.now())
    guest = RoomGuest.objects.get(pk=guest.pk)
    guest.appointment = appointment
    if not guest.awaits_answer:
        raise AnsweredAlready
    return guest


def _locked(appointment: Appointment, now: datetime) -> Appointment:
    """Its row holds up a second answer until the first is done."""
    found = Appointment.objects.select_for_update(of=("self",), no_key=True).select_related("client__user")
    appointment = found.get(pk=appointment.pk)
    if not appointment.is_booked or now >= rooms.closes_at(appointment):
        raise SessionOver
    return appointment
