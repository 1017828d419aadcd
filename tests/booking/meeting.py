"""People who can meet, a week to meet in, and forms as a browser sends them."""

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone

from tests import cast
from tests.cast import at
from waylight.booking import links, scheduling
from waylight.booking.models import Appointment, Kind
from waylight.intake import consents
from waylight.notifications.models import Notification
from waylight.people import clients
from waylight.people.models import Client, Therapist
from waylight.privacy.idempotency import FIELD

MONDAY = at("2027-01-04 08:00")  # when these tests begin; London is on UTC
THURSDAY = at("2027-01-07 10:00")
FRIDAY = at("2027-01-08 10:00")
MARCH = at("2027-03-22 08:00")  # a Monday; clocks in London and Athens go forward on Sunday 28
AFTER_THE_CHANGE = at("2027-03-30 09:00")  # 10:00 in London, 12:00 in Athens
NAME, EMAIL, NUMBER = "Noor Zaynab", "noor@example.org", "+441632960123"
TOPIC = "The letters that I never sent"


def open_clara(**fields: Any) -> Therapist:
    """Clara, from nine to five."""
    clara = cast.clara(**fields)
    if not clara.opening_hours.exists():
        cast.office_hours(clara)
    return clara


def agreed(client: Client) -> Client:
    """The client, who has agreed to be treated."""
    consents.publish_texts()
    for standing in consents.standing(client):
        consents.give(client, standing.text, True, by=client.user)
    return client


def ana_agreed() -> Client:
    open_clara()
    return agreed(cast.ana())


def another(name: str, therapist: Therapist | None = None) -> Client:
    """One more client, of Clara's unless said otherwise."""
    return cast.a_client(name.lower(), name, therapist or open_clara())


def noor(**fields: Any) -> Client:
    """A client of Clara's without an account, in Athens."""
    contact = {"channel": "email", "address": EMAIL, "seen_by": "", "may_leave_message": False}
    fields = {"name": NAME, "contact": contact, "country": "GB", "zone": "Europe/Athens"} | fields
    client = clients.admit(uuid.uuid4(), age_band="25 or over", by=cast.eva(), **fields)
    cast.an_episode(client, open_clara())
    return client


def booked(client: Client, starts_at: datetime = THURSDAY, **options: Any) -> Appointment:
    options = {"kind": Kind.FIRST_TALK, "therapist": open_clara(), "by": scheduling.LINK} | options
    return scheduling.book(client, options.pop("therapist"), options.pop("kind"), starts_at, **options)


def a_secret(client: Client, kind: str = Kind.FIRST_TALK) -> str:
    return links.make(client, open_clara(), kind, now=timezone.now())[1]


def value_of(moment: datetime) -> str:
    """As the list of times writes it into the form."""
    return moment.strftime("%Y-%m-%dT%H:%MZ")


def form(starts_at: datetime | None = None, /, **fields: Any) -> dict[str, Any]:
    chosen = {"starts_at": value_of(starts_at), "telephone": NUMBER} if starts_at else {}
    return {FIELD: str(uuid.uuid4())} | chosen | fields


def messages_to(client: Client) -> list[str]:
    """Templates of what waits to be sent to the client."""
    return sorted(
        Notification.objects.waiting().filter(person_id=client.pk).values_list("template", flat=True)
    )


def standing() -> list[Appointment]:
    return list(Appointment.objects.standing().order_by("starts_at"))
