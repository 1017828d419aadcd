"""Where the resources of one FHIR type come from, and how one is said in FHIR."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from waylight.fhir.reading import Reader
from waylight.privacy import keyring
from waylight.privacy.declarations import person_of

CHUNK = 200  # rows in memory at a time


@dataclass(frozen=True)
class Found:
    """A resource, and whose it is: None when it is about nobody."""

    resource: dict[str, Any]
    person: Any = None


@dataclass(frozen=True)
class Wanted:
    """What a search asks for: of one client, with one id, or all there are."""

    client: str = ""
    id: str = ""


class Source(Protocol):
    """Some resources of a type, in a lasting order."""

    def count(self, reader: Reader, wanted: Wanted) -> int: ...

    def part(self, reader: Reader, wanted: Wanted, start: int, count: int) -> list[Found]: ...

    def every(self, reader: Reader) -> Iterator[Found]: ...


@dataclass(frozen=True)
class Rows:
    """Rows of one model. `rows` gives those within the reader's reach with all that `said` needs; `client` names whose."""

    rows: Callable[[Reader], Any]
    said: Callable[[Any, Reader], dict[str, Any]]
    client: str = "client_id"  # empty where a row is about no client
    name: str = "pk"  # the field that is the resource's id

    def count(self, reader: Reader, wanted: Wanted) -> int:
        return self._of(reader, wanted).count()

    def part(self, reader: Reader, wanted: Wanted, start: int, count: int) -> list[Found]:
        return self._said(self._of(reader, wanted)[start : start + count], reader)

    def every(self, reader: Reader) -> Iterator[Found]:
        chunk: list[Any] = []
        for row in self.rows(reader).iterator(chunk_size=CHUNK):
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield from self._said(chunk, reader)
                chunk = []
        yield from self._said(chunk, reader)

    def _of(self, reader: Reader, wanted: Wanted) -> Any:
        rows = self.rows(reader).order_by("pk")
        if wanted.client:
            rows = rows.filter(**{self.client: wanted.client}) if self.client else rows.none()
        return rows.filter(**{self.name: wanted.id}) if wanted.id else rows

    def _said(self, rows: Sequence[Any], reader: Reader) -> list[Found]:
        rows = list(rows)
        if not self.client:
            return [Found(self.said(row, reader)) for row in rows]
        keyring.load(rows)
        return [Found(self.said(row, reader), person_of(row)) for row in rows]


@dataclass(frozen=True)
class Kind:
    """One FHIR type: its sources, one after the other. `about` says in words what it tells, for people who decide."""

    type: str
    about: Any
    sources: tuple[Source, ...]
    is_personal: bool = True

    def page(self, reader: Reader, wanted: Wanted, start: int, count: int) -> tuple[int, list[Found]]:
        """How many there are in all, and at most `count` of them from `start` on."""
        total, found = 0, list[Found]()
        for source in self.sources:
            there = source.count(reader, wanted)
            begin, open = max(0, start - total), count - len(found)
            if open > 0 and begin < there:
                found += source.part(reader, wanted, begin, open)
            total += there
        return total, found

    def one(self, reader: Reader, id: str) -> Found | None:
        _total, found = self.page(reader, Wanted(id=id), 0, 1)
        return found[0] if found else None

    def every(self, reader: Reader) -> Iterator[Found]:
        for source in self.sources:
            yield from source.every(reader)
