"""A late cancellation that does not count: a member of staff says so, and why. The reason is sealed."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking import refusals
from waylight.booking.models import Appointment, Cancellation, Waiver
from waylight.privacy import audit


class NotLate(refusals.Refused):
    """This was not cancelled late, so it does not count as late."""


class WaivedBefore(refusals.Refused):
    """It was said before that this does not count as late."""


class SayWhy(refusals.Refused):
    """Say why it does not count as late."""


@transaction.atomic
def waive(appointment: Appointment, *, by: Any, reason: str) -> Waiver:
    """From now on its late cancellation does not count. Raises NotLate, WaivedBefore, SayWhy."""
    rows = Cancellation.objects.select_for_update(of=("self",), no_key=True)
    cancellation = rows.filter(appointment=appointment, was_late=True).first()
    if cancellation is None:
        raise NotLate
    if Waiver.objects.filter(cancellation=cancellation).exists():
        raise WaivedBefore
    if not reason.strip():
        raise SayWhy
    waiver = Waiver(cancellation=cancellation, waived_at=timezone.now(), waived_by=str(by.pk))
    waiver.reason = reason.strip()
    waiver.save(force_insert=True)
    audit.record("waive-late-cancellation", by=by, person=appointment.client_id, about=waiver)
    return waiver


def may_be_waived(appointment: Appointment) -> bool:
    """Whether it was cancelled late, and nobody has said that this does not count."""
    return Cancellation.objects.filter(appointment=appointment, was_late=True, waiver=None).exists()
