"""CarePlan: the safety plan in the version that the client approved last.

Local codes: LOINC has none for its parts (REQUIREMENTS 2). "Making my space safer" stays out, as it does of every copy,
unless the client asks for it in their own.
"""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from waylight.care.models import SafetyPlanVersion
from waylight.care.safety_plans import sections, showing
from waylight.fhir.reading import Reader
from waylight.fhir.resources.kinds import Kind, Rows
from waylight.fhir.resources.values import LOINC, OURS, coded, instant, resource, subject


def rows(reader: Reader) -> Any:
    newest = SafetyPlanVersion.objects.filter(plan=OuterRef("plan")).order_by("-number").values("pk")[:1]
    found = SafetyPlanVersion.objects.filter(plan__client__in=reader.clients, pk=Subquery(newest))
    return found.select_related("plan")


def said(version: SafetyPlanVersion, reader: Reader) -> dict[str, Any]:
    among = list(sections.SECTIONS) if reader.with_private_part else sections.shared()
    return resource(
        "CarePlan",
        version.pk,
        status="active",
        intent="plan",
        category=[coded(LOINC, "87626-8", "Suicide prevention note")],
        title="My safety plan",
        subject=subject(version.plan.client_id),
        created=instant(version.approved_at),
        author=subject(version.plan.client_id),
        activity=[
            {
                "detail": {
                    "code": coded(f"{OURS}safety-plan-section", section.id, section.label),
                    "status": "in-progress",
                    "description": "\n".join(section.lines),
                }
            }
            for section in showing.shown(version.content, among)
            if section.lines
        ],
    )


KIND = Kind(
    "CarePlan", _("Your safety plan, as you approved it"), (Rows(rows, said, client="plan__client_id"),)
)
