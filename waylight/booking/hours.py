"""A therapist's weekly hours: added, and taken away."""

from datetime import time
from typing import Any

from django.db import transaction

from waylight.booking.models import OpeningHours
from waylight.people.models import Therapist
from waylight.privacy import audit


@transaction.atomic
def open_weekly(
    therapist: Therapist, *, weekday: int, opens_at: time, closes_at: time, by: Any
) -> OpeningHours:
    """The therapist is there each week from one local time to another. `weekday` is ISO, Monday = 1."""
    row = OpeningHours.objects.create(
        therapist=therapist, weekday=weekday, opens_at=opens_at, closes_at=closes_at
    )
    audit.record("open-hours", by=by, person=therapist.user_id, about=row)
    return row


@transaction.atomic
def close_weekly(hours: OpeningHours, *, by: Any) -> None:
    """The span is no longer offered; what is booked stays booked."""
    audit.record("close-hours", by=by, person=hours.therapist.user_id, about=hours)
    hours.delete()
