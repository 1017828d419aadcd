"""What every act on an entry begins and ends with."""

from typing import Any

from django.utils import timezone

from waylight.exercises.entries.refusals import AlreadyRead, AlreadyShared, NotYours
from waylight.exercises.models import Entry
from waylight.privacy import audit


def own(entry: Entry, by: Any) -> Entry:
    """The entry, locked. Raises NotYours."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("client").get(pk=entry.pk)
    if entry.client.user_id != by.pk:
        raise NotYours
    return entry


def check_private(entry: Entry) -> None:
    """Raises AlreadyRead, AlreadyShared."""
    if entry.read_at is not None:
        raise AlreadyRead
    if entry.is_shared:
        raise AlreadyShared


def saved(entry: Entry, verb: str, by: Any, *, is_writing: bool = True) -> Entry:
    if is_writing:
        entry.saved_at = timezone.now()
    entry.save()
    audit.record(verb, by=by, person=entry.client_id, about=entry)
    return entry
