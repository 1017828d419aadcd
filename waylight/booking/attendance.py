"""Whether a meeting may begin, and who came. Only `care.closing` says that one took place: a take-away is owed for it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.booking import refusals
from waylight.booking.models import Appointment, PreCheck, Status
from waylight.notifications.notify import withdraw
from waylight.practice.models import Practice
from waylight.privacy import audit

ABOUT_ONE = ("booked", "moved", "reminder")  # messages that speak of one appointment


class CannotBegin(refusals.Refused):
    """This meeting cannot begin."""


class NotYet(refusals.Refused):
    """This meeting has not begun."""


def why_not(appointment: Appointment, now: datetime) -> list[str]:
    """Sentences for the therapist, one for each thing that keeps the meeting from beginning; empty when it may."""
    reasons = hindrances(appointment, now)
    check = PreCheck.objects.filter(appointment=appointment).first() if not reasons else None
    if not reasons and (check is None or not check.is_seen):
        reasons.append(_not_seen(check))
    return reasons


def _not_seen(check: PreCheck | None) -> str:
    if check is not None and check.is_complete:
        return _("Look first at what they said when they got ready.")
    return _("Check in first: where they are, who can hear, which number to call back.")


def hindrances(appointment: Appointment, now: datetime) -> list[str]:
    """The same without the pre-check. A lapsed registration stops what was booked before it (H09)."""
    if appointment.was_undone:
        return [_("This booking was undone within three minutes. Nobody was told.")]
    if appointment.status == Status.CANCELLED:
        return [_("This appointment was cancelled or moved.")]
    if not appointment.is_booked:
        return [_("This appointment is over.")]
    reasons = []
    if not appointment.is_open(now):
        reasons.append(_("This opens 15 minutes before it starts."))
    if not appointment.therapist.is_registered(Practice.current().date_at(now)):
        reasons.append(
            _("This cannot begin: the registration is not in force. A manager speaks with the client.")
        )
    return reasons


@transaction.atomic
def begin(appointment: Appointment, *, by: Any) -> None:
    """The two of them are speaking. Raises CannotBegin with every reason."""
    reasons = why_not(appointment, timezone.now())
    if reasons:
        raise CannotBegin(" ".join(reasons))
    audit.record("begin-appointment", by=by, person=appointment.client_id, about=appointment)


def fulfil(appointment: Appointment, *, by: Any) -> None:
    """It took place, or broke off after it began. Raises NotYet, NoLongerStands."""
    _settle(appointment, Status.FULFILLED, "fulfil-appointment", by)


@transaction.atomic
def nobody_came(appointment: Appointment, *, by: Any) -> None:
    """What waits to be sent about it is taken back: the agreed route comes first (`missed`). Later times go on.

    Raises NotYet before it starts, NoLongerStands.
    """
    _settle(appointment, Status.NOSHOW, "note-nobody-came", by)
    for template in ABOUT_ONE:
        withdraw(f"{template}:{appointment.pk}")


@transaction.atomic
def _settle(appointment: Appointment, status: Status, verb: str, by: Any) -> None:
    now = timezone.now()
    row = Appointment.objects.select_for_update(of=("self",), no_key=True).get(pk=appointment.pk)
    if not row.is_booked:
        raise refusals.NoLongerStands
    if not (row.has_begun(now) or (status == Status.FULFILLED and row.is_open(now))):
        raise NotYet
    row.status = status
    row.save(update_fields=["status"])
    appointment.status = status
    audit.record(verb, by=by, person=row.client_id, about=row)
