"""Time that a therapist keeps for a group: taken from the hours as time off is, and given back with the session."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from waylight.booking import zones
from waylight.booking.hours import locking
from waylight.booking.models import Appointment
from waylight.booking.models.hours import GroupTime
from waylight.booking.refusals import Refused
from waylight.people.models import Therapist
from waylight.privacy import audit


class TakenThen(Refused):
    """At that time an appointment, or another group, stands already."""

    def __init__(self, starts_at: datetime, zone: str) -> None:
        words = _("At {when} the therapist meets somebody already. Choose another time.")
        super().__init__(words.format(when=zones.in_words(starts_at, zone)))


@transaction.atomic
def keep_for_group(therapist: Therapist, starts_at: datetime, ends_at: datetime, *, by: Any) -> GroupTime:
    """Nobody can book this span from now on. It may lie outside the hours. Raises TakenThen."""
    locking.hold(therapist)
    booked = Appointment.all_rows.standing().filter(
        therapist=therapist, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if booked.exists() or are_led(therapist, starts_at, ends_at):
        raise TakenThen(starts_at, therapist.zone)
    row = GroupTime.objects.create(therapist=therapist, starts_at=starts_at, ends_at=ends_at)
    audit.record("keep-group-time", by=by, person=therapist.user_id, about=row)
    return row


def are_led(therapist: Therapist, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the therapist is with a group at some moment between these two."""
    return GroupTime.objects.filter(
        therapist=therapist, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).exists()


@transaction.atomic
def give_back(row: GroupTime, *, by: Any) -> None:
    """The span can be booked again."""
    audit.record("give-back-group-time", by=by, person=row.therapist.user_id, about=row)
    GroupTime.objects.filter(pk=row.pk).delete()
