"""The practice's own exercises: bring one, bring a new version of it, withdraw it, take a copy along.

What a client was given stays: an assignment and an entry name their version, and no version ever changes.
"""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.exercises import catalogue
from waylight.exercises.catalogue import Exercise, checking
from waylight.exercises.catalogue.checking import texts
from waylight.exercises.catalogue.reading import OURS
from waylight.exercises.models import PracticeExercise
from waylight.privacy import audit, inserting
from waylight.ui.refusals import Refusal


class NameOfTheLibrary(Refusal):
    """The library has an exercise with this id. Give yours another id."""


class NothingNew(Refusal):
    """This is word for word the version that is here already."""


class AnotherWasFirst(Refusal):
    """Somebody has just brought another version. Look at it first."""


def checked(text: str | bytes) -> Exercise:
    """What would be brought. Raises Malformed, NameOfTheLibrary, NothingNew."""
    exercise = checking.read(text)
    if catalogue.is_of_library(exercise.id):
        raise NameOfTheLibrary
    newest = newest_of(exercise.id)
    if newest and newest.withdrawn_at is None and newest.text == _text(text, newest.version):
        raise NothingNew
    return exercise


@transaction.atomic
def bring(text: str | bytes, *, by: Any) -> PracticeExercise:
    """Keeps an exercise, or the next version of it, whatever version the file names. Raises as `checked`, AnotherWasFirst."""
    exercise = checked(text)
    newest = newest_of(exercise.id)
    row = PracticeExercise(exercise=exercise.id, title=exercise.title, made_by=str(by.pk))
    row.version = newest.version + 1 if newest else 1
    row.text, row.made_at = _text(text, row.version), timezone.now()
    if not inserting.insert(row):
        raise AnotherWasFirst
    audit.record("bring-exercise", by=by, about=row)
    return row


@transaction.atomic
def withdraw(exercise_id: str, *, by: Any) -> PracticeExercise:
    """It is not suggested any more. Whoever has it goes on with it. Raises UnknownExercise; twice is the same as once."""
    row = (
        PracticeExercise.objects.select_for_update().filter(exercise=exercise_id).order_by("-version").first()
    )
    if row is None:
        raise catalogue.UnknownExercise
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        audit.record("withdraw-exercise", by=by, about=row)
    return row


def newest_of(exercise_id: str) -> PracticeExercise | None:
    return PracticeExercise.objects.filter(exercise=exercise_id).order_by("-version").first()


def versions(exercise_id: str) -> list[PracticeExercise]:
    """All of one exercise, newest first."""
    return list(PracticeExercise.objects.defer("text").filter(exercise=exercise_id).order_by("-version"))


def everything() -> list[PracticeExercise]:
    """Each exercise of the practice in its newest version, by title."""
    newest: dict[str, PracticeExercise] = {}
    for row in PracticeExercise.objects.defer("text").order_by("exercise", "version"):
        newest[row.exercise] = row
    return sorted(newest.values(), key=lambda row: row.title)


def resource(exercise_id: str, version: str) -> dict[str, Any]:
    """The Questionnaire to take along, of the library as well. Raises UnknownExercise."""
    for form in catalogue.resources():
        if (form["id"], form["version"]) == (exercise_id, version):
            return form
    raise catalogue.UnknownExercise


def _text(text: str | bytes, version: int) -> str:
    """With the version and the address under which it is here, so that no file passes for another one."""
    form = texts.parsed(text)
    form |= {"url": f"{OURS}exercise:{form['id']}", "version": str(version)}
    return json.dumps(form, ensure_ascii=False, indent=1)
