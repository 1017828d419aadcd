"""The copy that a client keeps on a phone: the version in force without its private part, as plain values."""

from typing import Any

from django.utils import timezone

from waylight.accounts.models import User
from waylight.care.models import SafetyPlan, SafetyPlanVersion
from waylight.care.safety_plans import sections, showing
from waylight.privacy import audit


def copy(plan: SafetyPlan, version: SafetyPlanVersion, *, by: User) -> dict[str, Any]:
    """What the phone keeps. `tag` tells one person's copy from another's and nothing else. The reading is recorded."""
    audit.record("read-plan-phone-copy", by=by, person=plan.client_id, about=version)
    content = sections.without_private(version.content)
    return {
        "tag": by.device_tag,
        "version": version.number,
        "approved_on": timezone.localdate(version.approved_at).isoformat(),
        "steps": showing.steps(content),
        "people": [
            {"name": one.name, "phone": one.phone, "note": one.note} for one in showing.people(content)
        ],
        "sections": [{"label": one.label, "lines": one.lines} for one in showing.shown(content)],
    }
