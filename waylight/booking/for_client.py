"""What a member of staff chooses among for a client: times on the clocks of staff, with the client's clock beside."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from waylight.booking import refusals, scheduling, zones
from waylight.booking.choosing import Choosing
from waylight.booking.diary import Diary
from waylight.booking.models import Appointment
from waylight.notifications.models import Notification

# Refusals speak to the client; this is what staff are told instead.
TO_STAFF = {
    refusals.NotRegistered: gettext_lazy("The registration is not in force, so no time can be booked."),
    refusals.CountryNotCovered: gettext_lazy(
        "The therapist cannot work with people in this client’s country."
    ),
    refusals.NotInCare: gettext_lazy("This client is not in this therapist’s care."),
    refusals.ConsentMissing: gettext_lazy(
        "They have not agreed to treatment yet. A session needs that first; it is among their papers."
    ),
    refusals.BookedAlready: gettext_lazy("They have this time already."),
    refusals.AgeNotCovered: gettext_lazy("The practice does not help people of this client’s age."),
}


def to_staff(refusal: refusals.Refused) -> str:
    return str(TO_STAFF.get(type(refusal), refusal))


def undo_until(row: Appointment, *, by: Any, now: datetime) -> datetime | None:
    """Until when staff can take back the last act on it. One of a course is not, while one message speaks for all of it."""
    return scheduling.undo_until(row, by=by, now=now) if _is_told_alone(row) else None


def last_act(
    rows: Iterable[Appointment], *, by: Any, now: datetime
) -> tuple[Appointment, datetime] | tuple[None, None]:
    """Of these, the one whose last act `by` can still take back, and until when. Only what is that young is looked up."""
    young = (row for row in rows if _acted_at(row) > now - scheduling.UNDO)
    found = ((row, undo_until(row, by=by, now=now)) for row in young)
    return next(((row, until) for row, until in found if until is not None), (None, None))


def _acted_at(row: Appointment) -> datetime:
    """When it was booked or called off. The rows come with their cancellations."""
    return row.cancellation.cancelled_at if hasattr(row, "cancellation") else row.booked_at


def _is_told_alone(row: Appointment) -> bool:
    if row.series_id is None:
        return True
    keys = [Q(key__startswith=f"{template}:{row.pk}") for template in ("booked", "moved", "cancelled")]
    said = Notification.objects.filter(person_id=row.client_id)  # by its index: a practice has many
    return said.filter(keys[0] | keys[1] | keys[2]).exists()


class ForClient(Choosing):
    """The zone is that of the member of staff; the other clock is the client's."""

    @property
    def clocks(self) -> str:
        return zones.beside(self.zone, self.client_zone, self.now)

    @property
    def client_zone(self) -> str:
        return zones.zone_of(self.client)

    @property
    def client_city(self) -> str:
        return zones.city(self.client_zone)

    @cached_property
    def why_not_in_words(self) -> str:
        return to_staff(self.why_not) if self.why_not else ""

    def other_clock(self, start: datetime) -> str:
        """“19:30 in Athens”, with the day when it is another; empty when both clocks show the same."""
        return zones.there_in_words(start, self.client_zone, self.zone)

    def clock_change_before(self, start: datetime) -> str:
        """“Clocks change on Sunday 28 March.”, here or where the client is."""
        return zones.change_in_words(self.now, start, self.zone) or zones.change_in_words(
            self.now, start, self.client_zone
        )

    def diary(self, start: datetime) -> Diary:
        moving = [self.instead_of] if self.instead_of else []
        return Diary(self.client, self.therapist, self.kind, [start], now=self.now, moving=moving)
