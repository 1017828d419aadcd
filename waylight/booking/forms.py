"""What is asked when a time is booked."""

from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waylight.booking.choosing import Choosing
from waylight.booking.missed import CALLS
from waylight.booking.models import Outcome, Step, Taken
from waylight.intake.reach import NotReachable, normalised
from waylight.ui import forms

TOPIC_LONGEST = 2000  # characters each time


class TopicForm(forms.Form):
    def __init__(self, *args: Any, therapist_name: str, is_optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"] = forms.Words(
            label=_("What you want to talk about"),
            hint=_("A word is enough. You can also say it when you speak."),
            who_sees=_("{therapist_name} alone, before you speak. It is not shown here again.").format(
                therapist_name=therapist_name
            ),
            missing=_("Write a word or two, or leave this page as it is."),
            max_length=TOPIC_LONGEST,
            rows=3,
            required=not is_optional,
        )


class BookForm(TopicForm):
    """A time, as the list gave it. `zone` goes along so that all words stay on the same clocks."""

    def __init__(self, *args: Any, choosing: Choosing, **kwargs: Any) -> None:
        super().__init__(*args, therapist_name=choosing.therapist_name, is_optional=True, **kwargs)
        self.choosing = choosing
        if choosing.instead_of is not None:
            del self.fields["topic"]  # it goes along with the appointment
        elif choosing.needs_number:
            self.fields["telephone"] = self._telephone()

    def _telephone(self) -> forms.Line:
        name = self.choosing.therapist_name
        return forms.Line(
            label=_("The number {name} can call").format(name=name),
            hint=_("You speak by telephone. From another country, start with + and the country code.")
            if not self.choosing.is_by_video
            else _("If the line drops. From another country, start with + and the country code."),
            who_sees=_("{name} and the practice.").format(name=name),
            missing=_("Write a number, so that you can be called."),
            kind="tel",
            autocomplete="tel",
            width="medium",
            max_length=40,
        )

    def clean_telephone(self) -> str:
        try:
            return normalised("call", self.cleaned_data["telephone"], self.choosing.client.country)
        except NotReachable as error:
            raise ValidationError(str(error)) from error


def chosen_start(text: str) -> datetime | None:
    """The moment that a button of the list gave; None for anything else."""
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return None
    is_sane = start.tzinfo is not None and 2000 < start.year < 2200  # so that nothing overflows
    return start.astimezone(UTC) if is_sane else None


def chosen_day(text: str) -> date | None:
    """From which day on the list is asked for; None for anything that is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class RouteStepForm(forms.Form):
    """A step of the agreed route and what became of it: each answer is a button of its own."""

    step = forms.Choice(choices=Step.choices)
    answer = forms.Choice(choices=[*Outcome.choices, *Taken.choices])

    def clean(self) -> dict[str, Any]:
        is_call = self.cleaned_data.get("step") in CALLS
        if not is_call and self.cleaned_data.get("answer") in Outcome.values:
            raise ValidationError(_("Only a call has this answer."))
        return self.cleaned_data
