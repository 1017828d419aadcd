"""Forms by which therapist and client agree on an exercise."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.exercises.assignments import Agreed
from waylight.exercises.catalogue import Exercise
from waylight.exercises.models import Answer, HowOften
from waylight.ui import forms


class AssignForm(forms.Form):
    """What a therapist suggests for between sessions. `is_off`: it is not on for this client yet."""

    why = forms.Words(
        label=_("Why, in your words"), required=False, max_length=1000, rows=3,
        who_sees=_("your client, at once."),
    )  # fmt: skip
    how_often = forms.Choice(
        label=_("How often"), choices=HowOften, required=False, hint=_("As you agreed. Nothing is counted."),
    )  # fmt: skip
    often_in_words = forms.Line(label=_("How often, in your own words"), required=False, max_length=100)
    until_on = forms.Day(
        label=_("Until when"), required=False, hint=_("After this day it is no longer suggested.")
    )
    questions = forms.Choices(
        label=_("Ask this too"), required=False,
        hint=_("These are asked only when you both agreed to it."),
    )  # fmt: skip
    has_read_caution = forms.Tick(
        label=_("I have read the caution. It fits this person now."), required=False,
        hint=_("This exercise is off until you switch it on for them. It stays on until you switch it off."),
    )  # fmt: skip

    def __init__(self, exercise: Exercise, data: Any = None, *, is_off: bool = False) -> None:
        super().__init__(data)
        asked = [(one.id, one.text) for one in exercise.questions() if one.off_until_enabled]
        self.fields["questions"].choices = asked  # type: ignore[attr-defined]
        if not asked:
            del self.fields["questions"]
        if not is_off:
            del self.fields["has_read_caution"]

    @property
    def agreed(self) -> Agreed:
        found = self.cleaned_data
        return Agreed(
            how_often=found["how_often"],
            in_words=found["often_in_words"],
            until_on=found["until_on"],
            questions=tuple(found.get("questions", ())),
            has_read_caution=found.get("has_read_caution", False),
        )


class AnswerForm(forms.Form):
    """What a client says to a suggestion. No reason is asked for."""

    answer = forms.Choice(label=_("Your answer"), choices=Answer)
    words = forms.Line(
        label=_("Another way that suits you better"), required=False, max_length=300,
        hint=_("Shorter, at another time, only a part of it."), who_sees=_("your therapist, before you next meet."),
    )  # fmt: skip
