"""What another device wrote to a page and found no place there: kept until the client has chosen."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.exercises.entries import locking
from waylight.exercises.models import Entry, EntryVersion
from waylight.privacy import audit


def of_entry(entry: Entry) -> list[EntryVersion]:
    """Each version that is kept beside, oldest first."""
    found = EntryVersion.objects.filter(entry=entry).select_related("entry")
    return list(found.order_by("written_at", "pk"))


def keep(entry: Entry, step_id: str, answers: dict[str, Any]) -> None:
    """Keeps what a page held on another device; the same once. Call it within the act that saves the page."""
    if all(version.answers != answers for version in of_entry(entry) if version.step == step_id):
        version = EntryVersion(entry=entry, step=step_id, written_at=timezone.now())
        version.answers = answers
        version.save(force_insert=True)


@transaction.atomic
def choose(version: EntryVersion, *, by: Any) -> Entry:
    """This version stands on the page from now on; what stood there is kept beside. Raises as `save_step`."""
    entry = locking.own(version.entry, by)
    locking.check_private(entry)
    row = EntryVersion.objects.select_for_update(of=("self",)).select_related("entry").get(pk=version.pk)
    chosen = row.answers
    stood = {id: entry.answers[id] for id in chosen if id in entry.answers}
    entry.answers = entry.answers | chosen
    row.delete()
    keep(entry, row.step, stood)
    return locking.saved(entry, "choose-entry-version", by)


@transaction.atomic
def let_go(version: EntryVersion, *, by: Any) -> None:
    """Removes a version that is not needed. What stands on the page stays. Raises NotYours."""
    entry = locking.own(version.entry, by)
    EntryVersion.objects.filter(pk=version.pk).delete()
    audit.record("remove-entry-version", by=by, person=entry.client_id, about=entry)
