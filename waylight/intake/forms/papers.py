"""The papers: everything is optional unless it says why it is needed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waylight.intake.questions import ABOUT, PLACE
from waylight.ui import forms
from waylight.ui.fields import Text

YOURS = _("you and your therapist")
EMERGENCY = _("you and your therapist, and in an emergency whoever must find you")
YOUNGEST, OLDEST = 12, 120  # years; outside, it is a slip of the finger
REGIONS = {
    "England": _("England"),
    "Scotland": _("Scotland"),
    "Wales": _("Wales"),
    "Northern Ireland": _("Northern Ireland"),
}  # kept in English


def _line(labels: Mapping[str, Text], name: str, **options: Any) -> forms.Line:
    defaults: dict[str, Any] = {"max_length": 200, "who_sees": YOURS, "required": False}
    return forms.Line(label=labels[name], **defaults | options)


def _words(labels: Mapping[str, Text], name: str, **options: Any) -> forms.Words:
    defaults: dict[str, Any] = {"max_length": 1000, "rows": 3, "who_sees": YOURS, "required": False}
    return forms.Words(label=labels[name], **defaults | options)


class AboutForm(forms.Form):
    full_name = _line(
        ABOUT, "full_name", hint=_("As a doctor would have it on their list."), autocomplete="name"
    )
    called = _line(
        ABOUT,
        "called",
        hint=_("A name, and she, he or they if you like."),
        max_length=80,
        autocomplete="nickname",
    )
    born_on = forms.Day(label=ABOUT["born_on"], who_sees=YOURS, required=False)
    telephone = _line(
        ABOUT,
        "telephone",
        hint=_("For when the line drops."),
        kind="tel",
        max_length=40,
        width="medium",
        autocomplete="tel",
    )
    doctor = _words(ABOUT, "doctor", hint=_("We ask you before we speak to them."), rows=2)
    home = _words(ABOUT, "home", hint=_("And can they hear you?"), rows=2)
    sign = _line(
        ABOUT, "sign", hint=_("You say it, and your therapist knows that somebody came in."), max_length=80
    )
    easier = _words(ABOUT, "easier", hint=_("Captions, breaks, an interpreter, camera off, typing."))
    discreet = forms.YesNo(
        label=_("Does somebody else look at your phone or computer?"),
        hint=_(
            "With yes, we turn discreet mode on: your browser’s Back button shows none of our pages. "
            "You can change that in Settings."
        ),
        who_sees=_("Nobody. It only changes how our pages behave."),
        required=False,
    )

    def __init__(self, *args: Any, asks_discreet: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_discreet:
            del self.fields["discreet"]

    def clean_born_on(self) -> date | None:
        day: date | None = self.cleaned_data["born_on"]
        today = timezone.localdate()
        if day and not today.year - OLDEST <= day.year <= today.year - YOUNGEST:
            raise ValidationError(_("Look at the year again."))
        return day


class PlaceForm(forms.Form):
    address = _words(
        PLACE,
        "address",
        hint=_("Street, number, town. We ask again at the start of each session."),
        who_sees=EMERGENCY,
        missing=_("Write where you usually are. In an emergency, nobody could be sent without it."),
        autocomplete="street-address",
        max_length=400,
    )
    region = _line(PLACE, "region", hint=_("A state or a region."), who_sees=EMERGENCY, max_length=80)
    finding = _line(PLACE, "finding", hint=_("A floor, a gate, a name on the bell."), who_sees=EMERGENCY)
    hospital = _line(PLACE, "hospital", who_sees=YOURS)

    def __init__(self, *args: Any, country: str, is_finished: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].required = is_finished  # what is only saved may still be empty
        if country == "GB":
            self.fields["region"] = forms.Choice(
                label=PLACE["region"],
                hint=_("Laws and services differ."),
                who_sees=EMERGENCY,
                choices=list(REGIONS.items()),
                required=False,
            )


class ContactForm(forms.Form):
    name = forms.Line(
        label=_("Their name"), who_sees=EMERGENCY, max_length=80, width="medium", missing=_("Write a name.")
    )
    relation = forms.Line(
        label=_("Who are they to you?"),
        hint=_("A friend, my sister, a colleague."),
        who_sees=YOURS,
        max_length=80,
        width="medium",
        required=False,
    )
    may_call = forms.YesNo(
        label=_("May your therapist call them?"),
        yes=_("Yes, if they are worried about me"),
        no=_("No, never call this person"),
        missing=_("Choose whether your therapist may call them."),
    )
    telephone = forms.Line(
        label=_("Their number"), kind="tel", who_sees=EMERGENCY, max_length=40, width="medium", required=False
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("may_call") and not said.get("telephone"):
            self.add_error("telephone", _("Write a number, so that they can be called."))
        return said


class AgreementForm(forms.Form):
    is_given = forms.YesNo(
        label=_("Your answer"), missing=_("Choose yes or no. You can change it at any time.")
    )
