"""Who reads, and what they reach: a client all of their own; a system what its clients allowed, and shared, of its types."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from waylight.accounts.permissions import Permission, may
from waylight.fhir import systems
from waylight.people.models import Client
from waylight.privacy import audit

READINGS_A_MINUTE = 300


@dataclass(frozen=True)
class Reader:
    """`actor` stands in the audit trail. `types`: the FHIR types it may read. `is_own`: a client, reading their own data.

    `with_private_part`: a client asked for "making my space safer" too, which stays out of copies otherwise.
    """

    actor: Any
    clients: QuerySet[Client]
    types: frozenset[str]
    is_own: bool
    with_private_part: bool = False

    def note(self, type: str, people: Iterable[Any]) -> None:
        """One line in the audit trail for each person whose data is given away."""
        for person in sorted({str(person) for person in people}):
            audit.record(f"{audit.READ}fhir-{type.lower()}", by=self.actor, person=person)


def own(user: Any, types: Iterable[str], *, with_private_part: bool = False) -> Reader | None:
    """A client as the reader of their own data; None for anybody else."""
    if not may(user, Permission.USE_OWN_AREA):
        return None
    hers = Client.objects.visible_to(user)
    return Reader(user, hers, frozenset(types), is_own=True, with_private_part=with_private_part)


def of_system(secret: str) -> Reader | None:
    """The system that shows this secret; None when there is no such token, or not any more."""
    token = systems.find(secret)
    if token is None:
        return None
    systems.note_use(token)
    allowed = Client.objects.filter(
        allowances__system=token.system_id, allowances__ended_at=None, user__is_active=True
    )
    return Reader(str(token.system_id), allowed, frozenset(token.system.types), is_own=False)


def asks_too_often(secret: str) -> bool:
    """Counts this request; within each minute of the clock there may be 300 with one token."""
    key = f"fhir:{systems.digest_of(secret)}:{timezone.now():%Y%m%d%H%M}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, timeout=120)
    return count > READINGS_A_MINUTE
