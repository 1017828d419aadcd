"""One question a page for a client; what a therapist asks and enters."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from waylight.measures import catalogue
from waylight.measures.catalogue import Instrument, Question
from waylight.measures.models import LONGEST_RHYTHM, Reader
from waylight.ui import forms
from waylight.ui.fields import RATHER_NOT

PREFER_NOT = _("Prefer not to answer")
NOTHING_CHOSEN = _("Choose an answer. “Prefer not to answer” is one too.")


class AnswerForm(forms.Form):
    """One question. Nothing is chosen beforehand, and 0 is an answer; `value` is None for “prefer not to answer”."""

    def __init__(self, question: Question, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial={"answer": initial})
        self.question = question
        self.fields["answer"] = field_of(question)

    @property
    def is_empty(self) -> bool:
        """Nothing was chosen, and nothing prefered not to be."""
        return self.data.get("answer", "") == ""

    @property
    def value(self) -> Any:
        found = self.cleaned_data["answer"]
        if self.question.kind == "choice":
            return None if found == RATHER_NOT else int(found)
        return found or None if self.question.kind == "words" else found


def field_of(question: Question) -> django_forms.Field:
    if question.kind == "choice":
        choices = [(str(option.value), option.text) for option in question.options]
        return forms.Choice(
            label=question.text, choices=choices, rather_not=PREFER_NOT, missing=NOTHING_CHOSEN
        )
    if question.kind == "scale":
        return forms.Scale(label=question.text, top=question.top, low=question.low, high=question.high)
    return forms.Words(label=question.text, max_length=question.longest, rows=5, required=False)


def initial_of(question: Question, answered: dict[str, Any]) -> Any:
    """What was answered before, as the form shows it."""
    if question.id not in answered:
        return None
    value = answered[question.id]
    if question.kind == "choice":
        return RATHER_NOT if value is None else str(value)
    return value


class ReaderForm(forms.Form):
    """To whom feedback on a session goes. Nothing is chosen beforehand."""

    reader = forms.Choice(
        label=_("Who reads it?"),
        choices=Reader.choices,
        missing=_("Choose who reads it, or leave it unsent."),
    )


def given() -> list[Instrument]:
    """What a therapist may ask: everything with a text but feedback, which begins as the client's own act."""
    return [form for form in catalogue.all() if form.has_text and not form.is_after_a_session]


class GiveForm(forms.Form):
    """For `giving.give` and `giving.schedule`."""

    instrument = forms.Choice(label=_("Which questions?"), missing=_("Choose the questions."))
    when = forms.Choice(
        label=_("When?"),
        choices=[
            ("now", _("Once, on their own, before we next meet")),
            ("together", _("Together, in a session")),
            ("weeks", _("Regularly, on their own")),
        ],
        missing=_("Choose when."),
    )
    every_weeks = forms.Pick(
        label=_("How often, if regularly?"),
        choices=[
            (str(n), ngettext_lazy("Every week", "Every %(n)s weeks", n) % {"n": n})
            for n in (1, 2, 3, 4, 6, 8, 12, LONGEST_RHYTHM)
        ],
        required=False,
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["instrument"].choices = [(form.id, form.title) for form in given()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("when") == "weeks" and not found.get("every_weeks"):
            self.add_error("every_weeks", _("Choose how often."))
        return found


class EntryForm(forms.Form):
    """A field for each item, by its number where Waylight has no text: answers from paper or from a session."""

    def __init__(self, instrument: Instrument, data: Any = None) -> None:
        super().__init__(data)
        self.instrument = instrument
        for question in instrument.questions:
            self.fields[question.id] = self._field(question)

    def _field(self, question: Question) -> django_forms.Field:
        number = question.id if question.id.isdigit() else ""
        label = question.text or _("Question %(number)s") % {"number": number}
        choices = [
            (str(option.value), f"{option.value}  {option.text}".strip()) for option in question.options
        ]
        left_out = _("Left out, or does not apply") if question.may_not_apply else _("Left out")
        return forms.Choice(label=label, choices=choices, rather_not=left_out, required=question.is_scored,
                            missing=_("Choose an answer, or “Left out”."))  # fmt: skip

    @property
    def answers(self) -> dict[str, Any]:
        """Question → value, None for what was left out. Call it after `is_valid()`."""
        found = self.cleaned_data
        return {id: int(value) if value and value != RATHER_NOT else None for id, value in found.items()}
