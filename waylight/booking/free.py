"""Free times out of the rows: six queries at most, however many therapists are asked about, and none that reads the past."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from waylight.booking.availability import Hours, Span, free_times
from waylight.booking.models import Appointment, Kind, OpeningHours, TimeOff
from waylight.booking.models.appointments import LONGEST
from waylight.people.models import Client, Therapist
from waylight.practice.models import Practice

GRID = timedelta(
    minutes=30
)  # meetings begin this far apart, or twice, three times as far: a pause is left between


def length_of(kind: str, practice: Practice) -> timedelta:
    minutes = practice.first_talk_minutes if kind == Kind.FIRST_TALK else practice.session_minutes
    return timedelta(minutes=minutes)


def for_therapist(
    therapist: Therapist,
    kind: str,
    *,
    now: datetime,
    days: int | None = None,
    client: Client | None = None,
    instead_of: Appointment | None = None,
) -> list[datetime]:
    """When this therapist can be met, in UTC, within `days` (the practice's setting when not given).

    `client`: leaves out when that client meets somebody else. `instead_of`: an appointment that would be moved, so its time
    counts as free.
    """
    found = for_therapists([therapist], kind, now=now, days=days, client=client, instead_of=instead_of)
    return found[therapist.pk]


def for_therapists(
    therapists: Iterable[Therapist],
    kind: str,
    *,
    now: datetime,
    days: int | None = None,
    client: Client | None = None,
    instead_of: Appointment | None = None,
) -> dict[Any, list[datetime]]:
    """The same for several, by therapist's id. Who has no registration in force has no free times."""
    practice = Practice.current()
    end = now + timedelta(days=practice.bookable_days if days is None else days)
    today = now.astimezone(practice.tzinfo).date()
    here = list(Therapist.objects.registered(today).filter(pk__in=_ids(therapists)))
    hours, time_off = _hours(here), _time_off(here, now, end)
    busy = _busy(here, now, end, client, instead_of)
    length = length_of(kind, practice)
    free = {
        one.pk: free_times(
            hours[one.pk],
            [*busy[one.pk], *busy[None]],
            time_off[one.pk],
            zone=ZoneInfo(one.zone),
            start=now,
            end=end,
            length=length,
            step=-(-length // GRID) * GRID,
            now=now,
            notice=timedelta(hours=practice.minimum_notice_hours),
        )
        for one in here
    }
    return {pk: free.get(pk, []) for pk in _ids(therapists)}


def next_free(therapist: Therapist, kind: str = Kind.FIRST_TALK, *, now: datetime) -> datetime | None:
    """The first free time, or None when there is none that can be booked now."""
    return next(iter(for_therapist(therapist, kind, now=now)), None)


def is_within_hours(
    therapist: Therapist, kind: str, starts_at: datetime, *, now: datetime, ignoring_notice: bool = False
) -> bool:
    """Whether this time would be offered if nothing were booked: hours, time off, notice and horizon, in one."""
    practice = Practice.current()
    length = length_of(kind, practice)
    begins = free_times(
        _hours([therapist])[therapist.pk],
        [],
        _time_off([therapist], starts_at, starts_at + length)[therapist.pk],
        zone=ZoneInfo(therapist.zone),
        start=starts_at,
        end=min(starts_at + timedelta(seconds=1), now + timedelta(days=practice.bookable_days)),
        length=length,
        step=-(-length // GRID) * GRID,
        now=now,
        notice=timedelta(hours=0 if ignoring_notice else practice.minimum_notice_hours),
    )
    return starts_at in begins


def _ids(therapists: Iterable[Therapist]) -> list[Any]:
    return [one.pk for one in therapists]


def _hours(therapists: list[Therapist]) -> dict[Any, list[Hours]]:
    found: dict[Any, list[Hours]] = defaultdict(list)
    for row in OpeningHours.objects.filter(therapist__in=therapists):
        found[row.therapist_id].append(Hours(row.weekday, row.opens_at, row.closes_at))
    return found


def _time_off(therapists: list[Therapist], start: datetime, end: datetime) -> dict[Any, list[Span]]:
    found: dict[Any, list[Span]] = defaultdict(list)
    for row in TimeOff.objects.filter(
        therapist__in=therapists, starts_at__lt=end + LONGEST, ends_at__gt=start
    ):
        found[row.therapist_id].append(Span(row.starts_at, row.ends_at))
    return found


def _busy(
    therapists: list[Therapist],
    start: datetime,
    end: datetime,
    client: Client | None,
    instead_of: Appointment | None,
) -> dict[Any, list[Span]]:
    """What stands, by therapist; under None what the client has with anybody."""
    found: dict[Any, list[Span]] = defaultdict(list)
    standing = Appointment.all_rows.standing().between(start, end + LONGEST)
    if instead_of is not None:
        standing = standing.exclude(pk=instead_of.pk)
    columns = ("starts_at", "ends_at")
    for whose, *span in standing.filter(therapist__in=therapists).values_list("therapist_id", *columns):
        found[whose].append(Span(*span))
    if client is not None:
        found[None] = [Span(*span) for span in standing.filter(client=client).values_list(*columns)]
    return found
