"""What the client and the therapist hear of an act: nothing before the three minutes are over in which it can be taken back."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from waylight.booking import links, telling
from waylight.booking.models import Appointment
from waylight.booking.scheduling import rules
from waylight.notifications.models import Notification, State
from waylight.notifications.notify import notify, withdraw
from waylight.people.models import MessagePreferences
from waylight.privacy.keyring import KeyDestroyed

KINDS = ("booked", "moved", "cancelled")
CHANGED = "calendar-changed"  # to the therapist: no name, no time


def tell(
    template: str,
    appointment: Appointment,
    *,
    by: Any,
    now: datetime,
    address: str = "",
    act: str = "",
    chosen: MessagePreferences | None = None,
) -> None:
    """Queues the words for the client, and for the therapist unless it was she who acted.

    `act` tells apart acts of one kind on one appointment. Without an `address` the message leads to where its client sees it.
    """
    key = f"{template}:{appointment.pk}" + (f":{act}" if act else "")
    with suppress(KeyDestroyed):  # then nobody is left to tell; what is done stays done
        telling.tell(
            template,
            appointment.client,
            key=key,
            words=telling.words_about(appointment, address or _address(template, appointment)),
            due_at=now + rules.UNDO,
            starts_at=appointment.starts_at,
            chosen=chosen,
        )
    if getattr(by, "pk", None) != appointment.therapist.user_id:
        _tell_therapist(f"{CHANGED}:{appointment.pk}:{template}:{act}", appointment, now=now)


def take_back(appointment: Appointment) -> None:
    """Withdraws what waits to be said of this appointment."""
    for template in (*KINDS, CHANGED):
        withdraw(f"{template}:{appointment.pk}")


def tell_if_owed(appointment: Appointment, *, by: Any, now: datetime, address: str = "") -> None:
    """Says of one that stands again what was taken back before it was said: that it is booked, or was moved here.

    Somebody without an account gets a new address in any case when staff acted: their act ended the old one.
    """
    of_this = Q(key__startswith=f"booked:{appointment.pk}") | Q(key__startswith=f"moved:{appointment.pk}")
    said = Notification.objects.filter(of_this, person_id=appointment.client_id)  # by the index of the person
    states = list(said.values_list("template", "state"))
    is_owed = bool(states) and all(state == State.WITHDRAWN for _template, state in states)
    has_no_way = appointment.client.user_id is None and rules.is_staff(by)
    if is_owed or has_no_way:
        template = "moved" if appointment.replaces_id else "booked"
        tell(template, appointment, by=by, now=now, address=address, act=str(len(states)))


def _tell_therapist(key: str, appointment: Appointment, *, now: datetime) -> None:
    user = appointment.therapist.user
    notify(
        CHANGED,
        key=key,
        person_id=user.pk,
        channel="email",
        address=user.email,
        language=user.language,
        words={"link": settings.BASE_URL + reverse("home:desk")},
        due_at=now + rules.UNDO,
    )


def _address(template: str, appointment: Appointment) -> str:
    """Where its client sees it; of a cancelled one, where to choose another time."""
    if template == "cancelled" and appointment.client.user_id is not None:
        return settings.BASE_URL + reverse("booking:new")
    return links.address_for(appointment)
