"""The exercises of the library: FHIR R4 Questionnaires in files, read once, as plain values.

A step is a page: a group of the first level. What FHIR has no word for is an extension `urn:waylight:…`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from waylight.ui.refusals import Refusal

LIBRARY = Path(__file__).parent / "library"
OURS = "urn:waylight:"
FHIR = "http://hl7.org/fhir/StructureDefinition/"
KINDS = {
    "text": "words", "string": "line", "dateTime": "moment", "integer": "scale", "choice": "choices",
    "open-choice": "own choice", "boolean": "tick", "group": "rows",
}  # fmt: skip


class UnknownExercise(Refusal):
    """There is no such exercise."""


@dataclass(frozen=True)
class Question:
    """One question. `kind` says how it is asked; "rows" asks its `parts` several times, or for each answer of another."""

    id: str
    text: str
    kind: str
    short: str = ""
    required: bool = False
    hint: str = ""
    longest: int = 0  # characters
    options: tuple[tuple[str, str], ...] = ()
    low: str = ""
    high: str = ""
    top: int = 0
    most: int = 0  # rows
    one: str = ""
    another: str = ""
    for_each: str = ""
    named_by: str = ""
    parts: tuple["Question", ...] = ()

    @property
    def key(self) -> str:
        """Its name within a row."""
        return self.id.rpartition(".")[2]

    def label_of(self, value: str) -> str:
        return dict(self.options).get(value, value)


@dataclass(frozen=True)
class Step:
    """One page of an exercise."""

    id: str
    title: str
    hint: str
    not_left_out: bool
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Exercise:
    id: str
    version: str
    title: str
    purpose: str
    minutes: tuple[int, int]
    instructions: tuple[str, ...]
    when_not: tuple[str, ...]
    stop_rule: str
    is_on_from_the_start: bool
    steps: tuple[Step, ...]

    def step(self, id: str) -> Step | None:
        return next((step for step in self.steps if step.id == id), None)

    def place(self, step: Step) -> int:
        """1 for the first page."""
        return self.steps.index(step) + 1

    def after(self, step: Step) -> Step | None:
        return next(iter(self.steps[self.place(step) :]), None)

    def before(self, step: Step) -> Step | None:
        return self.steps[self.place(step) - 2] if self.place(step) > 1 else None


def all() -> list[Exercise]:
    """Each exercise in its newest version, by title."""
    return sorted(
        (get(id) for id in {id for id, _version in _library()}), key=lambda exercise: exercise.title
    )


def get(id: str, version: str = "") -> Exercise:
    """The exercise in that version, else in the newest. Raises UnknownExercise."""
    versions = {number: exercise for (name, number), exercise in _library().items() if name == id}
    found = versions.get(version) if version else versions.get(max(versions, key=int, default=""))
    if found is None:
        raise UnknownExercise
    return found


@cache
def _library() -> dict[tuple[str, str], Exercise]:
    read = (
        _exercise(json.loads(file.read_text(encoding="utf-8"))) for file in sorted(LIBRARY.glob("*.json"))
    )
    return {(exercise.id, exercise.version): exercise for exercise in read}


def _exercise(form: dict[str, Any]) -> Exercise:
    minutes = next(_said(form, "minutes"))
    return Exercise(
        id=form["id"],
        version=form["version"],
        title=form["title"],
        purpose=form["purpose"],
        minutes=(minutes["low"]["value"], minutes["high"]["value"]),
        instructions=tuple(_said(form, "instruction")),
        when_not=tuple(_said(form, "when-not")),
        stop_rule=next(_said(form, "stop-rule")),
        is_on_from_the_start=next(_said(form, "on-from-the-start"), False),
        steps=tuple(_step(item) for item in form["item"]),
    )


def _step(item: dict[str, Any]) -> Step:
    return Step(
        id=item["linkId"],
        title=item["text"],
        hint=next(_said(item, "hint"), ""),
        not_left_out=next(_said(item, "not-left-out"), False),
        questions=tuple(_question(inner) for inner in item["item"]),
    )


def _question(item: dict[str, Any]) -> Question:
    kind = KINDS[item["type"]]
    return Question(
        id=item["linkId"],
        text=item["text"],
        short=next(_said(item, "short"), item["text"]),
        kind="lines" if kind == "line" and item.get("repeats") else kind,
        required=item.get("required", False),
        hint=next(_said(item, "hint"), ""),
        longest=item.get("maxLength", 0),
        options=tuple(_option(option) for option in item.get("answerOption", ())),
        **_ends_of_scale(item),
        most=next(_values(item, FHIR + "questionnaire-maxOccurs"), 0),
        one=next(_said(item, "one"), ""),
        another=next(_said(item, "another"), ""),
        for_each=next(_said(item, "for-each"), ""),
        named_by=next(_said(item, "name"), ""),
        parts=tuple(_question(inner) for inner in item.get("item", ())),
    )


def _option(option: dict[str, Any]) -> tuple[str, str]:
    coded = option.get("valueCoding")
    return (coded["code"], coded["display"]) if coded else (option["valueString"], option["valueString"])


def _ends_of_scale(item: dict[str, Any]) -> dict[str, Any]:
    scale = next(
        (extension for extension in item.get("extension", ()) if extension["url"] == f"{OURS}scale"), None
    )
    if scale is None:
        return {}
    ends = {part: next(_said(scale, part)) for part in ("low", "high")}
    return {"top": next(_values(item, f"{FHIR}maxValue")), **ends}


def _said(item: dict[str, Any], name: str) -> Iterator[Any]:
    return _values(item, OURS + name)


def _values(item: dict[str, Any], url: str) -> Iterator[Any]:
    """The values of the extensions with this address."""
    for extension in item.get("extension", ()):
        if extension["url"] == url:
            yield next((value for key, value in extension.items() if key.startswith("value")), None)
