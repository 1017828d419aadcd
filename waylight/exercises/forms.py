"""Draws any exercise of the library as pages of fields: one form a page, with rows that repeat."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from waylight.exercises import catalogue, entries, showing
from waylight.exercises.catalogue import Question, Step
from waylight.exercises.models import Entry
from waylight.ui import forms

LONGEST_LINES = 4000  # characters
OWN = "_own"


class DraftForm(forms.Form):
    """Says what is needed and takes it empty all the same: a page may be saved half written."""

    def add_error(self, field: str | None, error: Any) -> None:
        if field and getattr(error, "code", "") == "required":
            self.cleaned_data[field] = None
        else:
            super().add_error(field, error)


class StepForm(DraftForm):
    """The questions of one page. Rows that repeat are forms of their own, in `rows`."""

    window = django_forms.UUIDField(widget=django_forms.HiddenInput, required=False)
    was_shown = django_forms.CharField(widget=django_forms.HiddenInput, required=False, max_length=16)

    def __init__(self, entry: Entry, step: Step, data: Any = None, *, more: str = "") -> None:
        start = {"window": uuid.uuid4(), "was_shown": entries.seen(entry, step)}
        super().__init__(data, initial=start)
        self.step, self.answers = step, entry.answers
        self.rows: dict[str, forms.Repeat] = {}
        for question in step.questions:
            if question.for_each:
                self._add_each(question)
            elif question.kind == "rows":
                self.rows[question.id] = _rows(question, entry.answers.get(question.id), data, more)
            else:
                self.fields[question.id] = field_of(question)
                self.initial[question.id] = to_form(question, entry.answers.get(question.id))

    def _add_each(self, question: Question) -> None:
        """A scale for each answer of another question: how strong is each feeling now."""
        before = {row[question.named_by]: row for row in self.answers.get(question.id) or []}
        for number, name in enumerate(self._names(question)):
            for part in question.parts:
                field = field_of(part)
                field.label = f"{question.text.rstrip('?')}: {name}"
                self.fields[f"{question.id}-{number}-{part.key}"] = field
                self.initial[f"{question.id}-{number}-{part.key}"] = before.get(name, {}).get(part.key)

    def _names(self, question: Question) -> list[str]:
        rows = self.answers.get(question.for_each) or []
        return [row[question.named_by] for row in rows if row.get(question.named_by)]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    @property
    def wants_more(self) -> str:
        """The question for which “Add another” was pressed."""
        return next((id for id, rows in self.rows.items() if rows.wants_another), "")

    @property
    def found(self) -> dict[str, Any]:
        """Question → answer, for every question of the page. Call it after `is_valid()`."""
        return {question.id: self._answer(question) for question in self.step.questions}

    def _answer(self, question: Question) -> Any:
        if question.for_each:
            return [
                {question.named_by: name}
                | {
                    part.key: self.cleaned_data[f"{question.id}-{number}-{part.key}"]
                    for part in question.parts
                }
                for number, name in enumerate(self._names(question))
            ]
        if question.kind == "rows":
            return [_row(question, row) for row in self.rows[question.id].rows]
        return from_form(question, self.cleaned_data.get(question.id))

    def parts(self) -> list[dict[str, Any]]:
        """What the page shows, in order: fields, and rows with the words around them."""
        shown: list[dict[str, Any]] = []
        for question in self.step.questions:
            if question.id in self.rows:
                shown.append({"rows": self.rows[question.id], "question": question})
            else:
                names = [
                    name for name in self.fields if name == question.id or name.startswith(f"{question.id}-")
                ]
                shown += [{"field": self[name]} for name in names]
        return shown


def field_of(question: Question) -> django_forms.Field:
    common: dict[str, Any] = {"label": question.text, "hint": question.hint, "required": question.required}
    if question.kind == "words":
        return forms.Words(max_length=question.longest, rows=4, **common)
    if question.kind == "lines":
        return forms.Words(max_length=question.longest or LONGEST_LINES, rows=5, **common)
    if question.kind == "line":
        return forms.Line(max_length=question.longest, **common)
    if question.kind == "moment":
        return forms.Moment(**common)
    if question.kind == "scale":
        return forms.Scale(top=question.top, low=question.low, high=question.high, **common)
    if question.kind == "choices":
        return forms.Choices(choices=question.options, **common)
    if question.kind == "own choice":
        return forms.Pick(choices=question.options, **common)
    return forms.Tick(**common)


def to_form(question: Question, answer: Any) -> Any:
    if question.kind == "lines":
        return "\n".join(answer or [])
    if question.kind == "moment" and answer:
        return datetime.fromisoformat(answer)
    return answer


def from_form(question: Question, value: Any) -> Any:
    if question.kind == "lines":
        return [line.strip() for line in (value or "").splitlines() if line.strip()]
    if question.kind == "moment" and value:
        return value.astimezone(UTC).isoformat()
    return value


def _rows(question: Question, answers: Any, data: Any, more: str) -> forms.Repeat:
    known = [_to_row(question, row) for row in answers or []]
    blank = 1 if more == question.id or not known else 0
    kind = forms.repeat(_row_form(question), max_items=question.most, shown=blank)
    return kind(data, prefix=question.id, initial=known)


def _row_form(question: Question) -> type[DraftForm]:
    fields: dict[str, Any] = {}
    for part in question.parts:
        fields[part.key] = field_of(part)
        fields[part.key].required = part.kind in {"line", "own choice"}  # drawn without "(optional)"
        if part.kind == "own choice":
            fields[part.key + OWN] = forms.Line(label=_("Or in your own word"), max_length=60, width="medium")
    return type("RowForm", (DraftForm,), fields)


def _row(question: Question, row: dict[str, Any]) -> dict[str, Any]:
    chosen = [part.key for part in question.parts if part.kind == "own choice"]
    own = {key: row[key + OWN] for key in chosen if row.get(key + OWN)}
    return {part.key: row.get(part.key) for part in question.parts} | own


def _to_row(question: Question, row: dict[str, Any]) -> dict[str, Any]:
    own = {
        part.key + OWN: row[part.key]
        for part in question.parts
        if part.kind == "own choice" and row.get(part.key) and row[part.key] not in dict(part.options)
    }
    return row | own


class HelpedForm(forms.Form):
    helped = forms.Choice(
        label=_("How are you after this?"), choices=showing.HELPED, missing=_("Choose one, or leave it."),
        hint=_("You can leave this out. It alerts nobody."), required=False,
    )  # fmt: skip


class AssignForm(forms.Form):
    """What a therapist suggests for between sessions."""

    exercise = forms.Choice(label=_("Exercise"), missing=_("Choose an exercise."))
    why = forms.Words(
        label=_("Why, in your words"), required=False, max_length=1000, rows=3,
        who_sees=_("your client, at once."),
    )  # fmt: skip

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["exercise"].choices = [(exercise.id, exercise.title) for exercise in catalogue.all()]  # type: ignore[attr-defined]
