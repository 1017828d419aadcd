"""The exercises of the library, and those that the practice brought itself: FHIR R4 Questionnaires as plain values.

Files and rows are alike for everybody who asks. A version is read once and never changes. A step is a page: a group of
the first level. What FHIR has no word for is an extension `urn:waylight:…`.
"""

import json
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from waylight.exercises.catalogue import reading
from waylight.exercises.catalogue.values import Condition, Exercise, Question, Step
from waylight.exercises.models.own import PracticeExercise
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
    "is_of_library",
    "library",
    "resources",
]
LIBRARY = Path(__file__).parent.parent / "library"


class UnknownExercise(Refusal):
    """There is no such exercise."""


def all() -> list[Exercise]:
    """Each exercise in its newest version, by title, without those that the practice withdrew."""
    rows = PracticeExercise.objects.order_by("exercise", "version").values_list(
        "exercise", "version", "withdrawn_at"
    )
    newest = {id: (version, withdrawn_at) for id, version, withdrawn_at in rows}
    own = [get(id, str(version)) for id, (version, withdrawn_at) in newest.items() if withdrawn_at is None]
    return sorted([*library(), *own], key=lambda exercise: exercise.title)


def library() -> list[Exercise]:
    """Those that come with Waylight, each in its newest version, by title."""
    newest = [get(id) for id in {id for id, _version in _library()}]
    return sorted(newest, key=lambda exercise: exercise.title)


def get(id: str, version: str = "") -> Exercise:
    """The exercise in that version, also when it was withdrawn since; else in the newest. Raises UnknownExercise."""
    versions = {number: exercise for (name, number), exercise in _library().items() if name == id}
    if not versions:
        return _own(id, version or _newest_own(id))
    found = versions.get(version or max(versions, key=int))
    if found is None:
        raise UnknownExercise
    return found


def is_of_library(id: str) -> bool:
    return any(name == id for name, _version in _library())


def forget() -> None:
    """Forgets what was read of the practice's own: for tests, where a version can be another one each time."""
    _own.cache_clear()


def resources() -> list[dict[str, Any]]:
    """Every exercise in every version, as the FHIR Questionnaire that it is."""
    own = PracticeExercise.objects.order_by("exercise", "version").values_list("text", flat=True)
    return [*_files(), *map(json.loads, own)]


def _files() -> list[dict[str, Any]]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(LIBRARY.glob("*.json"))]


@cache
def _library() -> dict[tuple[str, str], Exercise]:
    read = map(reading.exercise, _files())
    return {(exercise.id, exercise.version): exercise for exercise in read}


def _newest_own(id: str) -> str:
    newest = PracticeExercise.objects.filter(exercise=id).order_by("-version").first()
    if newest is None or newest.withdrawn_at is not None:
        raise UnknownExercise
    return str(newest.version)


@lru_cache(maxsize=500)
def _own(id: str, version: str) -> Exercise:
    """Kept in memory, since a version never changes. Off until a therapist, who has read it, switches it on for a client."""
    rows = PracticeExercise.objects.filter(exercise=id, version=version if version.isdecimal() else 0)
    row = rows.first()
    if row is None:
        raise UnknownExercise
    return replace(reading.exercise(json.loads(row.text)), is_on_from_the_start=False)
