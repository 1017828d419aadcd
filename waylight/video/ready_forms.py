"""What a client is asked before a session. Nothing is required: whatever stays open, the therapist asks."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waylight.booking.models import Appointment, Hearing
from waylight.intake.reach import NotReachable, normalised
from waylight.practice.models import Practice
from waylight.ui import forms


class StepForm(forms.Form):
    """`answers()` is what `booking.precheck.say` keeps: what was said, and nothing for what was left open."""

    def __init__(self, *args: Any, appointment: Appointment, known_number: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.appointment, self.known_number = appointment, known_number
        self.ask(appointment.therapist.first_name)

    def ask(self, name: str) -> None:
        """Adds the fields; `name` is the therapist's."""

    def answers(self) -> dict[str, Any]:
        return {name: said for name, said in self.cleaned_data.items() if said not in ("", None)}


class HearingForm(StepForm):
    def ask(self, name: str) -> None:
        self.fields["hearing"] = forms.Choice(
            label=_("Can anyone hear you?"), choices=Hearing.choices, required=False
        )
        self.fields["cannot_speak"] = forms.Tick(
            label=_("I cannot speak freely"),
            hint=gettext(
                "{name} sees this at once and does not speak of it aloud. It makes no sound."
            ).format(name=name),
            required=False,
        )

    def answers(self) -> dict[str, Any]:
        """The sign is given here, and taken back where one waits: an empty box says nothing."""
        return {name: said for name, said in super().answers().items() if said}


class PlaceForm(StepForm):
    def ask(self, name: str) -> None:
        days = Practice.current().location_kept_days
        self.fields["place"] = forms.Line(
            label=_("Where are you right now?"),
            hint=_("A street and a town. Or “as usual”, if you told us before where you usually are."),
            who_sees=gettext(
                "{name}, and whoever must find you in an emergency. It is deleted after {days} days, "
                "unless something happens that has to be written down."
            ).format(name=name, days=days),
            required=False,
            max_length=300,
            autocomplete="off",
        )
        self.fields["is_abroad"] = forms.Tick(
            label=_("I am in another country than usual today"), required=False
        )

    def answers(self) -> dict[str, Any]:
        return super().answers() if self.cleaned_data["place"] or self.cleaned_data["is_abroad"] else {}


class NumberForm(StepForm):
    """The number that is known is never shown whole. Left empty, it is the one."""

    def ask(self, name: str) -> None:
        self.fields["callback"] = forms.Line(
            label=_("Another number for today") if self.known_number else _("The number"),
            who_sees=gettext("{name}, and the practice.").format(name=name),
            kind="tel",
            width="medium",
            max_length=40,
            required=False,
            autocomplete="tel",
        )
        self.fields["contact_still_right"] = forms.YesNo(
            label=_("Is the person whom we may call in an emergency still right?"), required=False
        )

    def clean_callback(self) -> str:
        said = self.cleaned_data["callback"]
        if not said:
            return self.known_number
        try:
            return normalised("call", said, self.appointment.client.country)
        except NotReachable as error:
            raise ValidationError(str(error)) from error


FORMS: dict[str, type[StepForm]] = {"hearing": HearingForm, "place": PlaceForm, "number": NumberForm}


def form_for(step: str) -> type[StepForm]:
    """Of a step that asks nothing too, since it can be sent."""
    return FORMS.get(step, StepForm)
