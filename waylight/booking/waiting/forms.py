"""What somebody who waits wishes for."""

from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waylight.booking.models import WaitingListEntry
from waylight.booking.waiting.entries import Wishes
from waylight.people import languages
from waylight.people.models import Therapist
from waylight.people.models.therapists import Approach
from waylight.ui import forms

HOURS = [(f"{hour:02}:00", f"{hour:02}:00") for hour in range(6, 23)]
LANGUAGES = frozenset(code for code, _name in languages.choices())
ANY = _("Any")


class WishForm(forms.Form):
    """Days and hours, on the person's own clocks. What is left empty means "any"."""

    weekdays = forms.Choices(
        label=_("Which days suit you?"),
        hint=_("None ticked means any day."),
        choices=forms.WEEKDAYS,
        required=False,
    )
    earliest = forms.Pick(label=_("It may begin from"), choices=HOURS, nothing=ANY, required=False)
    latest = forms.Pick(label=_("It may begin up to"), choices=HOURS, nothing=ANY, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        earliest, latest = cleaned.get("earliest"), cleaned.get("latest")
        if earliest and latest and earliest > latest:
            self.add_error("latest", ValidationError(_("Choose a time after the first one.")))
        return cleaned

    def wishes(self, zone: str, **others: Any) -> Wishes:
        answers = self.cleaned_data
        return Wishes(
            zone=zone,
            weekdays=tuple(int(day) for day in answers["weekdays"]),
            earliest=_time(answers["earliest"]),
            latest=_time(answers["latest"]),
            **others,
        )


class StaffWishForm(WishForm):
    """The same, written by the practice, with whom, in which language, in which way."""

    therapist = forms.Pick(label=_("With whom"), nothing=ANY, required=False)
    language = forms.Pick(label=_("Language"), nothing=ANY, required=False)
    approach = forms.Pick(label=_("Way of working"), choices=Approach.choices, nothing=ANY, required=False)
    note = forms.Words(
        label=_("What else matters"),
        who_sees=_("Managers. No time is found by these words."),
        max_length=300,
        rows=2,
        required=False,
    )
    field_order = ("therapist", "language", "approach", "weekdays", "earliest", "latest", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weekdays"].label = _("Which days suit them?")
        here = Therapist.objects.filter(user__is_active=True).order_by("name")
        self.therapists = {one.slug: one for one in here}
        spoken = sorted({code for one in here for code in one.languages} | self._wished("language"))
        self._offer("therapist", [(one.slug, one.name) for one in here])
        self._offer("language", [(code, languages.name_of(code)) for code in spoken])

    def _wished(self, name: str) -> set[str]:
        """What was wished for stays among the answers, also while nobody here has it."""
        return {wish for wish in (self.initial.get(name), self.data.get(name)) if wish in LANGUAGES}

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.Pick)
        field.choices = [("", ANY), *choices]

    def wishes(self, zone: str, **others: Any) -> Wishes:
        answers = self.cleaned_data
        return super().wishes(
            zone,
            therapist=self.therapists.get(answers["therapist"]),
            language=answers["language"],
            approach=answers["approach"],
            note=answers["note"],
            **others,
        )


class RemovalForm(forms.Form):
    reason = forms.Words(
        label=_("Why they are taken off"),
        who_sees=_("Managers."),
        missing=_("Write a few words, so that others understand it later."),
        max_length=300,
        rows=2,
    )


def initial(entry: WaitingListEntry | None) -> dict[str, Any]:
    """The wishes as they are, for the form."""
    if entry is None:
        return {}
    return {
        "weekdays": [str(day) for day in entry.weekdays],
        "earliest": f"{entry.earliest:%H:%M}" if entry.earliest else "",
        "latest": f"{entry.latest:%H:%M}" if entry.latest else "",
        "therapist": entry.therapist.slug if entry.therapist else "",
        "language": entry.language,
        "approach": entry.approach,
        "note": entry.note,
    }


def _time(answer: str) -> time | None:
    return time.fromisoformat(answer) if answer else None
