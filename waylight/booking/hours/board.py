"""What the page of hours is made of: the week in sight, and four lists and the rules, each with its form."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waylight.accounts.models import User
from waylight.booking import hours, zones
from waylight.booking.hours import forms as asking
from waylight.booking.hours import week
from waylight.booking.hours.words import how_often, of_row
from waylight.booking.models import Appointment, BookingRules, Break, ExtraTime, OpeningHours, TimeOff
from waylight.booking.models.hours import Weekly
from waylight.people.models import Therapist
from waylight.privacy import audit
from waylight.ui import forms

RULES = "rules"
FARTHEST = timedelta(weeks=260)


@dataclass(frozen=True)
class Part:
    """One kind of row: how it is called, asked for, made and changed."""

    key: str
    model: Any
    title: str | Promise
    about: str | Promise
    add: str | Promise
    new_form: Any
    form: Any
    make: Callable[..., Any]
    change: Callable[..., Any]


@dataclass(frozen=True)
class Place:
    """Whose hours they are, and where the page is: `name` and `args` of its address."""

    therapist: Therapist
    name: str
    args: tuple[int, ...]
    week: str
    watching: str = ""  # the zone of whoever looks
    back: str = ""  # the page above, where the menu does not lead to this one

    @property
    def page(self) -> str:
        """Without a week."""
        return reverse(self.name, args=self.args)

    @property
    def here(self) -> str:
        return self.address()

    def address(self, what: str = "", *more: Any) -> str:
        name = f"{self.name}_{what}" if what else self.name
        return reverse(name, args=[*self.args, *more]) + (
            f"?week={week_name(self.monday)}" if self.week else ""
        )

    def showing(self, row: Any) -> "Place":
        """The same place with the week in sight in which the row is there first."""
        return replace(self, week=week_name(first_day(row, self.today)))

    @property
    def today(self) -> date:
        return timezone.now().astimezone(ZoneInfo(self.therapist.zone)).date()

    @property
    def monday(self) -> date:
        """Of the week that is looked at: the present one, unless another is named, and not too far away."""
        return _monday(self.week, self.today) or self.today - timedelta(days=self.today.weekday())


@dataclass
class Asked:
    """What the person is at: a form filled in or opened, and what was refused."""

    key: str = ""
    pk: int | None = None
    form: forms.Form | None = None
    problem: str = ""
    booked: list[Appointment] = field(default_factory=list)


@transaction.atomic
def open_days(therapist: Therapist, *, weekdays: list[int], seen: Any = (), **times: Any) -> OpeningHours:
    rows = [hours.open_weekly(therapist, weekday=day, **times) for day in weekdays]
    return rows[0]


@transaction.atomic
def break_on_days(therapist: Therapist, *, weekdays: list[int], **times: Any) -> Break:
    rows = [hours.add_break(therapist, weekday=day, **times) for day in weekdays]
    return rows[0]


def add_extra(therapist: Therapist, *, seen: Any = (), **times: Any) -> ExtraTime:
    return hours.add_extra(therapist, **times)


PARTS = {
    part.key: part
    for part in (
        Part(
            "weekly",
            OpeningHours,
            _("Weekly hours"),
            _("Clients can book within these hours."),
            _("Add hours"),
            asking.NewWeeklyForm,
            asking.OneWeeklyForm,
            open_days,
            hours.change_weekly,
        ),
        Part(
            "breaks",
            Break,
            _("Breaks"),
            _("Nobody can book in a break. It stands in the calendar."),
            _("Add a break"),
            asking.NewWeeklyForm,
            asking.OneWeeklyForm,
            break_on_days,
            hours.change_weekly,
        ),
        Part(
            "time-off",
            TimeOff,
            _("Time off"),
            _("Holidays and other time away. What is booked then stays booked."),
            _("Add time off"),
            asking.TimeOffForm,
            asking.TimeOffForm,
            hours.take_time_off,
            hours.change_time_off,
        ),
        Part(
            "extra",
            ExtraTime,
            _("Extra times"),
            _("Once only, beside the weekly hours."),
            _("Add an extra time"),
            asking.ExtraForm,
            asking.ExtraForm,
            add_extra,
            hours.change_extra,
        ),
    )
}


def context(place: Place, asked: Asked) -> dict[str, Any]:
    now, monday = timezone.now(), place.monday
    days = week.week_of(place.therapist, monday, now)
    rules = BookingRules.objects.filter(therapist=place.therapist).first() or BookingRules()
    start, end = days[0].start, days[-1].end
    return {
        "therapist": place.therapist,
        "place": place,
        "days": days,
        "booked": sum(entry.what == week.What.BOOKED for one in days for entry in one.entries),
        "limit": rules.weekly_limit,
        "change": _last_change(place.therapist),
        "around": _weeks_around(place, monday),
        "beside": zones.beside(place.therapist.zone, place.watching or place.therapist.zone, now),
        "clocks": zones.change_in_words(start, end, place.therapist.zone),
        "parts": [_part(part, place, asked) for part in PARTS.values()],
        "rules": _rules(place, rules, asked),
        "form": asked.form,
        "problem": asked.problem,
        "asked": asked.key,
    }


def _last_change(therapist: Therapist) -> dict[str, Any] | None:
    """Who changed something here last, and when: therapist and manager both keep this page."""
    event = audit.newest(therapist.user_id, about=[*(part.model for part in PARTS.values()), BookingRules])
    if event is None:
        return None
    return {
        "at": event.at,
        "name": User.objects.filter(pk=event.actor).values_list("name", flat=True).first(),
    }


def rows_of(part: Part, therapist: Therapist, today: date) -> QuerySet[Any]:
    """Those that are not over."""
    rows = part.model.objects.filter(therapist=therapist).select_related("therapist")
    if issubclass(part.model, Weekly):
        return rows.filter(Q(until_on=None) | Q(until_on__gte=today)).order_by("weekday", "opens_at", "pk")
    return rows.filter(ends_at__gt=timezone.now()).order_by("starts_at")


def week_name(day: date) -> str:
    """“2026-W48”."""
    year, number, _weekday = day.isocalendar()
    return f"{year}-W{number:02}"


def first_day(row: Any, today: date) -> date:
    """When a row is there for the first time from today on: the week that shows it."""
    if isinstance(row, Weekly):
        return row.next_on(today) or today
    return max(row.starts_at.astimezone(ZoneInfo(row.therapist.zone)).date(), today)


def _part(part: Part, place: Place, asked: Asked) -> dict[str, Any]:
    is_asked = asked.key == part.key
    form = asked.form if is_asked and asked.pk is None and asked.form else part.new_form(prefix=part.key)
    return {
        "part": part,
        "rows": [_row(row, part, place, asked) for row in rows_of(part, place.therapist, place.today)],
        "form": form,
        "is_open": is_asked and asked.pk is None,
        "address": place.address("part", part.key),
        "booked": asked.booked if is_asked and asked.pk is None else [],
    }


def _row(row: Any, part: Part, place: Place, asked: Asked) -> dict[str, Any]:
    is_asked = (part.key, row.pk) == (asked.key, asked.pk)
    return {
        "words": of_row(row),
        "how_often": how_often(row, place.today) if isinstance(row, Weekly) else "",
        "form": asked.form if is_asked else None,
        "is_asked": is_asked,
        "address": place.address("row", part.key, row.pk),
        "removal": place.address("removal", part.key, row.pk),
        "week": "" if _is_in_sight(row, place) else f"?week={week_name(first_day(row, place.today))}",
        "booked": asked.booked if is_asked else [],
    }


def _is_in_sight(row: Any, place: Place) -> bool:
    """Whether the week that is looked at shows it."""
    days = [place.monday + number * week.DAY for number in range(7)]
    if isinstance(row, Weekly):
        return any(row.falls_on(day) for day in days)
    zone = ZoneInfo(place.therapist.zone)
    return row.starts_at < week.bounds(days[-1], zone)[1] and row.ends_at > week.bounds(days[0], zone)[0]


def _rules(place: Place, row: BookingRules, asked: Asked) -> dict[str, Any]:
    form = asking.RulesForm(prefix=RULES, initial=asking.RulesForm.of(row))
    is_asked = asked.key == RULES
    return {
        "form": asked.form if is_asked and asked.form else form,
        "facts": form.facts,
        "is_open": is_asked,
        "address": place.address("part", RULES),
    }


def _weeks_around(place: Place, monday: date) -> dict[str, str]:
    this = place.today - timedelta(days=place.today.weekday())
    return {
        "before": f"?week={week_name(monday - week.WEEK)}",
        "after": f"?week={week_name(monday + week.WEEK)}",
        "this": "" if monday == this else f"?week={week_name(this)}",
    }


def _monday(name: str, today: date) -> date | None:
    try:
        year, number = name.split("-W")
        monday = date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return None
    return monday if abs(monday - today) <= FARTHEST else None
