"""What managers write about registrations, and what is written about things to read."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waylight.people.bodies import BODIES
from waylight.people.models import Status, Therapist
from waylight.ui import forms

STAFF = _("everyone who works here, and the public once it is confirmed")


class RegistrationForm(forms.Form):
    """For `registrations.add_registration`."""

    body = forms.Pick(
        label=_("Which body?"),
        choices=[(body.key, f"{body.short}: {body.name}") for body in BODIES.values()],
        missing=_("Choose the body whose register it is."),
    )
    title_used = forms.Line(
        label=_("Title on the register"),
        hint=_("As the register writes it, such as “Practitioner psychologist”."),
        max_length=80,
        missing=_("Write the title as the register shows it."),
    )
    number = forms.Line(
        label=_("Number"),
        who_sees=STAFF,
        max_length=30,
        width="medium",
        missing=_("Write the number as the register shows it."),
    )
    expires_on = forms.Day(label=_("In force until"), missing=_("Write the date until which it is in force."))


class CheckForm(forms.Form):
    """For `registrations.record_check`: what one person saw on the public register."""

    status = forms.Choice(
        label=_("What does it show?"), choices=Status.choices, missing=_("Choose what the register shows.")
    )
    seen_on = forms.Day(label=_("When did you look?"), missing=_("Write the day on which you looked."))
    expires_on = forms.Day(
        label=_("A new date until which it is in force"),
        hint=_("Only if the date on the register has moved."),
        required=False,
    )

    def clean_seen_on(self) -> Any:
        day = self.cleaned_data["seen_on"]
        if day > timezone.localdate():
            self.add_error("seen_on", _("The day on which you looked cannot be in the future."))
        return day


class DoneForm(forms.Form):
    """For `reading.acknowledge`."""

    done = forms.Words(
        label=_("What did you do?"),
        hint=_("Such as: called them, and what you agreed. A line is enough."),
        who_sees=_("you, and whoever cares for this client"),
        max_length=2000,
        rows=4,
        missing=_("Write what you did. It can be short."),
    )


NOBODY = "nobody"


class DeputyForm(forms.Form):
    """For `reading.name_deputy`."""

    deputy = forms.Pick(label=_("Who reads in their place?"))

    @classmethod
    def of(
        cls, therapist: Therapist, others: list[Therapist], named: int | None, data: Any = None
    ) -> "DeputyForm":
        form = cls(data, initial={"deputy": str(named or NOBODY)}, prefix=f"of-{therapist.pk}")
        choices = [(str(one.pk), one.name) for one in others if one.pk != therapist.pk]
        form.fields["deputy"].choices = [(NOBODY, _("Nobody")), *choices]  # type: ignore[attr-defined]
        form.fields["deputy"].label = therapist.name
        return form

    def clean_deputy(self) -> int | None:
        chosen = self.cleaned_data["deputy"]
        return None if chosen == NOBODY else int(chosen)
