"""Changes what is still to come of a series, or ends it: this one and the later ones, or all; at once or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking import refusals, scheduling
from waylight.booking.diary import Diary
from waylight.booking.models import Appointment, Kind, Series, Status
from waylight.booking.series.checking import Agreed
from waylight.booking.series.making import NotAllFree, NothingChosen, TooManyChosen, tell
from waylight.notifications.notify import withdraw
from waylight.privacy import audit


class HasEnded(refusals.Refused):
    """This series has ended, or nothing of it is still to come."""


class NotInTurn(refusals.Refused):
    """Two of these times change places. Move one of them alone first."""


def coming(series: Series, *, now: datetime, since: Appointment | None = None) -> list[Appointment]:
    """What is booked and has not begun, in order; from one of them on when `since` is given."""
    rows = series.appointments.filter(status=Status.BOOKED, starts_at__gt=now)
    if since is not None:
        rows = rows.filter(starts_at__gte=since.starts_at)
    return list(rows.select_related("client__user", "therapist").order_by("starts_at"))


@transaction.atomic
def change(
    series: Series,
    moves: Mapping[str, datetime],
    agreed: Agreed,
    *,
    by: Any,
    outside_hours: str = "",
) -> list[Appointment]:
    """Moves appointments (by id) to other times, and keeps what is agreed from now on. The client is told once.

    Raises HasEnded, NothingChosen, TooManyChosen, NotInTurn, NotAllFree, ReasonMissing and what keeps one from being moved.
    """
    now = timezone.now()
    series = _locked(series)
    rows = {str(row.pk): row for row in coming(series, now=now)}
    if not rows or not set(moves) <= set(rows):
        raise HasEnded
    if not moves:
        raise NothingChosen
    if len(set(moves.values())) < len(moves):
        raise TooManyChosen
    moving = [rows[pk] for pk in moves]
    diary = Diary(series.client, series.therapist, Kind.SESSION, list(moves.values()), now=now, moving=moving)
    moved = _all_or_none(moves, moving, diary, by=by, outside_hours=outside_hours)
    series.first_on, series.starts_at = agreed.first_on, agreed.starts_at
    series.save(update_fields=["first_on", "starts_at"])
    audit.record("change-series", by=by, person=series.client_id, about=series)
    tell("moved", moved, key=moved[0].pk)
    return moved


@transaction.atomic
def end(series: Series, *, by: Any) -> int:
    """Cancels what is still to come and says how many. Nobody is told who was not told of the series yet. Raises HasEnded."""
    now = timezone.now()
    series = _locked(series)
    rows = coming(series, now=now)
    if series.ended_at is not None:
        raise HasEnded
    for row in rows:
        scheduling.cancel(row, by=by, tell=False)
    series.ended_at = now
    series.save(update_fields=["ended_at"])
    audit.record("end-series", by=by, person=series.client_id, about=series)
    was_unknown = withdraw(f"times-booked:{series.pk}")
    if rows and not was_unknown:
        tell("cancelled", rows, key=series.pk)
    return len(rows)


def _locked(series: Series) -> Series:
    """The series as it is now, after its client's row: in the order in which all bookings lock."""
    scheduling.locked_client(series.client_id)
    rows = Series.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("client__user", "therapist").get(pk=series.pk)


def _all_or_none(
    moves: Mapping[str, datetime],
    moving: Sequence[Appointment],
    diary: Diary,
    *,
    by: Any,
    outside_hours: str,
) -> list[Appointment]:
    moved, refused = [], {}
    for row in _in_turn(moves, moving, diary):
        wanted = moves[str(row.pk)]
        reason = diary.reason_for(wanted, outside_hours)
        try:
            with transaction.atomic():
                moved.append(scheduling.move(row, wanted, by=by, outside_hours=reason, tell=False))
        except refusals.TimeRefused as refusal:
            refused[wanted] = refusal
    if refused:
        raise NotAllFree(refused)
    return sorted(moved, key=lambda row: row.starts_at)


def _in_turn(moves: Mapping[str, datetime], moving: Sequence[Appointment], diary: Diary) -> list[Appointment]:
    """So that none moves to where another one of them still is. Raises NotInTurn."""
    waiting, turn = list(moving), []
    while waiting:
        row = next((one for one in waiting if _is_clear(moves[str(one.pk)], one, waiting, diary)), None)
        if row is None:
            raise NotInTurn
        waiting.remove(row)
        turn.append(row)
    return turn


def _is_clear(wanted: datetime, mover: Appointment, waiting: Sequence[Appointment], diary: Diary) -> bool:
    ends_at = wanted + diary.length
    return not any(one is not mover and one.starts_at < ends_at and one.ends_at > wanted for one in waiting)
