"""What staff are asked when they book, move, cancel or plan times for a client."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waylight.booking.forms import chosen_start
from waylight.booking.series import Agreed
from waylight.ui import forms

FARTHEST = timedelta(days=366)  # ahead
LONGEST_REASON = 300  # characters
KEPT = _("staff who look after this client’s times.")


class OtherTimeForm(forms.Form):
    """A time that the list does not have, on the clocks of whoever asks."""

    at = forms.Moment(label=_("Day and time"), missing=_("Write a day and a time."))

    def clean_at(self) -> datetime:
        if abs(self.cleaned_data["at"] - timezone.now()) > FARTHEST:  # the year 1 has no yesterday
            raise ValidationError(gettext("Choose a day within a year."))
        return self.cleaned_data["at"]


class ReasonForm(forms.Form):
    """Why: kept sealed."""

    def __init__(
        self, *args: Any, label: Any, hint: Any = "", is_optional: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.Words(
            label=label,
            hint=hint,
            who_sees=KEPT,
            missing=_("Say why."),
            max_length=LONGEST_REASON,
            rows=2,
            required=not is_optional,
        )


class CourseForm(forms.Form):
    """A planned course: from which day, at what time on whose clocks, how often, how many."""

    first_on = forms.Day(
        label=_("First day"),
        hint=_("Its weekday is the weekday of all."),
        missing=_("Choose the first day."),
    )
    starts_at = forms.TimeOfDay(label=_("Time"), missing=_("Write a time such as 10:00."))
    zone = forms.Choice(label=_("On whose clocks?"), missing=_("Say on whose clocks."))
    every_weeks = forms.Choice(
        label=_("How often?"),
        choices=[("1", _("Every week")), ("2", _("Every second week"))],
        missing=_("Say how often."),
    )
    planned = forms.Number(label=_("How many sessions?"), least=1, most=60, missing=_("Say how many."))

    def __init__(self, *args: Any, clocks: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`clocks`: zones and whose they are. Where all are the same, or nothing is asked about them, one is enough."""
        super().__init__(*args, **kwargs)
        if len(clocks) > 1:
            hint = _(
                "The time stays the same on these clocks when clocks change. On the others it may move by an hour."
            )
            self.fields["zone"].choices = clocks  # type: ignore[attr-defined]
            self.fields["zone"].help_text = hint
        else:
            del self.fields["zone"]
        self.only_zone = clocks[0][0]

    def clean_first_on(self) -> Any:
        first_on, today = self.cleaned_data["first_on"], timezone.localdate()
        if not today <= first_on <= today + FARTHEST:
            raise ValidationError(gettext("Choose a day from today on, within a year."))
        return first_on

    @property
    def agreed(self) -> Agreed:
        """Call it after `is_valid()`."""
        answers = self.cleaned_data
        return Agreed(
            answers["first_on"],
            answers["starts_at"],
            answers.get("zone") or self.only_zone,
            int(answers["every_weeks"]),
            answers["planned"],
        )


class NewTimeForm(forms.Form):
    """Another day and time for what is to come of a series; its rhythm and clocks stay."""

    first_on = CourseForm.base_fields["first_on"]
    starts_at = CourseForm.base_fields["starts_at"]

    clean_first_on = CourseForm.clean_first_on


def moments(values: Sequence[str]) -> list[datetime]:
    """The moments that ticks brought ("3 2027-01-07T10:00Z"); what is none is left out."""
    found = (chosen_start(value.rpartition(" ")[2]) for value in values)
    return [start for start in found if start is not None]
