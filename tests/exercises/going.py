"""Entries for these tests."""

from typing import Any

from tests.cast import ana
from waylight.exercises import entries
from waylight.exercises.models import Entry
from waylight.people.models import Client

RECORD = "cbt-thought-record"
ANSWERS: dict[str, dict[str, Any]] = {
    "moment": {"situation": "She did not write back", "when": "2026-11-20T19:30:00+00:00"},
    "feelings": {
        "emotions_before": [{"emotion": "lonely", "strength": 80}, {"emotion": "like fog", "strength": 0}]
    },
    "thoughts": {"thoughts_then": [{"thought": "Nobody wants me", "belief": 90, "hot": True}]},
    "habits": {"patterns": ["mind_reading"]},
    "fits": {"evidence_for": ["She is slow to write"]},
    "does-not-fit": {"evidence_against": ["She called on Sunday", "She laughed"]},
    "friend": {"friend_words": "She may be busy."},
    "fairer": {"balanced_thought": "I do not know why.", "balanced_belief": 60},
    "again": {"rerate_hot": 40, "emotions_after": [{"emotion": "lonely", "strength": 50}]},
    "next": {"next_step": "Make tea"},
}


def an_entry(client: Client | None = None, *, but: tuple[str, ...] = (), **steps: Any) -> Entry:
    """Ana's thought record with every page saved, except those of `but`."""
    client = client or ana()
    entry = entries.start(client, RECORD, by=client.user)
    for id, answers in (ANSWERS | steps).items():
        if id not in but:
            entry = entries.save_step(entry, entry.form.step(id), answers, by=client.user)
    return entry


def a_finished_entry(client: Client | None = None) -> Entry:
    entry = an_entry(client)
    return entries.finish(entry, by=entry.client.user)


def a_shared_entry(client: Client | None = None) -> Entry:
    entry = a_finished_entry(client)
    return entries.share(entry, by=entry.client.user)
