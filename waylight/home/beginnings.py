"""Beginning the loop of relief from an exercise that the client shared: which answer belongs in which place.

Answers are carried over as words; nothing reads them. They are suggestions in a form until somebody saves it.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from waylight.care.relief.places import LONGEST
from waylight.exercises import showing
from waylight.exercises.models import Entry
from waylight.people.models import Client
from waylight.privacy import audit, keyring

# Exercise → place of the loop → its questions; "links:feeling" are the rows of that kind, by their words.
CARRIED: dict[str, dict[str, tuple[str, ...]]] = {
    "cbt-five-areas-map": {
        "before": ("situation",),
        "feeling": ("thoughts", "feelings:emotion", "body"),
        "relief": ("actions",),
        "way_out": ("exit_point",),
    },
    "cbt-chain-analysis": {
        "before": ("trigger", "vulnerability"),
        "feeling": ("links:text",),
        "relief": ("function", "short_term"),
        "after": ("long_term",),
        "way_out": ("break_links", "kept_going"),
    },
}
MOST = 20


@transaction.atomic
def offered(client: Client, *, by: Any) -> list[Entry]:
    """What was shared of these exercises, newest first: what therapist and client both may read."""
    rows = Entry.objects.visible_to(by).shared().filter(client=client, exercise__in=CARRIED)
    return list(rows.order_by("-shared_at", "pk")[:MOST])


@transaction.atomic
def chosen(client: Client, pk: Any, *, by: Any) -> dict[str, str]:
    """Place → words of one of them. Raises Entry.DoesNotExist. Reading it is recorded."""
    rows = Entry.objects.visible_to(by).shared().select_related("client")
    entry = rows.get(pk=pk, client=client, exercise__in=CARRIED)
    keyring.load([entry])
    audit.record("read-entry", by=by, person=client.pk, about=entry)
    return words_from(entry)


def words_from(entry: Entry) -> dict[str, str]:
    """As much of it as a place holds."""
    found = {
        place: "\n".join(line for id in ids for line in _lines(entry, id))
        for place, ids in CARRIED[entry.exercise].items()
    }
    return {place: words[:LONGEST] for place, words in found.items() if words}


def _lines(entry: Entry, id: str) -> Iterator[str]:
    name, _colon, part = id.partition(":")
    question = entry.form.question(name)
    if question is None:
        return
    answer = entry.answers.get(name)
    if not part:
        yield from showing.lines(question, answer)
        return
    inner = next((one for one in question.parts if one.key == part), None)
    for row in (answer or []) if inner else []:
        yield from showing.lines(inner, row.get(part))  # type: ignore[arg-type]
