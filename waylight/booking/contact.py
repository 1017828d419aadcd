"""Notes that somebody tried to reach the client by telephone (REQUIREMENTS 5.3). Software never calls by itself."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking.models import Appointment, ContactAttempt, Outcome
from waylight.privacy import audit


@transaction.atomic
def record_attempt(
    appointment: Appointment, *, by: Any, outcome: str, at: datetime | None = None
) -> ContactAttempt:
    """One call to the agreed number, now unless said otherwise."""
    attempt = ContactAttempt.objects.create(
        appointment=appointment,
        outcome=Outcome(outcome),
        attempted_at=at or timezone.now(),
        attempted_by=str(by.pk),
    )
    audit.record("record-contact-attempt", by=by, person=appointment.client_id, about=attempt)
    return attempt
