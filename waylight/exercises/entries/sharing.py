"""Sharing an entry, taking that back, and what a therapist reads.

Sharing seals the words anew with the key of the record; taking it back seals them with the private key again. Answers that
stay private are kept back: they never leave the private key.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.exercises.catalogue import Exercise
from waylight.exercises.entries import locking
from waylight.exercises.entries.promises import promise_of
from waylight.exercises.entries.refusals import AlreadyRead, NobodyToRead, NotFinishedYet
from waylight.exercises.models import Entry
from waylight.people.models import Client
from waylight.privacy import audit, keyring


@transaction.atomic
def share(entry: Entry, *, by: Any) -> Entry:
    """Shares a finished entry with the client's therapist, with a promise. Twice is the same as once.

    Raises NotYours, NotFinishedYet, NobodyToRead.
    """
    entry = locking.own(entry, by)
    if entry.is_shared:
        return entry
    if entry.finished_at is None or entry.open_steps():
        raise NotFinishedYet
    promise = promise_of(entry.client)
    if promise is None:
        raise NobodyToRead
    # Setting the answers makes the field seal them anew, with the key that the new state asks for.
    entry.answers, entry.kept_back = _parted(entry.form, entry.answers)
    entry.shared_at, entry.read_by = timezone.now(), promise.by
    return locking.saved(entry, "share-entry", by, is_writing=False)


@transaction.atomic
def unshare(entry: Entry, *, by: Any) -> Entry:
    """Takes the sharing back, until it was read. Raises NotYours, AlreadyRead."""
    entry = locking.own(entry, by)
    if entry.read_at is not None:
        raise AlreadyRead
    if entry.is_private:
        return entry
    entry.answers, entry.kept_back = entry.all_answers, {}
    entry.shared_at = entry.read_by = None
    return locking.saved(entry, "unshare-entry", by, is_writing=False)


def _parted(exercise: Exercise, answers: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is shared, and what is kept back: answers that stay private. A row that has such a part is kept back whole."""
    shared, kept_back = dict(answers), {}
    for question in exercise.questions():
        private = {part.key for part in question.parts if part.stays_private}
        if question.id in answers and (question.stays_private or private):
            kept_back[question.id] = shared.pop(question.id)
            if not question.stays_private:
                shared[question.id] = _without(private, kept_back[question.id])
    return shared, kept_back


def _without(parts: set[str], answer: Any) -> Any:
    if isinstance(answer, list):
        return [_without(parts, row) for row in answer]
    return {key: value for key, value in (answer or {}).items() if key not in parts}


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
