"""What changed in a plan lately, for a therapist who prepares: one query where the plan was approved before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waylight.care.models import SafetyPlanVersion
from waylight.care.safety_plans import differences, drafting, reading, versions
from waylight.care.safety_plans.differences import Change
from waylight.people.models import Client


@dataclass(frozen=True)
class Lately:
    """Each section once, as it changed last; and what waits to be approved."""

    approved: list[Change]
    waiting: list[Change]


def of_client(client: Client, *, since: datetime | None, by: Any) -> Lately:
    """Since a moment, or ever. Somebody else’s reading is recorded."""
    rows = SafetyPlanVersion.objects.visible_to(by).filter(plan__client=client).order_by("number")
    past = list(rows.select_related("plan"))
    plan = past[0].plan if past else drafting.of(client)
    plan.client = client
    if plan._state.adding:
        return Lately([], [])
    for version in past:
        version.plan = plan
    reading.note("read-plan-history", by=by, person=client.pk, about=plan)
    return Lately(list(_once(_changes(past, since))), versions.pending(plan, past[-1] if past else None))


def _changes(past: list[SafetyPlanVersion], since: datetime | None) -> Iterable[Change]:
    """The newest first."""
    pairs = list(zip([None, *past], past, strict=False))
    for before, version in reversed(pairs):
        if since is None or version.approved_at > since:
            yield from differences.between(before.content if before else {}, version.content, version.changes)


def _once(changes: Iterable[Change]) -> Iterable[Change]:
    found: dict[str, Change] = {}
    for change in changes:
        found.setdefault(change.section.id, change)
    return found.values()
