"""The pre-check at the start of every meeting (REQUIREMENTS 5.2, H04): asked by the therapist, its place kept for a while."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking import attendance
from waylight.booking.models import Appointment, PreCheck
from waylight.people.models import Client
from waylight.practice.models import Practice
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

BATCH = 500


class CannotCheckIn(Refusal):
    """You cannot check in now."""


@transaction.atomic
def check_in(
    appointment: Appointment,
    *,
    by: Any,
    place: str,
    hearing: str,
    callback: str,
    contact_still_right: bool | None,
) -> PreCheck:
    """Where they are, who can hear, which number to call back. Asked again, the new answers take the place of the old.

    Raises CannotCheckIn while the appointment can't be begun for another reason than the missing pre-check.
    """
    now = timezone.now()
    reasons = attendance.hindrances(appointment, now)
    if reasons:
        raise CannotCheckIn(" ".join(reasons))
    check = of(appointment) or PreCheck(appointment=appointment)
    is_new = check.checked_at is None
    check.place, check.callback, check.hearing = place, callback, hearing
    check.contact_still_right, check.place_forgotten_at = contact_still_right, None
    check.checked_at, check.checked_by = now, str(by.pk)
    check.save(force_insert=is_new)
    audit.record("check-in", by=by, person=appointment.client_id, about=check)
    return check


def of(appointment: Appointment) -> PreCheck | None:
    return PreCheck.objects.filter(appointment=appointment).select_related("appointment").first()


def number_to_call(appointment: Appointment) -> str:
    """The number given at the pre-check, before it the one that is known; "" when there is none."""
    check = of(appointment)
    return (check.callback if check is not None else "") or known_number(appointment.client)


def known_number(client: Client) -> str:
    """The number given when the time was booked, or the one they chose to be reached at; "" when there is neither."""
    contact = client.contact
    own = contact.get("address", "") if contact.get("channel") in {"call", "sms"} else ""
    return contact.get("telephone", "") or own


def usual_answers(appointment: Appointment) -> dict[str, str]:
    """What the form begins with: the number alone. Where somebody is, is asked each time and never supposed."""
    return {"callback": number_to_call(appointment)}


def forget_places(now: datetime) -> int:
    """Deletes up to 500 places older than the practice's period; says how many (REQUIREMENTS 5.2: 30 days as a rule)."""
    before = now - timedelta(days=Practice.current().location_kept_days)
    old = PreCheck.objects.filter(place_forgotten_at=None, checked_at__lt=before)
    return sum(_forget(check, now) for check in old.select_related("appointment")[:BATCH])


@transaction.atomic
def _forget(check: PreCheck, now: datetime) -> int:
    check.place, check.place_forgotten_at = "", now
    check.save(update_fields=["place", "place_forgotten_at"])
    audit.record("forget-place", by="worker", person=check.appointment.client_id, about=check)
    return 1
