"""Whether a client wants to see a chart, and what they wrote to it. Nobody else reads it, and nobody else's view changes."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.care.models import ChartNote
from waylight.people.models import Client
from waylight.privacy import audit
from waylight.ui.refusals import Refusal


class NotYours(Refusal):
    """Only the person whose chart it is may do that."""


def of_client(client: Client) -> dict[str, ChartNote]:
    """Chart → its note. A client reaches no notes but their own, so no reading is recorded."""
    found = {note.chart: note for note in ChartNote.objects.filter(client=client)}
    for note in found.values():
        note.client = client
    return found


@transaction.atomic
def show(client: Client, chart: str, is_shown: bool, *, by: Any) -> ChartNote:
    """Shows a chart, or puts it away. Raises NotYours."""
    note = _own(client, chart, by)
    note.is_shown = is_shown
    return _saved(note, by)


@transaction.atomic
def write(client: Client, chart: str, words: str, *, by: Any) -> ChartNote:
    """Keeps the client's own words to a chart that they look at. Raises NotYours."""
    note = _own(client, chart, by)
    note.words = words.strip()
    return _saved(note, by)


def _own(client: Client, chart: str, by: Any) -> ChartNote:
    locked = Client.objects.select_for_update(of=("self",)).filter(pk=client.pk, user_id=by.pk).first()
    if locked is None:
        raise NotYours
    found = ChartNote.objects.filter(client=locked, chart=chart).first()
    return found or ChartNote(client=locked, chart=chart, is_shown=True)


def _saved(note: ChartNote, by: Any) -> ChartNote:
    note.saved_at = timezone.now()
    note.save()
    audit.record("save-chart-note", by=by, person=note.client_id, about=note)
    return note
