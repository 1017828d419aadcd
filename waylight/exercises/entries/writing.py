"""Beginning an exercise, saving it page by page, finishing it, and removing it."""

import json
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from waylight.exercises import catalogue, enabling, merging, skills
from waylight.exercises.catalogue.values import REPEATED
from waylight.exercises.entries import locking, versions
from waylight.exercises.entries.refusals import (
    NotFinishedYet,
    NotForYouYet,
    NotYours,
    TooLong,
    WrittenElsewhere,
)
from waylight.exercises.models import Assignment, Entry
from waylight.exercises.models.entries import AFTERWARDS
from waylight.people.models import Client
from waylight.privacy import audit, inserting

LARGEST = 400_000  # bytes of one entry; hardly anybody writes a tenth of it


@transaction.atomic
def start(client: Client, exercise_id: str, *, by: Any, id: UUID | None = None) -> Entry:
    """Begins an exercise that is on for this client. With an `id` of the device's own, twice is the same as once.

    Raises NotYours (also when that id is taken), NotForYouYet, UnknownExercise (also when it was withdrawn).
    """
    if client.user_id != by.pk:
        raise NotYours
    known = _known(client, exercise_id, id)
    if known is not None:
        return known
    assignment = Assignment.objects.current().filter(client=client, exercise=exercise_id).first()
    exercise = catalogue.get(exercise_id, assignment.version if assignment else "")
    if not enabling.is_on(client, exercise):
        raise NotForYouYet
    entry = Entry(id=id or uuid4(), client=client, assignment=assignment, exercise=exercise.id)
    entry.version, entry.asked = exercise.version, enabling.questions_on(client, exercise.id)
    entry.started_at = entry.saved_at = timezone.now()
    if not inserting.insert(entry):  # a rival with the same id was first
        return _known(client, exercise_id, entry.pk) or entry
    audit.record("start-entry", by=by, person=client.pk, about=entry)
    return entry


def _known(client: Client, exercise_id: str, id: UUID | None) -> Entry | None:
    entry = Entry.objects.filter(pk=id).first() if id else None
    if entry is not None and (entry.client_id, entry.exercise) != (client.pk, exercise_id):
        raise NotYours
    return entry


def seen(entry: Entry, step: catalogue.Step) -> str:
    """Names what stands on a page, so that a window can say what it was shown."""
    words = json.dumps(entry.answers_of(step), sort_keys=True, ensure_ascii=False)
    return sha256(words.encode()).hexdigest()[:16]


@transaction.atomic
def save_step(
    entry: Entry,
    step: catalogue.Step,
    answers: dict[str, Any],
    *,
    by: Any,
    window: UUID | None = None,
    was_shown: str | None = None,
    may_join: bool = True,
) -> Entry:
    """Keeps the answers of one page. When another window wrote there meanwhile, both are kept.

    Raises NotYours, AlreadyShared, AlreadyRead, TooLong; WrittenElsewhere instead of joining when `may_join` is False.
    """
    entry = locking.own(entry, by)
    stored = entry.answers_of(step)
    if answers == stored:
        return entry  # the same page once more changes nothing, though it be shared by now
    locking.check_private(entry)
    last = str(window)
    if was_shown is not None and was_shown != seen(entry, step) and entry.saved_in.get(step.id) != last:
        if not may_join:
            raise WrittenElsewhere
        answers = _joined(entry, step, stored, answers)
        if answers == stored:
            return entry
        last = ""  # no window has seen what stands there now, so whatever comes next is joined too
    if _size(entry.answers | answers) > LARGEST:
        raise TooLong
    entry.answers = entry.answers | answers
    entry.saved_in = entry.saved_in | {step.id: last}
    return locking.saved(entry, "save-entry", by)


def _joined(
    entry: Entry, step: catalogue.Step, stored: dict[str, Any], written: dict[str, Any]
) -> dict[str, Any]:
    """What the page holds from now on. What this device wrote and found no place there is kept as a version of its own."""
    texts = {question.id for question in step.questions if question.kind in {"words", "line"}}
    most = {question.id: question.most for question in step.questions if question.kind in REPEATED}
    joined = merging.joined(stored, written, texts=texts, most=most)
    if merging.is_lost(written, joined):
        versions.keep(entry, step.id, written)
    return joined


def _size(answers: dict[str, Any]) -> int:
    """Bytes, about as they are sealed."""
    return len(json.dumps(answers, ensure_ascii=False).encode())


@transaction.atomic
def finish(entry: Entry, *, by: Any) -> Entry:
    """Raises NotFinishedYet while a page is open, NotYours, AlreadyShared, AlreadyRead. Twice is the same as once."""
    entry = locking.own(entry, by)
    locking.check_private(entry)
    if entry.open_steps():
        raise NotFinishedYet
    if entry.finished_at is None:
        skills.keep_from(entry, by=by)
    entry.finished_at = entry.finished_at or timezone.now()
    return locking.saved(entry, "finish-entry", by)


@transaction.atomic
def say_how_it_was(entry: Entry, helped: str, *, by: Any) -> Entry:
    """Worse, the same, a little or a lot better: an answer like the others. It alerts nobody. Raises as `save_step`."""
    entry = locking.own(entry, by)
    locking.check_private(entry)
    entry.answers = entry.answers | {AFTERWARDS: helped}
    return locking.saved(entry, "save-entry", by)


@transaction.atomic
def remove(entry: Entry, *, by: Any) -> None:
    """Deletes an entry that is not shared. Raises NotYours, AlreadyShared, AlreadyRead."""
    entry = locking.own(entry, by)
    locking.check_private(entry)
    audit.record("remove-entry", by=by, person=entry.client_id, about=entry)
    entry.delete()
