"""How the two meet: by video, or by telephone where either of them chooses that."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking import refusals
from waylight.booking.models import Appointment, Medium
from waylight.privacy import audit


class NobodyToLetIn(refusals.Refused):
    """They have no account yet, so the room cannot open to them. You meet by telephone."""


@transaction.atomic
def choose(appointment: Appointment, medium: str, *, by: Any) -> None:
    """Until the end, since a line may stay bad. Raises NoLongerStands, NobodyToLetIn."""
    rows = Appointment.objects.select_for_update(of=("self",), no_key=True).select_related("client")
    row = rows.get(pk=appointment.pk)
    if not row.is_booked or row.ends_at <= timezone.now():
        raise refusals.NoLongerStands
    if medium == Medium.ROOM and row.client.user_id is None:
        raise NobodyToLetIn
    row.medium = appointment.medium = Medium(medium)
    row.save(update_fields=["medium"])
    audit.record("choose-medium", by=by, person=row.client_id, about=row)
