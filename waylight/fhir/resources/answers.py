"""Answers to an exercise as items of a QuestionnaireResponse (R4: values by the type of the question). Pure."""

from collections.abc import Iterator
from typing import Any

from waylight.exercises.catalogue import Exercise, Question

VALUES = {
    "words": "String",
    "line": "String",
    "lines": "String",
    "number": "Integer",
    "scale": "Integer",
    "date": "Date",
    "time": "Time",
    "moment": "DateTime",
    "tick": "Boolean",
}


def items(exercise: Exercise, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """Page by page; a page without an answer is left out."""
    pages = (
        {"linkId": step.id, "text": step.title, "item": list(_of(step.questions, answers))}
        for step in exercise.steps
    )
    return [page for page in pages if page["item"]]


def _of(questions: tuple[Question, ...], answers: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for question in questions:
        answer = answers.get(question.id)
        if not question.has_answer or answer in (None, "", [], {}):
            continue
        head = {"linkId": question.id, "text": question.text}
        if question.kind in {"rows", "series"}:
            yield from (head | {"item": parts} for row in answer if (parts := list(_row(question, row))))
        elif question.kind == "group":
            if parts := list(_row(question, answer)):
                yield head | {"item": parts}
        else:
            yield head | {"answer": values(question, answer)}


def _row(question: Question, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if question.named_by and row.get(question.named_by):
        name = {"linkId": f"{question.id}.{question.named_by}", "text": question.one or question.text}
        yield name | {"answer": [{"valueString": str(row[question.named_by])}]}
    yield from _of(question.parts, {part.id: row.get(part.key) for part in question.parts})


def values(question: Question, answer: Any) -> list[dict[str, Any]]:
    """One value for each answer; a choice with its words, one's own words as they are."""
    given = answer if isinstance(answer, list) else [answer]
    return [_value(question, one) for one in given]


def _value(question: Question, answer: Any) -> dict[str, Any]:
    if question.kind in VALUES:
        return {f"value{VALUES[question.kind]}": answer}
    label = dict(question.options).get(answer)
    if label is None or label == answer:
        return {"valueString": str(answer)}
    return {"valueCoding": {"code": answer, "display": label}}
