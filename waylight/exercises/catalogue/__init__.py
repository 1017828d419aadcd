"""The exercises of the library: FHIR R4 Questionnaires in files, read once, as plain values.

A step is a page: a group of the first level. What FHIR has no word for is an extension `urn:waylight:…`.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from waylight.exercises.catalogue import reading
from waylight.exercises.catalogue.values import Condition, Exercise, Question, Step
from waylight.ui.refusals import Refusal

__all__ = [
    "LIBRARY",
    "Condition",
    "Exercise",
    "Question",
    "Step",
    "UnknownExercise",
    "all",
    "get",
    "resources",
]
LIBRARY = Path(__file__).parent.parent / "library"


class UnknownExercise(Refusal):
    """There is no such exercise."""


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


def resources() -> list[dict[str, Any]]:
    """Every exercise in every version, as the FHIR Questionnaire that it is."""
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(LIBRARY.glob("*.json"))]


@cache
def _library() -> dict[tuple[str, str], Exercise]:
    read = map(reading.exercise, resources())
    return {(exercise.id, exercise.version): exercise for exercise in read}
