"""Draws any exercise of the library as pages of fields: one form a page, with rows that repeat."""

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms as django_forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from waylight.exercises import entries, fields, references, rows, showing
from waylight.exercises.catalogue import Question, Step
from waylight.exercises.catalogue.checking.texts import LARGEST
from waylight.exercises.models import Entry
from waylight.exercises.rows import DraftForm
from waylight.ui import forms

REPEATED = {"rows", "series"}


class StepForm(DraftForm):
    """The questions of one page. Rows that repeat are forms of their own, in `rows`."""

    window = django_forms.UUIDField(widget=django_forms.HiddenInput, required=False)
    was_shown = django_forms.CharField(widget=django_forms.HiddenInput, required=False, max_length=16)

    def __init__(self, entry: Entry, step: Step, data: Any = None, *, more: str = "") -> None:
        start = {"window": uuid.uuid4(), "was_shown": entries.seen(entry, step)}
        super().__init__(data, initial=start)
        self.answers = entry.answers
        self.questions = entry.questions_of(step)
        self.offered = _offered(self.questions, entry, self.data)
        self.rows: dict[str, forms.Repeat] = {}
        self.named = {question.id: list(self._add(question, data, more)) for question in self.questions}

    def _add(self, question: Question, data: Any, more: str) -> Iterator[str]:
        """Makes the fields of a question; their names."""
        if question.for_each:
            yield from self._add_each(question)
        elif question.kind in REPEATED:
            given = self.answers.get(question.id)
            self.rows[question.id] = rows.of(question, given, self.offered, data, more)
        elif question.kind == "group":
            yield from self._add_group(question)
        elif question.has_answer:
            offered = self.offered.get(question.id, [])
            begun = fields.start(question, question.id, self._given(question), offered)
            yield from self._keep(fields.of(question, question.id, offered), begun)

    def _keep(self, made: dict[str, django_forms.Field], begun: dict[str, Any]) -> Iterator[str]:
        self.fields.update(made)
        self.initial.update(begun)
        yield from made

    def _add_group(self, question: Question) -> Iterator[str]:
        given = self.answers.get(question.id) or {}
        for part in question.parts:
            name, offered = f"{question.id}-{part.key}", self.offered.get(part.id, [])
            begun = given.get(part.key, fields.beginning(part, self.answers))
            yield from self._keep(rows.drawn(part, name, offered), fields.start(part, name, begun, offered))

    def _add_each(self, question: Question) -> Iterator[str]:
        """The same for each answer of another question: how strong is each feeling now."""
        before = {row[question.named_by]: row for row in self.answers.get(question.id) or []}
        for number, name in enumerate(self._names(question)):
            for part in question.parts:
                field = f"{question.id}-{number}-{part.key}"
                made = fields.of(part, field)
                made[field].label = f"{question.text.rstrip('?')}: {name}"
                yield from self._keep(made, fields.start(part, field, before.get(name, {}).get(part.key)))

    def _given(self, question: Question) -> Any:
        if question.id in self.answers:
            return self.answers[question.id]
        return fields.beginning(question, self.answers)

    def _names(self, question: Question) -> list[str]:
        given = self.answers.get(question.for_each) or []
        return [row[question.named_by] for row in given if row.get(question.named_by)]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(repeat.is_valid() for repeat in self.rows.values())])

    @property
    def is_private(self) -> bool:
        """Whether nothing of this page is ever shared; then each field says so itself."""
        return all(question.stays_private for question in self.questions)

    @property
    def waits(self) -> bool:
        """Whether all that this page asks is about answers of pages before, and they are empty."""
        return bool(self.questions) and all(
            question.for_each and not self.named[question.id] for question in self.questions
        )

    @property
    def wants_more(self) -> str:
        """The question for which “Add another” was pressed."""
        return next((id for id, repeat in self.rows.items() if repeat.wants_another), "")

    @property
    def found(self) -> dict[str, Any]:
        """Question → answer, for every question that was asked. Call it after `is_valid()`."""
        return {question.id: self._answer(question) for question in self.questions if question.has_answer}

    def _answer(self, question: Question) -> Any:
        if question.for_each:
            return [
                {question.named_by: name} | self._parts(question, f"{question.id}-{number}-")
                for number, name in enumerate(self._names(question))
            ]
        if question.kind in REPEATED:
            return rows.answers(question, self.rows[question.id])
        if question.kind == "group":
            return self._parts(question, f"{question.id}-")
        return fields.answer(question, question.id, self.cleaned_data)

    def _parts(self, question: Question, prefix: str) -> dict[str, Any]:
        return {
            part.key: fields.answer(part, prefix + part.key, self.cleaned_data) for part in question.parts
        }

    def parts(self) -> Iterator[dict[str, Any]]:
        """What the page shows, in order: each question with its fields or its rows."""
        for question in self.questions:
            yield {
                "question": question,
                "rows": self.rows.get(question.id),
                "fields": [self[name] for name in self.named[question.id]],
            }


def _offered(questions: list[Question], entry: Entry, sent: Any) -> rows.Offered:
    """What can be chosen from elsewhere, and what was chosen on a page that offered more when it was opened."""
    found: rows.Offered = {}
    for question in questions:
        for one in (question, *question.parts):
            if one.chosen_from:
                chosen = ((words, words) for words in _sent(question, one, sent))
                found[one.id] = list(dict.fromkeys([*references.options(one, entry), *chosen]))
    return found


def _sent(question: Question, one: Question, sent: Any) -> Iterator[str]:
    in_rows = (f"{question.id}-{number}-{one.key}" for number in range(question.most))
    names = [one.id] if one is question else [f"{question.id}-{one.key}", *in_rows]
    for name in names:
        yield from filter(None, sent.getlist(name) if hasattr(sent, "getlist") else [sent.get(name)])


class HelpedForm(forms.Form):
    helped = forms.Choice(
        label=_("How are you after this?"), choices=showing.HELPED, missing=_("Choose one, or leave it."),
        hint=_("You can leave this out. It alerts nobody."), required=False,
    )  # fmt: skip


class File(forms.Asking, django_forms.FileField):
    """A file to bring."""


class BringForm(forms.Form):
    """An exercise of the practice's own: its file, or the text of the file."""

    file = File(
        label=_("The file"), required=False, max_length=200, widget=django_forms.FileInput(attrs={"accept": ".json"})
    )  # fmt: skip
    words = forms.Words(label=_("Or its text"), required=False, max_length=LARGEST, rows=8)

    def clean(self) -> dict[str, Any]:
        file = self.cleaned_data.get("file")
        if file is None and not self.cleaned_data.get("words") and not self.errors:
            self.add_error("file", _("Choose a file, or put its text below."))
        if file is not None and file.size > LARGEST:
            self.add_error("file", _("This file is too large. An exercise has a few pages."))
        return self.cleaned_data

    @cached_property
    def text(self) -> str | bytes:
        """What was brought. Call it after `is_valid()`."""
        file = self.cleaned_data.get("file")
        return file.read() if file else self.cleaned_data["words"]

    @property
    def words_brought(self) -> str:
        """The same, to be shown again and sent on."""
        return self.text.decode(errors="replace") if isinstance(self.text, bytes) else self.text
