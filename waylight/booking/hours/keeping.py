"""When a therapist is there, as people change it: weekly hours, breaks, extra times, time off, and how times are given out.

Days and times are those of the therapist's zone. Each act holds the therapist's row, so that two never cross, and is audited.
What is booked stays booked: an act after which booked times would lie outside the hours is refused until somebody has
seen which ones (`seen`: their ids).
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waylight.booking import zones
from waylight.booking.hours import locking, week
from waylight.booking.hours.words import Row, of_row
from waylight.booking.models import Appointment, BookingRules, Break, ExtraTime, OpeningHours, TimeOff
from waylight.booking.refusals import Refused
from waylight.people.models import Therapist
from waylight.privacy import audit, keyring

AnyRow = TypeVar("AnyRow", bound=Row)
FARTHEST = timedelta(days=5 * 366)  # nobody plans beyond, and a slip of the pen is seen
# The least and the most of each rule: minutes, hours, days, appointments.
BOUNDS = {
    "first_talk_minutes": (10, 240),
    "session_minutes": (10, 240),
    "buffer_minutes": (0, 120),
    "minimum_notice_hours": (0, 336),
    "bookable_days": (1, 365),
    "weekly_limit": (1, 100),
}


class EndsTooEarly(Refused):
    """It must end later than it begins."""


class LastBeforeFirst(Refused):
    """The last day must not come before the first."""


class FirstWeekMissing(Refused):
    """Write the day of the first week, so that the weeks can be counted."""


class NeverComes(Refused):
    """No such weekday lies between these two days."""


class OverAlready(Refused):
    """This time is over already."""


class TooFar(Refused):
    """This day is too far away. Choose one within five years."""


class OutOfBounds(Refused):
    """One of these numbers is too small or too large."""


class NoSuchTime(Refused):
    """The clocks go forward over it."""

    def __init__(self, day: date, wall: time) -> None:
        words = _("Clocks go forward on {day}, and {time} does not come. Choose another time.")
        super().__init__(words.format(day=zones.day(day), time=f"{wall:%H:%M}"))


class Overlaps(Refused):
    """Something of the same kind is there at that time."""

    def __init__(self, row: Row) -> None:
        self.row = row
        words = _("This meets “{other}”. Change that one, or choose other times.")
        super().__init__(words.format(other=of_row(row)))


class BookedThen(Refused):
    """`appointments`, among them holds for those who wait, would lie outside the hours. A person decides."""

    def __init__(self, appointments: list[Appointment]) -> None:
        self.appointments = appointments
        if all(one.is_booked for one in appointments):
            words = ngettext(
                "{n} booked time would lie outside the hours. Look at it first.",
                "{n} booked times would lie outside the hours. Look at them first.",
                len(appointments),
            )
        else:
            words = ngettext(
                "{n} time that is kept would lie outside the hours. Look at it first.",
                "{n} times that are booked or kept would lie outside the hours. Look at them first.",
                len(appointments),
            )
        super().__init__(words.format(n=len(appointments)))


@transaction.atomic
def open_weekly(
    therapist: Therapist, *, weekday: int, opens_at: time, closes_at: time, by: Any, **rhythm: Any
) -> OpeningHours:
    """The therapist is there from one local time to another. `weekday` is ISO, Monday = 1.

    `rhythm`: `every_weeks` (1 to 4), `from_on`, `until_on`; without it each week.
    Raises EndsTooEarly, LastBeforeFirst, FirstWeekMissing, NeverComes, OverAlready, TooFar, Overlaps.
    """
    times = {"weekday": weekday, "opens_at": opens_at, "closes_at": closes_at} | rhythm
    return _keep(OpeningHours(therapist=therapist, **times), "open-hours", by=by)


@transaction.atomic
def add_break(
    therapist: Therapist,
    *,
    weekday: int,
    opens_at: time,
    closes_at: time,
    by: Any,
    seen: Collection[str] = (),
    **rhythm: Any,
) -> Break:
    """A pause that is kept free. Raises as `open_weekly` does, and BookedThen."""
    times = {"weekday": weekday, "opens_at": opens_at, "closes_at": closes_at} | rhythm
    return _keep(Break(therapist=therapist, **times), "add-break", by=by, seen=seen)


@transaction.atomic
def change_weekly(row: OpeningHours | Break, *, by: Any, seen: Collection[str] = (), **times: Any) -> None:
    """Hours or a break become others; `times` are the columns of Weekly. Raises as `add_break` does."""
    for name, value in times.items():
        setattr(row, name, value)
    _keep(row, "change-break" if isinstance(row, Break) else "change-hours", by=by, seen=seen)


@transaction.atomic
def add_extra(therapist: Therapist, *, on: date, opens_at: time, closes_at: time, by: Any) -> ExtraTime:
    """The therapist is there once more. Raises EndsTooEarly, OverAlready, TooFar, NoSuchTime, Overlaps."""
    row = ExtraTime(therapist=therapist)
    _set_span(row, on, opens_at, on, closes_at)
    return _keep(row, "add-extra-time", by=by)


@transaction.atomic
def change_extra(
    row: ExtraTime, *, on: date, opens_at: time, closes_at: time, by: Any, seen: Collection[str] = ()
) -> None:
    """Raises as `add_extra` does, and BookedThen."""
    _set_span(row, on, opens_at, on, closes_at)
    _keep(row, "change-extra-time", by=by, seen=seen)


@transaction.atomic
def take_time_off(
    therapist: Therapist,
    *,
    from_on: date,
    until_on: date,
    from_at: time | None = None,
    until_at: time | None = None,
    by: Any,
    seen: Collection[str] = (),
) -> TimeOff:
    """The therapist is not there. Without a time the day counts as a whole, the last one too.

    Raises EndsTooEarly, LastBeforeFirst, OverAlready, TooFar, NoSuchTime, Overlaps, BookedThen.
    """
    row = TimeOff(therapist=therapist)
    _set_span(row, from_on, from_at, until_on, until_at)
    return _keep(row, "take-time-off", by=by, seen=seen)


@transaction.atomic
def change_time_off(
    row: TimeOff,
    *,
    from_on: date,
    until_on: date,
    from_at: time | None = None,
    until_at: time | None = None,
    by: Any,
    seen: Collection[str] = (),
) -> None:
    """Raises as `take_time_off` does."""
    _set_span(row, from_on, from_at, until_on, until_at)
    _keep(row, "change-time-off", by=by, seen=seen)


@transaction.atomic
def take_away(row: Row, *, by: Any, seen: Collection[str] = ()) -> None:
    """Hours, a break, an extra time or time off are no more. Raises BookedThen."""
    verbs = {OpeningHours: "close-hours", Break: "end-break", ExtraTime: "end-extra-time"}
    with _minding_what_is_booked(row.therapist, seen):
        audit.record(verbs.get(type(row), "end-time-off"), by=by, person=row.therapist.user_id, about=row)
        type(row).objects.filter(
            pk=row.pk
        ).delete()  # on its own `delete` the row would forget its id, also when refused


@transaction.atomic
def set_rules(therapist: Therapist, *, by: Any, **rules: int | None) -> BookingRules:
    """How times are given out: each name is a column of BookingRules; None is as the practice has it. Raises OutOfBounds."""
    locking.hold(therapist)
    row = BookingRules.objects.filter(therapist=therapist).first() or BookingRules(therapist=therapist)
    for name, value in rules.items():
        least, most = BOUNDS[name]
        if value is not None and not least <= value <= most:
            raise OutOfBounds
        setattr(row, name, value or 0 if name == "buffer_minutes" else value)
    row.save()
    audit.record("set-booking-rules", by=by, person=therapist.user_id, about=row)
    return row


def _keep(row: AnyRow, verb: str, *, by: Any, seen: Collection[str] = ()) -> AnyRow:
    with _minding_what_is_booked(row.therapist, seen):
        if isinstance(row, OpeningHours | Break):
            _refuse_weekly(row)
        else:
            _refuse_once(row)
        row.save()
    audit.record(verb, by=by, person=row.therapist.user_id, about=row)
    return row


@contextmanager
def _minding_what_is_booked(therapist: Therapist, seen: Collection[str]) -> Iterator[None]:
    """Raises BookedThen when what is done inside leaves a booked time outside the hours that nobody has seen."""
    locking.hold(therapist)
    now = timezone.now()
    before = {one.pk for one in week.outside(therapist, now)}
    yield
    left = [one for one in week.outside(therapist, now) if one.pk not in before]
    if any(str(one.pk) not in seen for one in left):
        keyring.load([one.client for one in left if not one.is_booked])  # for their initials
        raise BookedThen(left)


def _refuse_weekly(row: OpeningHours | Break) -> None:
    today = _today(row.therapist)
    if row.closes_at <= row.opens_at:
        raise EndsTooEarly
    if row.every_weeks > 1 and row.from_on is None:
        raise FirstWeekMissing
    if any(abs(day - today) > FARTHEST for day in (row.from_on, row.until_on) if day):
        raise TooFar
    if row.from_on and row.until_on and row.until_on < row.from_on:
        raise LastBeforeFirst
    if row.until_on and row.until_on < today:
        raise OverAlready
    if row.until_on and row.next_on(row.from_on or today) is None:
        raise NeverComes
    for other in type(row).objects.filter(therapist=row.therapist, weekday=row.weekday).exclude(pk=row.pk):
        if row.meets(other, today):
            raise Overlaps(other)


def _refuse_once(row: ExtraTime | TimeOff) -> None:
    if row.ends_at <= timezone.now():
        raise OverAlready
    others = type(row).objects.filter(therapist=row.therapist).exclude(pk=row.pk)
    if other := others.filter(starts_at__lt=row.ends_at, ends_at__gt=row.starts_at).first():
        raise Overlaps(other)


def _set_span(
    row: ExtraTime | TimeOff, first: date, from_at: time | None, last: date, until_at: time | None
) -> None:
    """From wall times to moments. Without a time: the whole day."""
    zone, today = ZoneInfo(row.therapist.zone), _today(row.therapist)
    if any(abs(day - today) > FARTHEST for day in (first, last)):
        raise TooFar
    if last < first:
        raise LastBeforeFirst
    row.starts_at = _moment(first, from_at, zone)
    row.ends_at = _moment(last, until_at, zone, is_end=True)
    if row.ends_at <= row.starts_at:
        raise EndsTooEarly


def _moment(day: date, wall: time | None, zone: ZoneInfo, *, is_end: bool = False) -> datetime:
    if wall is None:
        return week.bounds(day, zone)[int(is_end)]
    if not week.exists(day, wall, zone):
        raise NoSuchTime(day, wall)
    return week.at(day, wall, zone, is_end=is_end)


def _today(therapist: Therapist) -> date:
    return timezone.now().astimezone(ZoneInfo(therapist.zone)).date()
