"""Free times out of the rows: six queries at most, however many therapists are asked about, and none that reads the past."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from waylight.booking.availability import Hours, Schedule, Seconds, Terms, free_times
from waylight.booking.models import (
    Appointment,
    BookingRules,
    Break,
    BusyTime,
    ExtraTime,
    Kind,
    OpeningHours,
    TimeOff,
)
from waylight.booking.models.appointments import LONGEST
from waylight.booking.models.hours import GroupTime
from waylight.booking.seconds import Since1970, Spans, UpSince1970, spans_of
from waylight.people.models import Client, Therapist
from waylight.practice.models import Practice
from waylight.privacy.asking import Among, Given, Question

# Meetings begin this far apart, or twice, three times as far: a pause is left between.
GRID = timedelta(minutes=30)
A_WEEK_AND_A_DAY = timedelta(days=8)  # a weekly limit counts whole weeks, on whatever clocks

Instead = Appointment | Sequence[Appointment] | None  # what would be moved: one, or several at once
HOURS, BREAKS, EXTRA, AWAY = "hours", "breaks", "extra", "away"
THERAPIST, CLIENT, MOVED = "therapist", "client", "moved"


class Offered(NamedTuple):
    """A therapist's id and clocks, how the times are given out, and for how many days ahead."""

    pk: Any
    zone: ZoneInfo
    terms: Terms
    days: int


def length_of(kind: str, practice: Practice, of: Therapist | BookingRules | None = None) -> timedelta:
    """How long such a meeting lasts: by the therapist's own rules, and where these say nothing by the practice's."""
    rules = BookingRules.objects.filter(therapist=of).first() if isinstance(of, Therapist) else of
    if kind == Kind.FIRST_TALK:
        own, minutes = rules and rules.first_talk_minutes, practice.first_talk_minutes
    else:
        own, minutes = rules and rules.session_minutes, practice.session_minutes
    return timedelta(minutes=own or minutes)


def for_therapist(
    therapist: Therapist,
    kind: str,
    *,
    now: datetime,
    days: int | None = None,
    client: Client | None = None,
    instead_of: Instead = None,
) -> list[datetime]:
    """When this therapist can be met, in UTC, within `days` (the therapist's or practice's setting when not given).

    `client`: leaves out when that client meets somebody else; what is kept free for that client counts as free.
    `instead_of`: an appointment that would be moved, or several, so their times count as free.
    """
    found = for_therapists([therapist], kind, now=now, days=days, client=client, instead_of=instead_of)
    return found[therapist.pk]


def for_therapists(
    therapists: Iterable[Therapist],
    kind: str,
    *,
    now: datetime,
    days: int | None = None,
    at_most: int | None = None,
    client: Client | None = None,
    instead_of: Instead = None,
) -> dict[Any, list[datetime]]:
    """The same for several, by therapist's id, `at_most` so many days ahead. Who has no registration in force has none."""
    practice, ids = Practice.current(), [one.pk for one in therapists]
    today = practice.date_at(now)
    here = _offered(ids, kind, practice, days, registered_on=today)
    if at_most is not None:
        here = [one._replace(days=min(one.days, at_most)) for one in here]
    if not here:
        return {pk: [] for pk in ids}
    until = now + timedelta(days=max(one.days for one in here))
    schedules = _schedules(here, now, until, client=client, instead_of=instead_of)
    elsewhere = _elsewhere(client, now, until, instead_of) if client is not None else []
    found: dict[Any, list[datetime]] = {pk: [] for pk in ids}
    for one in here:
        schedule = schedules[one.pk]
        schedule.away.extend(elsewhere)
        found[one.pk] = free_times(
            Schedule(one.zone, *schedule), one.terms, start=now, end=now + timedelta(days=one.days), now=now
        )
    return found


def next_free(therapists: Iterable[Therapist], kind: str, *, now: datetime) -> dict[Any, datetime | None]:
    """The first free time of each, None where there is none. Only for those who are full it looks farther than a week."""
    left = list(therapists)
    found: dict[Any, datetime | None] = {one.pk: None for one in left}
    for at_most in (7, None):
        times = for_therapists(left, kind, now=now, at_most=at_most)
        found |= {pk: these[0] for pk, these in times.items() if these}
        left = [one for one in left if found[one.pk] is None]
        if not left:
            break
    return found


