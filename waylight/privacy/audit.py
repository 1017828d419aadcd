"""The audit trail: `record` inside the act's own transaction; the worker calls `link`; `verify` checks the chain.

Linking is apart from recording, since a lock on the end of the chain would make all acts wait for one another.
"""

import hmac
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from waylight.privacy import inserting
from waylight.privacy.models import AuditEvent
from waylight.privacy.sealing import lasting_key

BATCH = 500
LOCK = 7_231_001  # any number, the same everywhere: one linker at a time
READ = "read-"  # how the verb of each reading begins
_noted: ContextVar[list[AuditEvent] | None] = ContextVar("noted", default=None)


def record(verb: str, *, by: Any, person: object = "", about: Any = None) -> None:
    """Writes that `by` (a user, "visitor" or "worker") did `verb` to a person's row `about`."""
    event = AuditEvent(
        at=timezone.now(),
        actor=by if isinstance(by, str) else str(by.pk),
        verb=verb,
        person=str(person),
        kind=about._meta.label_lower if about is not None else "",
        row=str(about.pk) if about is not None else "",
    )
    inserting.put(event)
    noted = _noted.get()
    if noted is not None and verb.startswith(READ):
        noted.append(event)


@contextmanager
def noting_readings() -> Iterator[list[AuditEvent]]:
    """The readings that are recorded inside it, for `record_again` when their transaction is rolled back."""
    noted: list[AuditEvent] = []
    before = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(before)


def record_again(readings: Iterable[AuditEvent]) -> None:
    """What a page showed was read, also where all that its form did is undone."""
    AuditEvent.objects.bulk_create(readings)


def newest(person: object, *, about: Iterable[type[Model]]) -> AuditEvent | None:
    """The last act on a person's rows of these models."""
    kinds = [model._meta.label_lower for model in about]
    return AuditEvent.objects.filter(person=str(person), kind__in=kinds).order_by("-at").first()


@transaction.atomic
def link() -> int:
    """Links up to 500 events that are not in the chain yet, oldest first; says how many."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = AuditEvent.objects.exclude(position=None).order_by("-position").first()
    position, digest = (last.position or 0, bytes(last.digest or b"")) if last else (0, b"")
    events = list(AuditEvent.objects.filter(position=None).order_by("at", "id")[:BATCH])
    for event in events:
        position += 1
        digest = _digest(digest, position, event)
        event.position, event.digest = position, digest
    AuditEvent.objects.bulk_update(events, ["position", "digest"])
    return len(events)


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: how many events are linked, how many not yet, and the first position that does not fit."""

    linked: int
    unlinked: int
    broken_at: int | None

    @property
    def is_sound(self) -> bool:
        return self.broken_at is None


def verify() -> Verdict:
    """Walks the whole chain. A changed, removed or inserted event breaks it at that position."""
    digest, expected = b"", 0
    broken_at = None
    for event in AuditEvent.objects.exclude(position=None).order_by("position").iterator(chunk_size=2000):
        expected += 1
        digest = _digest(digest, expected, event)
        if event.position != expected or not hmac.compare_digest(digest, bytes(event.digest or b"")):
            broken_at = expected
            break
    return Verdict(
        linked=expected if broken_at is None else broken_at - 1,
        unlinked=AuditEvent.objects.filter(position=None).count(),
        broken_at=broken_at,
    )


def _digest(before: bytes, position: int, event: AuditEvent) -> bytes:
    content = json.dumps(
        [
            position,
            str(event.id),
            event.at.isoformat(),
            event.actor,
            event.verb,
            event.person,
            event.kind,
            event.row,
        ]
    )
    return hmac.new(lasting_key("audit chain"), before + content.encode(), sha256).digest()
