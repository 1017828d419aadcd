"""Answers and totals in words, and what a page needs to show them."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.measures import answering, scores
from waylight.measures.catalogue import Question
from waylight.measures.models import Administration
from waylight.measures.scoring import Total
from waylight.people import reading
from waylight.practice import deadlines
from waylight.practice.promises import NeverOpen


@dataclass(frozen=True)
class Answered:
    """`words` are those of the option chosen; `is_open` without any answer yet."""

    question: Question
    words: str
    is_open: bool = False
    is_declined: bool = False


def answers(row: Administration) -> list[Answered]:
    """The questions that are asked, in order, each with its answer."""
    answered = row.answered
    return [_answered(question, answered) for question in row.form.asked(answered)]


def _answered(question: Question, answered: dict[str, Any]) -> Answered:
    if question.id not in answered:
        return Answered(question, "", is_open=True)
    value = answered[question.id]
    if value is None:
        return Answered(question, "", is_declined=True)
    if question.kind == "scale":
        return Answered(question, _("{number} of {top}").format(number=value, top=question.top))
    words = question.words_of(value)
    # Of a skeleton there are numbers alone.
    return Answered(question, words or str(value))


def before(row: Administration, question: Question) -> Question | None:
    questions = row.form.asked(row.answered)
    place = questions.index(question)
    return questions[place - 1] if place else None


def after(row: Administration, question: Question) -> Question | None:
    questions = row.form.asked(row.answered)
    return next(iter(questions[questions.index(question) + 1 :]), None)


def of_client(row: Administration) -> dict[str, Any]:
    """What the page of one administration shows to whoever answers."""
    therapist = row.therapist if row.is_feedback else reading.reader_of(row.client)
    is_sent = row.finished_at is not None
    return {
        "administration": row,
        "instrument": row.form,
        "answers": answers(row) if row.answered_at else [],
        "next": next((one.question for one in answers(row) if one.is_open), None) if row.is_open else None,
        "total": scores.total_of(row) if is_sent else None,
        "therapist": therapist,
        "promised_by": None if is_sent else _promise(),
        "needs_reading_by": _reading_promise(row),
        "left": answering.left_to_read(row),
    }


def of_therapist(row: Administration) -> dict[str, Any]:
    """Words and numbers: the total as it is, and how it was last time. Never a word for how bad it is."""
    total = scores.total_of(row)
    earlier = scores.before(row) if total else None
    return {
        "administration": row,
        "instrument": row.form,
        "answers": answers(row) if row.finished_at else [],
        "total": total,
        "earlier": earlier,
        "since": since(total, earlier[1]) if total and earlier else "",
    }


def since(now: Total, then: Total) -> str:
    """“3 lower than then.” Nothing where the two are not of the same length."""
    if now.out_of != then.out_of:
        return _("The two are not out of the same number, so they are not compared.")
    if now.is_estimated or then.is_estimated:
        return _("One of the two is estimated, so they are not compared.")
    if now.value == then.value:
        return _("The same as then.")
    words = _("{n} lower than then.") if now.value < then.value else _("{n} higher than then.")
    return words.format(n=abs(now.value - then.value))


def _promise() -> Any:
    try:
        return deadlines.answer_due_at(timezone.now())
    except NeverOpen:
        return None


def _reading_promise(row: Administration) -> Any:
    """By when somebody reads an answer that needs a person; None where no question of that kind is still to come."""
    answered = row.answered
    to_come = [one for one in row.form.questions if one.needs_reading and one.id not in answered]
    if not row.is_open or not to_come:
        return None
    return reading.promise(reading.reader_of(row.client), now=timezone.now()) or _promise()
