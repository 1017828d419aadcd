"""What a client wants to talk about: written before a meeting, read by its therapist."""

from typing import Any

from django.db import transaction

from waylight.booking import refusals
from waylight.booking.models import Appointment
from waylight.privacy import audit

LONGEST = 6000  # characters together


class TooMuch(refusals.Refused):
    """That is more than this page can hold. You can say the rest when you speak."""


@transaction.atomic
def add(appointment: Appointment, words: str, *, by: Any) -> None:
    """Keeps these words, sealed, below those that were written before. Raises NoLongerStands, TooMuch."""
    row = Appointment.objects.select_for_update(of=("self",), no_key=True).get(pk=appointment.pk)
    if not row.is_booked:
        raise refusals.NoLongerStands
    together = "\n\n".join(part for part in (row.topic, words.strip()) if part)
    if len(together) > LONGEST:
        raise TooMuch
    row.topic = together
    row.save(update_fields=["topic"])
    audit.record("write-topic", by=by, person=row.client_id, about=row)
