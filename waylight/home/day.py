"""A therapist's day: who comes when, what is owed, what clients shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from waylight.booking.models import Appointment
from waylight.people.models import Therapist
from waylight.privacy import keyring
from waylight.video import rooms


@dataclass(frozen=True)
class Line:
    """One appointment on the day's list. `state` is a CSS word: done, next or later."""

    appointment: Appointment
    state: str
    owes_note: bool
    is_open: bool

    @property
    def has_room(self) -> bool:
        return self.is_open and rooms.may_meet(self.appointment, timezone.now())

    @property
    def initials(self) -> str:
        return self.appointment.client.initials

    @property
    def topic(self) -> str:
        """Nothing where it is erased."""
        try:
            return self.appointment.topic
        except keyring.KeyDestroyed:
            return ""


def lines(therapist: Therapist, now: datetime) -> list[Line]:
    """Today's appointments in the zone of the request, with what is still to do for each."""
    midnight = datetime.combine(timezone.localdate(now), time(), tzinfo=timezone.get_current_timezone())
    rows = list(
        Appointment.objects.visible_to(therapist.user)
        .standing()
        .between(midnight, midnight + timedelta(days=1))
        .select_related("client__user", "closing", "therapist", "room")
    )
    keyring.load([row.client for row in rows])
    return _lines(rows, now)


def _lines(rows: Sequence[Appointment], now: datetime) -> list[Line]:
    coming = next((row for row in rows if not _is_over(row, now) and not _is_closed(row)), None)
    return [
        Line(
            appointment=row,
            state="next" if row is coming else "done" if _is_over(row, now) or _is_closed(row) else "later",
            owes_note=not _is_closed(row) and _is_over(row, now),
            is_open=row.is_open(now) and not _is_closed(row),
        )
        for row in rows
    ]


def by_promise(*lists: Sequence[Any]) -> list[Any]:
    """What clients shared and sent, as one list: by when reading was promised, and by nothing else."""
    return sorted((row for rows in lists for row in rows), key=lambda row: row.read_by)


def _is_over(appointment: Appointment, now: datetime) -> bool:
    """By the clock, or because the therapist ended it before: then the next one comes first."""
    room = getattr(appointment, "room", None)
    return appointment.ends_at <= now or (room is not None and room.ended_at is not None)


def _is_closed(appointment: Appointment) -> bool:
    return hasattr(appointment, "closing")
