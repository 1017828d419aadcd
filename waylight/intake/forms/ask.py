"""The questions of "Ask for a first talk": who, then how to reach you."""

from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waylight.crisis import directory
from waylight.intake.models import AgeBand, ForWhom
from waylight.intake.reach import NotReachable, normalised
from waylight.notifications.models import Channel
from waylight.people import languages, profiles
from waylight.practice.models import Practice
from waylight.ui import forms

READERS = _("the people who answer here, and nobody else")
SEEN_BY = {
    "Nobody else": _("Nobody else"),
    "Somebody else can see it": _("Somebody else can see it"),
    "I am not sure": _("I am not sure"),
}  # kept in English


class Answered(forms.Form):
    """A form that can show its answers again, in words."""

    def answers(self) -> list[tuple[str, str]]:
        """(question, answer) of every visible field, once the form is valid."""
        return [
            (str(field.label), _in_words(field, self.cleaned_data[name]))
            for name, field in self.fields.items()
        ]


class WhoForm(Answered):
    """Asked first, so that nobody writes much and is then told that we cannot help."""

    for_whom = forms.Choice(
        label=_("Who is it for?"),
        choices=ForWhom.choices,
        missing=_("Choose whether it is for you or for someone."),
    )
    age_band = forms.Choice(
        label=_("How old are you?"),
        hint=_("If you are worried about someone, say how old they are."),
        choices=AgeBand.choices,
        missing=_("Choose an age."),
    )
    country = forms.Pick(
        label=_("Which country are you in?"),
        hint=_("If you are worried about someone, choose where they live."),
        autocomplete="country",
        missing=_("Choose a country."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        covered = Practice.current().countries
        # Those that the practice covers stand first; each stands in its place of the alphabet too.
        first = [(code, directory.name_of(code) or code) for code in covered]
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose from the list")),
            (_("We work with"), first),
            (_("All countries"), [one for one in directory.countries() if one[0] not in covered]),
        ]


class ReachForm(Answered):
    """How to reach somebody safely. `dialled_from` is the country in which a number is read that has no country code."""

    name = forms.Line(
        label=_("What can we call you?"),
        hint=_("Any name you like. It need not be your real one."),
        who_sees=READERS,
        max_length=60,
        width="medium",
        autocomplete="given-name",
        missing=_("Write a name. Any name is fine."),
    )
    channel = forms.Choice(
        label=_("How can we reach you?"),
        choices=Channel.choices,
        missing=_("Choose a way for us to reach you."),
    )
    address = forms.Line(
        label=_("Your email address or telephone number"),
        who_sees=READERS,
        max_length=254,
        missing=_("Write your email address or number."),
    )
    seen_by = forms.Choice(
        label=_("Who else can see messages there?"),
        hint=_("Our messages are short and say nothing about why you wrote."),
        choices=list(SEEN_BY.items()),
        missing=_("Choose who else can see messages there."),
    )
    may_leave_message = forms.YesNo(
        label=_("If we call and you cannot answer, may we leave a message?"), required=False
    )
    words = forms.Words(
        label=_("Is there anything you want to say?"),
        hint=_("You can leave this empty. You do not have to explain anything."),
        who_sees=READERS,
        required=False,
        max_length=4000,
    )
    language = forms.Pick(
        label=_("A language you would like to talk in"), nothing=_("English is fine"), required=False
    )
    therapist = forms.Pick(
        label=_("Somebody you would like to talk to"), nothing=_("Nobody in particular"), required=False
    )
    hours = forms.Line(label=_("A good time to reach you"), max_length=120, required=False)

    def __init__(self, *args: Any, dialled_from: str = "", today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dialled_from = dialled_from
        shown = [profile.therapist for profile in profiles.shown(today)]
        self.fields["language"].choices += languages.choices()  # type: ignore[attr-defined]
        self.fields["therapist"].choices += [(one.slug, one.name) for one in shown]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        channel, address = said.get("channel"), said.get("address")
        if channel and address:
            try:
                said["address"] = normalised(channel, address, said.get("country") or self.dialled_from)
            except NotReachable as refusal:
                self.add_error("address", str(refusal))
        if channel == Channel.CALL and said.get("may_leave_message") is None:
            self.add_error("may_leave_message", _("Say whether we may leave a message."))
        return said


def _in_words(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    labels = {key: label for key, label in _flat(getattr(field, "choices", ())) if key}
    return str(labels.get(value, value or ""))


def _flat(choices: Any) -> list[tuple[str, str]]:
    """Choices without their groups."""
    found: list[tuple[str, str]] = []
    for key, label in choices:
        found += _flat(label) if isinstance(label, list | tuple) else [(key, label)]
    return found
