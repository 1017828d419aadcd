"""Goal: what a client wants from therapy, in their own words. How near it is, are observations."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.care.models import Goal
from waylight.fhir.reading import Reader
from waylight.fhir.resources.kinds import Kind, Rows
from waylight.fhir.resources.values import resource, subject


def rows(reader: Reader) -> Any:
    return Goal.objects.filter(client__in=reader.clients)


def said(goal: Goal, reader: Reader) -> dict[str, Any]:
    has_ended = goal.ended_at is not None
    return resource(
        "Goal",
        goal.pk,
        lifecycleStatus="cancelled" if has_ended else "active",
        description={"text": goal.words},
        subject=subject(goal.client_id),
        startDate=goal.added_at.date().isoformat(),
        statusDate=(goal.ended_at or goal.added_at).date().isoformat(),
        expressedBy=subject(goal.client_id),
    )


KIND = Kind("Goal", _("Your goals"), (Rows(rows, said),))
