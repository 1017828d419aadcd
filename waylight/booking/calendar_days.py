"""What stands in a calendar, day by day on the reader's clocks: appointments, breaks, extra times, groups, time off. No words.

Holds are not in it, nor what the therapist's own calendar says: that is shown to nobody. A week asks no more of the database
than a day.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from waylight.accounts.models import User
from waylight.booking import zones
from waylight.booking.availability import clock_changes
from waylight.booking.hours.week import DAY, There, What, bounds
from waylight.booking.models import Appointment, Break, ExtraTime, TimeOff
from waylight.booking.models.hours import GroupTime
from waylight.people.models import Therapist
from waylight.privacy import keyring

MOST = 300  # appointments on one page
SECOND = timedelta(seconds=1)


class TooMany(Exception):
    """More than a page can show: choose one therapist, or one day."""


@dataclass(frozen=True)
class Entry:
    """One line of a day: an appointment, or else `what`. `other_clock` is theirs, where it shows another time than ours."""

    starts_at: datetime
    ends_at: datetime
    what: str
    therapist: Therapist
    appointment: Appointment | None = None
    is_whole_day: bool = False
    other_clock: str = ""


@dataclass(frozen=True)
class Day:
    """`change` is a sentence on a day on which clocks change."""

    on: date
    is_today: bool
    change: str
    entries: list[Entry] = field(default_factory=list)


def days(
    user: User,
    therapists: Sequence[Therapist],
    first: date,
    count: int,
    *,
    now: datetime,
    breaks: bool = True,
) -> list[Day]:
    """`count` days from `first` on, as this user may see them. Raises TooMany."""
    zone = ZoneInfo(user.zone)
    start, end = bounds(first, zone)[0], bounds(first + (count - 1) * DAY, zone)[1]
    found = [*_appointments(user, therapists, start, end), *_others(therapists, start, end, breaks=breaks)]
    by_day = defaultdict(list)
    for entry in sorted(found, key=lambda one: (one.starts_at, one.ends_at, one.what)):
        by_day[max(entry.starts_at.astimezone(zone).date(), first)].append(entry)
    today = now.astimezone(zone).date()
    return [
        Day(on, on == today, _change_on(on, zone), by_day[on])
        for on in (first + n * DAY for n in range(count))
    ]


def _change_on(on: date, zone: ZoneInfo) -> str:
    """“The clocks change: 01:00 becomes 02:00.”, on a day on which they do."""
    start, end = bounds(on, zone)
    for change in clock_changes(zone, start - SECOND, end - SECOND):
        before = (change - SECOND).astimezone(zone) + SECOND  # as the wall would have gone on
        words = _("The clocks change: {before} becomes {after}.")
        return words.format(before=f"{before:%H:%M}", after=zones.clock_in(change, str(zone)))
    return ""


def _appointments(user: User, therapists: Sequence[Therapist], start: datetime, end: datetime) -> list[Entry]:
    rows = list(
        Appointment.objects.visible_to(user)
        .standing()
        .between(start, end)
        .filter(therapist__in=therapists)
        .select_related("client__user", "therapist")[: MOST + 1]
    )
    if len(rows) > MOST:
        raise TooMany
    keyring.load([row.client for row in rows])
    return [
        Entry(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            what="appointment",
            therapist=row.therapist,
            appointment=row,
            other_clock=zones.there_in_words(row.starts_at, _other_zone(user, row), user.zone),
        )
        for row in rows
    ]


def _other_zone(user: User, appointment: Appointment) -> str:
    """The clock that matters beside one's own: to a therapist the client's, to a manager the therapist's."""
    return zones.zone_of(appointment.client) if user.role == "therapist" else appointment.therapist.zone


def _others(
    therapists: Sequence[Therapist], start: datetime, end: datetime, *, breaks: bool
) -> Iterable[Entry]:
    """Breaks, extra times, groups and time off that begin before the end."""
    once = {"therapist__in": therapists, "starts_at__lt": end, "ends_at__gt": start}
    pauses = _grouped(Break.objects.filter(therapist__in=therapists)) if breaks else {}
    extra, off, groups = (
        _grouped(model._default_manager.filter(**once)) for model in (ExtraTime, TimeOff, GroupTime)
    )
    for therapist in therapists:
        there = There(
            ZoneInfo(therapist.zone),
            [],
            pauses.get(therapist.pk, []),
            extra.get(therapist.pk, []),
            off.get(therapist.pk, []),
            groups.get(therapist.pk, []),
        )
        yield from _of(there, therapist, start, end)


def _of(there: There, therapist: Therapist, start: datetime, end: datetime) -> Iterable[Entry]:
    on, last = start.astimezone(there.zone).date(), end.astimezone(there.zone).date()
    while on <= last:
        shut = there.shut_on(on)
        away = [one for one in shut if one.what is What.OFF]
        for one in [*there.open_on(on), *shut]:
            is_covered = one not in away and any(
                off.starts_at <= one.starts_at and one.ends_at <= off.ends_at for off in away
            )
            if one.meets(start, end) and not is_covered:
                yield Entry(
                    one.starts_at, one.ends_at, str(one.what), therapist, is_whole_day=one.is_whole_day
                )
        on += DAY


def _grouped(rows: Iterable) -> dict:
    found = defaultdict(list)
    for row in rows:
        found[row.therapist_id].append(row)
    return found
