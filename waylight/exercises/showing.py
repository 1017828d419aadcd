"""Answers in words, as client and therapist read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from waylight.exercises.catalogue import Exercise, Question, Step
from waylight.ui.templatetags.ui import moment

HELPED = (
    ("worse", later("Worse")),
    ("same", later("The same")),
    ("little", later("A little better")),
    ("lot", later("A lot better")),
)  # REQUIREMENTS 4.2


@dataclass(frozen=True)
class Answered:
    """A question and what was answered: no line when it was left empty."""

    text: str
    lines: list[str]


@dataclass(frozen=True)
class Page:
    step: Step
    answered: list[Answered]


def pages(exercise: Exercise, answers: dict[str, Any]) -> list[Page]:
    """Each page of the exercise with its answers."""
    return [
        Page(
            step,
            [
                Answered(question.text, list(lines(question, answers.get(question.id))))
                for question in step.questions
            ],
        )
        for step in exercise.steps
    ]


def lines(question: Question, answer: Any) -> Iterator[str]:
    """The answer in lines. An unanswered 0 is told from 0."""
    if answer in (None, "", [], {}):
        return
    if question.kind == "rows":
        yield from (" · ".join(_row(question, row)) for row in answer)
    elif question.kind == "choices":
        yield from (question.label_of(code) for code in answer)
    elif question.kind == "lines":
        yield from answer
    elif question.kind == "scale":
        yield _of(answer, question)
    elif question.kind == "moment":
        yield moment(datetime.fromisoformat(answer))
    else:
        yield str(answer)


def _row(question: Question, row: dict[str, Any]) -> Iterator[str]:
    if question.named_by:
        yield str(row[question.named_by])
    for part in question.parts:
        answer = row.get(part.key)
        if part.kind == "tick":
            yield from [part.text] if answer else []
        elif part.kind == "scale":
            yield from [f"{part.short} {_of(answer, part)}"] if answer is not None else []
        elif answer:
            yield str(answer)


def _of(answer: int, question: Question) -> str:
    return _("{number} of {top}").format(number=answer, top=question.top)