def is_within_hours(
    therapist: Therapist,
    kind: str,
    starts_at: datetime,
    *,
    now: datetime,
    ignoring_notice: bool = False,
    ignoring_horizon: bool = False,
    client: Client | None = None,
    instead_of: Instead = None,
) -> bool:
    """Whether this time would be offered if nothing were booked at this very time.

    Hours, breaks, extra times, time off, the therapist's own calendar, buffers, the weekly limit, notice and horizon, in one.
    `client` and `instead_of` as for the free times.
    """
    practice = Practice.current()
    (one,) = _offered([therapist.pk], kind, practice, None)
    ends_at = starts_at + one.terms.length
    schedule = _schedules([one], starts_at, ends_at, client=client, instead_of=instead_of)[one.pk]
    near = [span for span in schedule.booked if not _meets(span, starts_at, ends_at)]
    just_after = starts_at + timedelta(seconds=1)
    begins = free_times(
        Schedule(one.zone, *schedule._replace(booked=near)),
        replace(one.terms, notice=timedelta(0)) if ignoring_notice else one.terms,
        start=starts_at,
        end=just_after if ignoring_horizon else min(just_after, now + timedelta(days=one.days)),
        now=now,
    )
    return starts_at in begins


def _meets(span: Seconds, starts_at: datetime, ends_at: datetime) -> bool:
    return span[0] < ends_at.timestamp() and span[1] > starts_at.timestamp()


