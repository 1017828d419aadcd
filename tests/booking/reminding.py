"""People who want to be reminded, and their reminders."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from tests import cast
from tests.booking.meeting import THURSDAY
from waylight.booking.models import Appointment
from waylight.notifications.models import Notification, State
from waylight.people import preferences
from waylight.people.models import Client

OWN = "own@example.org"


def reminded(client: Client | None = None, **chosen: Any) -> Client:
    """Ana, unless said otherwise, who wants reminders by e-mail at any time."""
    client = client or cast.ana()
    chosen = {"reminders": "email", "address": OWN} | chosen
    preferences.keep(client, by=client.user, **chosen)
    return client


def an_appointment(starts_at: datetime = THURSDAY, **fields: Any) -> Appointment:
    return cast.an_appointment(starts_at=starts_at, **fields)


def waiting(*, of: Appointment | None = None) -> list[Notification]:
    """Reminders that wait, the soonest first."""
    rows = Notification.objects.filter(Q(template__startswith="reminder"), state=State.QUEUED)
    if of is not None:
        rows = rows.filter(key__startswith=f"reminder:{of.pk}:")
    return list(rows.order_by("due_at"))


def dues() -> list[str]:
    return [f"{row.due_at:%d.%m. %H:%M}" for row in waiting()]
