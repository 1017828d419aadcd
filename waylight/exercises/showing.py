"""Answers in words, as client and therapist read them."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from waylight.exercises import asking
from waylight.exercises.catalogue import Exercise, Question, Step
from waylight.exercises.models import Entry
from waylight.ui.templatetags.ui import full_date, moment

HELPED = (
    ("worse", later("Worse")),
    ("same", later("The same")),
    ("little", later("A little better")),
    ("lot", later("A lot better")),
)  # REQUIREMENTS 4.2


@dataclass(frozen=True)
class Answered:
    """A question and what was answered: no line when it was left empty. `folded` words are opened by who wants to read them."""

    text: str
    lines: list[str]
    folded: bool = False


@dataclass(frozen=True)
class Page:
    step: Step
    answered: list[Answered]


def pages(
    exercise: Exercise,
    answers: dict[str, Any],
    switched_on: Set[str] = asking.NONE,
    *,
    to_therapist: bool = False,
) -> list[Page]:
    """Each page of the exercise with its answers, to a therapist without the questions that stay private.

    `switched_on`: questions that are off for others (`Entry.asked`).
    """
    found = []
    for step in asking.steps(exercise, answers, switched_on):
        asked = (q for q in asking.asked(step, answers, switched_on) if q.has_answer)
        shown = [_public(q) if to_therapist else q for q in asked if not (to_therapist and q.stays_private)]
        found.append(Page(step, [_answered(question, answers.get(question.id)) for question in shown]))
    return found


def opened(entry: Entry) -> list[Question]:
    """The ways to help that an answer opened, such as grounding after much unreality."""
    ways = (question for question in entry.form.questions() if question.kind == "branch")
    return [way for way in ways if asking.is_asked(way, entry.all_answers, set(entry.asked))]


def _public(question: Question) -> Question:
    return replace(question, parts=tuple(part for part in question.parts if not part.stays_private))


def _answered(question: Question, answer: Any) -> Answered:
    return Answered(question.text, list(lines(question, answer)), question.folded)


def lines(question: Question, answer: Any) -> Iterator[str]:
    """The answer in lines. An unanswered 0 is told from 0."""
    if not asking.is_answered(answer):
        return
    match question.kind:
        case "rows" | "series":
            yield from (" · ".join(_row(question, row)) for row in answer)
        case "group":
            yield from (words for part in question.parts for words in _part(part, answer.get(part.key)))
        case "lines" | "choices" | "own choices":
            yield from (question.label_of(one) for one in answer)
        case _:
            yield one(question, answer)


def one(question: Question, answer: Any) -> str:
    """One answer in words."""
    match question.kind:
        case "scale":
            return _("{number} of {top}").format(number=answer, top=question.top)
        case "number":
            return f"{answer} {question.unit}".strip()
        case "tick":
            return _("Yes")
        case "date":
            return full_date(date.fromisoformat(answer))
        case "moment":
            return moment(datetime.fromisoformat(answer))
    return question.label_of(str(answer))


def _row(question: Question, row: dict[str, Any]) -> Iterator[str]:
    if question.named_by:
        yield str(row[question.named_by])
    for part in question.parts:
        yield from _part(part, row.get(part.key))


def _part(part: Question, answer: Any) -> Iterator[str]:
    if not asking.is_answered(answer):
        return
    if part.kind == "tick":
        yield part.text
    elif part.kind in {"scale", "number"}:
        yield f"{part.short} {one(part, answer)}"
    else:
        yield ", ".join(lines(part, answer))
