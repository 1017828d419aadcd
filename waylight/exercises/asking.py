"""Which questions of a page are asked: all, but those that are switched off or that another answer makes needless.

Pure: answers in, questions out.
"""

import operator
from collections.abc import Set
from typing import Any

from waylight.exercises.catalogue.values import Condition, Exercise, Question, Step

NONE: frozenset[str] = frozenset()
COMPARE = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}


def asked(step: Step, answers: dict[str, Any], switched_on: Set[str] = NONE) -> list[Question]:
    """The questions of a page that are asked. `switched_on`: ids a therapist switched on for this client."""
    return [question for question in step.questions if is_asked(question, answers, switched_on)]


def steps(exercise: Exercise, answers: dict[str, Any], switched_on: Set[str] = NONE) -> list[Step]:
    """The pages on which anything is asked."""
    return [step for step in exercise.steps if asked(step, answers, switched_on)]


def is_asked(question: Question, answers: dict[str, Any], switched_on: Set[str] = NONE) -> bool:
    if question.off_until_enabled and question.id not in switched_on:
        return False
    met = [_is_met(condition, answers.get(condition.question)) for condition in question.asked_when]
    return not met or (any(met) if question.needs_any else all(met))


def is_answered(answer: Any) -> bool:
    """0 is an answer; a box that is not ticked is none."""
    return answer is not None and answer is not False and answer not in ("", [], {})


def _is_met(condition: Condition, answer: Any) -> bool:
    if condition.operator == "exists":
        return is_answered(answer) == condition.answer
    if isinstance(answer, list):
        return (condition.answer in answer) == (condition.operator == "=")
    if (
        answer is None
        or isinstance(answer, dict)
        or isinstance(answer, str) != isinstance(condition.answer, str)
    ):
        return condition.operator == "!="
    return bool(COMPARE[condition.operator](answer, condition.answer))
