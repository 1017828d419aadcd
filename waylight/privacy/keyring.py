"""Each person's two keys: made, fetched, destroyed.

`record` seals the clinical record; `private` seals what the person has shared with nobody (ARCHITECTURE 7).
During a request the keys that were fetched stay on a ring of its own; outside one, each use asks the database.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from waylight.privacy.asking import Among, Question
from waylight.privacy.declarations import person_of
from waylight.privacy.encryption import MasterKeys, new_key
from waylight.privacy.models import PersonKey

RECORD = "record"
PRIVATE = "private"
KINDS = (RECORD, PRIVATE)

_ring: ContextVar[dict[tuple[str, str], bytes] | None] = ContextVar("ring", default=None)


class KeyDestroyed(Exception):
    """These words were erased: the key that opened them was destroyed."""


@contextmanager
def fresh() -> Iterator[None]:
    """A ring of its own for one request or one piece of work."""
    token = _ring.set({})
    try:
        yield
    finally:
        _ring.reset(token)


def create(person: object) -> None:
    """Makes both keys of a person who has none yet. Doing it twice changes nothing."""
    PersonKey.objects.bulk_create(
        [
            PersonKey(
                person=str(person), kind=kind, wrapped=_master().wrap(new_key(), _bound(str(person), kind))
            )
            for kind in KINDS
        ],
        ignore_conflicts=True,
    )


def ensure(person: object) -> None:
    """The same for somebody who has keys most likely: it looks first, so that they are at hand."""
    ring = _ring.get() or {}
    if (str(person), RECORD) not in ring and len(_fetch([str(person)])) < len(KINDS):
        create(person)


def key_for(person: object, kind: str) -> bytes:
    """The person's key. Raises KeyDestroyed when it was destroyed, LookupError when it was never made."""
    ring = _ring.get()
    found = (ring or {}).get((str(person), kind))
    if found is None:
        found = _fetch([str(person)]).get((str(person), kind))
        if found is None:
            raise LookupError("This person has no keys yet: call keyring.create first.")
    if not found:
        raise KeyDestroyed(KeyDestroyed.__doc__)
    return found


def load(rows: Iterable[Any]) -> None:
    """Fetches the keys of everyone in a list of rows, with one query, so that showing the list needs no more."""
    ring = _ring.get()
    if ring is not None:
        missing = {str(person_of(row)) for row in rows} - {person for person, _kind in ring}
        if missing:
            _fetch(list(missing))


def have(*people: object) -> None:
    """Fetches the keys of people who are about to be written to, with one query."""
    _fetch([str(person) for person in people])


def destroy(person: object, kind: str) -> None:
    """Destroys a key. What it sealed can never be read again, by anybody."""
    PersonKey.objects.filter(person=str(person), kind=kind).update(wrapped=b"", destroyed_at=timezone.now())
    ring = _ring.get()
    if ring is not None:
        ring.pop((str(person), kind), None)


def _fetch(people: list[str]) -> dict[tuple[str, str], bytes]:
    found = {
        (person, kind): _master().unwrap(bytes(wrapped), _bound(person, kind)) if wrapped else b""
        for person, kind, wrapped in _keys.rows(people=people)
    }
    ring = _ring.get()
    if ring is not None:
        ring.update(found)
    return found


@Question
def _keys() -> QuerySet[PersonKey, Any]:
    return PersonKey.objects.filter(Among("person", "people")).values_list("person", "kind", "wrapped")


@cache
def _master() -> MasterKeys:
    return MasterKeys(settings.MASTER_KEY)


def _bound(person: str, kind: str) -> str:
    return f"key:{person}:{kind}"
