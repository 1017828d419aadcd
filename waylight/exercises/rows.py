"""Questions that are asked several times: rows of the same few fields, "Add another" without a script."""

from typing import Any

from django import forms as django_forms

from waylight.exercises import asking, fields
from waylight.exercises.catalogue import Question
from waylight.ui import forms

Offered = dict[str, list[tuple[str, str]]]  # question → what `references` found


class DraftForm(forms.Form):
    """Says what is needed and takes it empty all the same: a page may be saved half written."""

    def add_error(self, field: str | None, error: Any) -> None:
        if field and getattr(error, "code", "") == "required":
            self.cleaned_data[field] = None
        else:
            super().add_error(field, error)


def of(question: Question, answers: Any, offered: Offered, data: Any, more: str) -> forms.Repeat:
    """The rows of one question; `more` is the question for which one more row was asked."""
    known = [_start(question, row, offered) for row in answers or []]
    blank = 1 if more == question.id or not known else 0
    kind = forms.repeat(_form(question, offered), max_items=question.most, shown=blank)
    return kind(data, prefix=question.id, initial=known)


def answers(question: Question, rows: forms.Repeat) -> list[dict[str, Any]]:
    """What was answered, without the rows left empty. Call it after `is_valid()`."""
    given = (
        {part.key: fields.answer(part, part.key, form.cleaned_data) for part in question.parts}
        for form in rows.forms
    )
    return [row for row in given if _is_written(question, row)]


def _is_written(question: Question, row: dict[str, Any]) -> bool:
    """A row that holds nothing but what it began with is empty."""
    asked = [part for part in question.parts if not _begins(question, part)] or question.parts
    return any(asking.is_answered(row[part.key]) for part in asked)


def _begins(question: Question, part: Question) -> bool:
    return part.begins_now or bool(part.begins) or (question.kind == "series" and part.kind == "time")


def _form(question: Question, offered: Offered) -> type[DraftForm]:
    made: dict[str, Any] = {}
    for part in question.parts:
        made |= drawn(part, part.key, offered.get(part.id, []))
        if _begins(question, part):
            begun = fields.beginning(part, {}) if part.begins else fields.now(part.kind)
            for name, value in fields.start(part, part.key, begun, offered.get(part.id, [])).items():
                made[name].initial = value
    return type("RowForm", (DraftForm,), made)


def drawn(part: Question, name: str, offered: list[tuple[str, str]]) -> dict[str, django_forms.Field]:
    """The fields of a part, drawn without "(optional)" each: the question above them says it once."""
    made = fields.of(part, name, offered)
    for field in made.values():
        field.required = True
    return made


def _start(question: Question, row: dict[str, Any], offered: Offered) -> dict[str, Any]:
    begun: dict[str, Any] = {}
    for part in question.parts:
        begun |= fields.start(part, part.key, row.get(part.key), offered.get(part.id, []))
    return begun