def _offered(
    ids: list[Any], kind: str, practice: Practice, days: int | None, *, registered_on: date | None = None
) -> list[Offered]:
    """Their terms; with a date, of those alone who are registered then."""
    when = {} if registered_on is None else {"registered_on": registered_on}
    rows = _terms.rows(kind, registered_on is not None, therapist=ids, **when)
    found = []
    for pk, zone, minutes, buffer, notice, ahead, limit in rows:
        length = timedelta(minutes=minutes) if minutes else length_of(kind, practice)
        terms = Terms(
            length,
            step=-(-length // GRID) * GRID,
            buffer=timedelta(minutes=buffer or 0),
            notice=timedelta(hours=practice.minimum_notice_hours if notice is None else notice),
            weekly_limit=limit,
        )
        ahead = practice.bookable_days if ahead is None else ahead
        found.append(Offered(pk, ZoneInfo(zone), terms, ahead if days is None else days))
    return found


@Question
def _terms(kind: str, must_be_registered: bool) -> QuerySet[Any]:
    own_length = "first_talk_minutes" if kind == Kind.FIRST_TALK else "session_minutes"
    columns = (own_length, "buffer_minutes", "minimum_notice_hours", "bookable_days", "weekly_limit")
    rows = Therapist.objects.filter(Among("pk", THERAPIST))
    if must_be_registered:
        rows = rows.registered(Given("registered_on"))
    return rows.values_list("pk", "zone", *(f"booking_rules__{column}" for column in columns))


class Rows(NamedTuple):
    """What `Schedule` wants besides the zone, in its order."""

    hours: list[Hours]
    breaks: list[Hours]
    extra: list[Seconds]
    booked: list[Seconds]
    away: list[Seconds]


def _schedules(
    here: list[Offered],
    start: datetime,
    end: datetime,
    *,
    client: Client | None,
    instead_of: Instead,
) -> dict[Any, Rows]:
    """By therapist: what bears on meetings that begin between these two."""
    found: dict[Any, Rows] = defaultdict(lambda: Rows([], [], [], [], []))
    for whose, what, *hours in _weekly(here, start, end):
        getattr(found[whose], what).append(Hours(*hours))
    for whose, what, begin, until in _spans(here, start, end + LONGEST):
        getattr(found[whose], what).append((begin, until))
    for whose, spans in _booked(here, start, end, client, instead_of):
        found[whose].booked.extend(spans_of(spans))
    return found


def _weekly(here: list[Offered], start: datetime, end: datetime) -> Iterable[tuple[Any, ...]]:
    a_day = timedelta(days=2)  # whatever the zone
    since, until = (start - a_day).date(), (end + a_day).date()
    return _weekly_of.rows(therapist=[one.pk for one in here], since=since, until=until)


@Question
def _weekly_of() -> QuerySet[Any]:
    """Hours and breaks that are not over yet, and begin by then."""
    current = (Q(until_on=None) | Q(until_on__gte=Given("since"))) & (
        Q(from_on=None) | Q(from_on__lte=Given("until"))
    )
    columns = ("weekday", "opens_at", "closes_at", "every_weeks", "from_on", "until_on")
    hours, breaks = (
        model._default_manager.filter(current, Among("therapist", THERAPIST))
        .annotate(what=Value(what))
        .values_list("therapist_id", "what", *columns)
        for model, what in ((OpeningHours, HOURS), (Break, BREAKS))
    )
    return hours.union(breaks, all=True)


def _spans(here: list[Offered], start: datetime, end: datetime) -> Iterable[tuple[Any, ...]]:
    return _spans_of.rows(therapist=[one.pk for one in here], start=start, end=end)


@Question
def _spans_of() -> QuerySet[Any]:
    """Extra times, time off, groups, and what the therapists' own calendars say."""
    first, *others = (
        model._default_manager.filter(
            Among("therapist", THERAPIST), ends_at__gt=Given("start"), starts_at__lt=Given("end")
        )
        .annotate(what=Value(what), begin=Since1970("starts_at"), until=UpSince1970("ends_at"))
        .values_list("therapist_id", "what", "begin", "until")
        for model, what in ((ExtraTime, EXTRA), (TimeOff, AWAY), (GroupTime, AWAY), (BusyTime, AWAY))
    )
    return first.union(*others, all=True)


def _booked(
    here: list[Offered],
    start: datetime,
    end: datetime,
    client: Client | None,
    instead_of: Instead,
) -> Iterable[tuple[Any, ...]]:
    """What stands with these therapists, so far around as their buffers reach, or their weeks when a limit counts these."""
    reach = max(one.terms.buffer for one in here)
    if any(one.terms.weekly_limit is not None for one in here):
        reach = max(reach, A_WEEK_AND_A_DAY)
    return _standing(THERAPIST, [one.pk for one in here], start - reach, end + reach, client, instead_of)


def _elsewhere(client: Client, start: datetime, end: datetime, instead_of: Instead) -> list[Seconds]:
    """What the client has with anybody. What is kept free for that client keeps nothing from them."""
    rows = _standing(CLIENT, [client.pk], start, end, client, instead_of)
    return [span for _, spans in rows for span in spans_of(spans)]


def _standing(
    whose: str, ids: list[Any], start: datetime, end: datetime, client: Client | None, instead_of: Instead
) -> Iterable[tuple[Any, ...]]:
    """By id of a therapist or client: what takes up their time, apart from what is kept free for the client."""
    moved = [instead_of] if isinstance(instead_of, Appointment) else instead_of or ()
    given: dict[str, Any] = {whose: ids, "now": timezone.now()}
    given |= {"start": start, "end": end + LONGEST, "long_before": start - LONGEST}
    if client is not None:
        given["kept_for"] = client.pk
    if moved:
        given[MOVED] = [row.pk for row in moved]
    return _standing_of.rows(whose, client is not None, bool(moved), **given)


@Question
def _standing_of(whose: str, but_for_somebody: bool, but_what_is_moved: bool) -> QuerySet[Any]:
    standing = Appointment.all_rows.standing(Given("now"))
    standing = standing.meeting(Given("start"), Given("end"), Given("long_before"))
    if but_for_somebody:
        standing = standing.not_held_for(Given("kept_for"))
    if but_what_is_moved:
        standing = standing.exclude(Among("pk", MOVED))
    rows = standing.filter(Among(whose, whose)).values(f"{whose}_id")
    return rows.annotate(spans=Spans("starts_at", "ends_at")).values_list(f"{whose}_id", "spans")
