"""Answers to a measure as items of a QuestionnaireResponse, in the order of its questionnaire. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
ABSENT = {
    "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
    "valueCode": "asked-declined",
}  # of an item: "prefer not to answer"
VALUES = {"integer": "Integer", "text": "String", "string": "String"}


def items(questions: list[dict[str, Any]], answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Only what was asked: a question without an answer is left out, one that was declined says so."""
    return list(_of(questions, answers))


def _of(questions: list[dict[str, Any]], answers: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for question in questions:
        head = {key: question[key] for key in ("linkId", "text") if question.get(key)}
        if question["type"] == "group":
            if inner := list(_of(question["item"], answers)):
                yield head | {"item": inner}
        elif question["linkId"] in answers:
            value = answers[question["linkId"]]
            yield (
                {"extension": [ABSENT], **head}
                if value is None
                else head | {"answer": [_value(question, value)]}
            )


def _value(question: dict[str, Any], value: Any) -> dict[str, Any]:
    if question["type"] in VALUES:
        return {f"value{VALUES[question['type']]}": value}
    chosen = (option for option in question["answerOption"] if _ordinal(option) == value)
    return {"valueCoding": next(chosen)["valueCoding"]}


def _ordinal(option: dict[str, Any]) -> int | None:
    return next((one["valueDecimal"] for one in option.get("extension", ()) if one["url"] == ORDINAL), None)
