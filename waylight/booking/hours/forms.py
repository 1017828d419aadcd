"""What is asked on the page of hours. What cannot be is the verbs' to say (`booking.hours`); `put` finds its field."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waylight.booking import hours
from waylight.booking.hours.words import RHYTHMS, is_whole_days
from waylight.booking.models import BookingRules, Break, ExtraTime, OpeningHours, TimeOff
from waylight.practice.models import Practice
from waylight.ui import forms

# Where the sentence of a refusal stands: the first of these fields that the form has.
PLACES: dict[type[Exception], tuple[str, ...]] = {
    hours.EndsTooEarly: ("closes_at", "until_at"),
    hours.LastBeforeFirst: ("until_on",),
    hours.FirstWeekMissing: ("from_on",),
    hours.NeverComes: ("until_on",),
    hours.OverAlready: ("until_on", "on"),
    hours.Overlaps: ("opens_at", "from_on"),
}

NONE_MEANS = {"buffer_minutes": _("None"), "weekly_limit": _("No limit")}


class WeeklyForm(forms.Form):
    """Hours or a break. `weekday` is one of several days when they are new."""

    opens_at = forms.TimeOfDay(label=_("From"), missing=_("Write when it begins."))
    closes_at = forms.TimeOfDay(label=_("Until"), missing=_("Write when it ends."))
    every_weeks = forms.Pick(label=_("How often"), choices=list(RHYTHMS.items()), initial=1)
    from_on = forms.Day(
        label=_("First day"),
        hint=_("Weeks are counted from the week of this day. Empty: from now on."),
        required=False,
    )
    until_on = forms.Day(label=_("Last day"), hint=_("Empty: no end."), required=False)

    @classmethod
    def of(cls, row: OpeningHours | Break) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("weekday", *WeeklyForm.base_fields)}

    def clean_every_weeks(self) -> int:
        return int(self.cleaned_data["every_weeks"])


class NewWeeklyForm(WeeklyForm):
    weekdays = forms.Choices(label=_("Days"), choices=forms.WEEKDAYS, missing=_("Choose at least one day."))
    field_order = ["weekdays"]

    def clean_weekdays(self) -> list[int]:
        return [int(day) for day in self.cleaned_data["weekdays"]]


class OneWeeklyForm(WeeklyForm):
    weekday = forms.Pick(label=_("Day"), choices=forms.WEEKDAYS, missing=_("Choose a day."))
    field_order = ["weekday"]

    def clean_weekday(self) -> int:
        return int(self.cleaned_data["weekday"])


class ExtraForm(forms.Form):
    on = forms.Day(label=_("Day"), missing=_("Write the day."))
    opens_at = forms.TimeOfDay(label=_("From"), missing=_("Write when it begins."))
    closes_at = forms.TimeOfDay(label=_("Until"), missing=_("Write when it ends."))

    @classmethod
    def of(cls, row: ExtraTime) -> dict[str, Any]:
        with timezone.override(row.therapist.zone):
            start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        return {"on": start.date(), "opens_at": start.time(), "closes_at": end.time()}


class TimeOffForm(forms.Form):
    from_on = forms.Day(label=_("First day"), missing=_("Write the first day."))
    from_at = forms.TimeOfDay(label=_("From"), hint=_("Empty: the whole day."), required=False)
    until_on = forms.Day(label=_("Last day"), missing=_("Write the last day."))
    until_at = forms.TimeOfDay(label=_("Until"), hint=_("Empty: the whole day."), required=False)

    @classmethod
    def of(cls, row: TimeOff) -> dict[str, Any]:
        with timezone.override(row.therapist.zone):
            start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        if is_whole_days(row):
            return {"from_on": start.date(), "until_on": (end - timedelta(days=1)).date()}
        names = ("from_on", "from_at", "until_on", "until_at")
        return dict(zip(names, (start.date(), start.time(), end.date(), end.time()), strict=True))


def bounded(name: str, **options: Any) -> forms.Number:
    least, most = hours.BOUNDS[name]
    return forms.Number(least=least, most=most, required=False, **options)


class RulesForm(forms.Form):
    """For `hours.set_rules`. What is empty is as the practice has it, and each field says what that is."""

    buffer_minutes = bounded("buffer_minutes", label=_("Minutes kept free before and after each appointment"))
    minimum_notice_hours = bounded("minimum_notice_hours", label=_("Booked at least this many hours ahead"))
    bookable_days = bounded("bookable_days", label=_("Booked at most this many days ahead"))
    weekly_limit = bounded("weekly_limit", label=_("Appointments in one week, at most"))
    first_talk_minutes = bounded("first_talk_minutes", label=_("Minutes of a first talk"))
    session_minutes = bounded("session_minutes", label=_("Minutes of a session"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual: dict[str, str] = {}
        practice = Practice.current()
        for name, field in self.fields.items():
            self.usual[name] = _usual(name, practice)
            field.help_text = gettext("Empty: {usual}.").format(usual=self.usual[name])

    @classmethod
    def of(cls, row: BookingRules) -> dict[str, Any]:
        values = {name: getattr(row, name) for name in cls.base_fields}
        return values | {"buffer_minutes": row.buffer_minutes or None}

    @property
    def facts(self) -> list[tuple[Any, Any]]:
        """Each rule with what counts now."""
        return [
            (field.label, self.usual[name] if self.initial.get(name) is None else self.initial[name])
            for name, field in self.fields.items()
        ]


def _usual(name: str, practice: Practice) -> str:
    """What counts for whoever has no number of their own: “50, as the practice has it”."""
    if name in NONE_MEANS:
        return str(NONE_MEANS[name])
    return gettext("{n}, as the practice has it").format(n=getattr(practice, name))


def put(form: forms.Form, refusal: Exception) -> None:
    """The sentence of a refusal beside the field that it is about; over the form when it is about none."""
    field = next((name for name in PLACES.get(type(refusal), ()) if name in form.fields), None)
    form.add_error(field, str(refusal))
