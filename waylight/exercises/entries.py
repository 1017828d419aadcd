"""What clients write: saved page by page, private until they share it, read by when that was promised.

Sharing seals the words anew, with the key of the record; taking it back seals them with the private key again.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.exercises import catalogue, merging
from waylight.exercises.models import Assignment, Entry
from waylight.people.models import Client, Therapist
from waylight.practice import deadlines
from waylight.privacy import audit, keyring
from waylight.ui.refusals import Refusal


class NotYours(Refusal):
    """Only the person who wrote this may do that."""


class NotForYouYet(Refusal):
    """This exercise is started together with your therapist first."""


class AlreadyShared(Refusal):
    """You have shared this. To change it, take the sharing back first."""


class AlreadyRead(Refusal):
    """This was read. It can no longer be taken back or changed."""


class WrittenElsewhere(Refusal):
    """You also wrote here in another window or on another device. Go on, and both are kept."""


class NotFinishedYet(Refusal):
    """Some pages are still open. Have a look at them first."""


class NobodyToRead(Refusal):
    """You have no therapist here at the moment, so nobody could read it."""


@dataclass(frozen=True)
class Promise:
    """Who reads what is shared now, and by when."""

    readers: str
    by: datetime


def promise_of(client: Client) -> Promise | None:
    """Shown before one writes (UI.md 1.4). None when the client has no therapist."""
    found = Therapist.objects.filter(episodes__client=client, episodes__ends_on=None).distinct()
    names = list(found.order_by("name").values_list("name", flat=True))
    return Promise(_(" and ").join(names), deadlines.answer_due_at(timezone.now())) if names else None


@transaction.atomic
def start(client: Client, exercise_id: str, *, by: Any) -> Entry:
    """Begins an exercise that is assigned, or on from the start. Raises NotYours, NotForYouYet, UnknownExercise."""
    if client.user_id != by.pk:
        raise NotYours
    assignment = Assignment.objects.current().filter(client=client, exercise=exercise_id).first()
    exercise = catalogue.get(exercise_id, assignment.version if assignment else "")
    if assignment is None and not exercise.is_on_from_the_start:
        raise NotForYouYet
    now = timezone.now()
    entry = Entry(client=client, assignment=assignment, exercise=exercise.id, version=exercise.version)
    entry.started_at = entry.saved_at = now
    entry.save(force_insert=True)
    audit.record("start-entry", by=by, person=client.pk, about=entry)
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

    Raises NotYours, AlreadyShared, AlreadyRead; WrittenElsewhere instead of joining when `may_join` is False.
    """
    entry = _own(entry, by)
    _check_private(entry)
    stored = entry.answers_of(step)
    if (
        was_shown is not None
        and was_shown != seen(entry, step)
        and entry.saved_in.get(step.id) != str(window)
    ):
        if not may_join:
            raise WrittenElsewhere
        texts = {question.id for question in step.questions if question.kind in {"words", "line"}}
        answers = merging.joined(stored, answers, texts=texts)
    if answers == stored:
        return entry
    entry.answers = entry.answers | answers
    entry.saved_in = entry.saved_in | {step.id: str(window)}
    return _saved(entry, "save-entry", by)


@transaction.atomic
def finish(entry: Entry, *, by: Any) -> Entry:
    """Raises NotFinishedYet while a page is open, NotYours, AlreadyShared, AlreadyRead. Twice is the same as once."""
    entry = _own(entry, by)
    _check_private(entry)
    if entry.open_steps():
        raise NotFinishedYet
    entry.finished_at = entry.finished_at or timezone.now()
    return _saved(entry, "finish-entry", by)


@transaction.atomic
def say_how_it_was(entry: Entry, helped: str, *, by: Any) -> Entry:
    """Worse, the same, a little or a lot better: an answer like the others. It alerts nobody. Raises as `save_step`."""
    entry = _own(entry, by)
    _check_private(entry)
    entry.answers = entry.answers | {"helped": helped}
    return _saved(entry, "save-entry", by)


@transaction.atomic
def share(entry: Entry, *, by: Any) -> Entry:
    """Shares a finished entry with the client's therapist, with a promise. Twice is the same as once.

    Raises NotYours, NotFinishedYet, NobodyToRead.
    """
    entry = _own(entry, by)
    if entry.is_shared:
        return entry
    if entry.finished_at is None or entry.open_steps():
        raise NotFinishedYet
    promise = promise_of(entry.client)
    if promise is None:
        raise NobodyToRead
    return _share_state(entry, timezone.now(), promise.by, "share-entry", by)


@transaction.atomic
def unshare(entry: Entry, *, by: Any) -> Entry:
    """Takes the sharing back, until it was read. Raises NotYours, AlreadyRead."""
    entry = _own(entry, by)
    if entry.read_at is not None:
        raise AlreadyRead
    return _share_state(entry, None, None, "unshare-entry", by) if entry.is_shared else entry


def _share_state(
    entry: Entry, shared_at: datetime | None, read_by: datetime | None, verb: str, by: Any
) -> Entry:
    # Setting the answers makes the field seal them anew, with the key that the new state asks for.
    entry.answers = entry.answers
    entry.shared_at, entry.read_by = shared_at, read_by
    return _saved(entry, verb, by, is_writing=False)


@transaction.atomic
def remove(entry: Entry, *, by: Any) -> None:
    """Deletes an entry that is not shared. Raises NotYours, AlreadyShared, AlreadyRead."""
    entry = _own(entry, by)
    _check_private(entry)
    audit.record("remove-entry", by=by, person=entry.client_id, about=entry)
    entry.delete()


@transaction.atomic
def read(entry: Entry, *, by: Any) -> Entry:
    """Every reading leaves a trace, the client's own too."""
    audit.record("read-entry", by=by, person=entry.client_id, about=entry)
    return entry


@transaction.atomic
def mark_read(entry: Entry, *, by: Any) -> Entry:
    """The therapist has read it. Twice is the same as once. Raises Entry.DoesNotExist when it is not shared with `by`."""
    within_reach = Entry.objects.shared().filter(client__in=Client.objects.in_care_of(by))
    entry = within_reach.select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.read_at is None:
        entry.read_at = timezone.now()
        entry.save(update_fields=["read_at"])
        audit.record("mark-entry-read", by=by, person=entry.client_id, about=entry)
    return entry


def shared_unread(user: Any) -> list[Entry]:
    """For a therapist: what clients shared and nobody has marked as read, by when it was promised."""
    found = list(Entry.objects.visible_to(user).unread().select_related("client"))
    keyring.load(found)
    return found


def shared_by(client: Client, *, by: Any) -> list[Entry]:
    """What a client shared, newest first, for a therapist who may read it."""
    return list(Entry.objects.visible_to(by).shared().filter(client=client).order_by("-shared_at"))


def _own(entry: Entry, by: Any) -> Entry:
    entry = Entry.objects.select_for_update(of=("self",)).select_related("client").get(pk=entry.pk)
    if entry.client.user_id != by.pk:
        raise NotYours
    return entry


def _check_private(entry: Entry) -> None:
    if entry.read_at is not None:
        raise AlreadyRead
    if entry.is_shared:
        raise AlreadyShared


def _saved(entry: Entry, verb: str, by: Any, *, is_writing: bool = True) -> Entry:
    if is_writing:
        entry.saved_at = timezone.now()
    entry.save()
    audit.record(verb, by=by, person=entry.client_id, about=entry)
    return entry
