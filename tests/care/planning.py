"""Plans for these tests: Ana's, written with Clara."""

import uuid
from typing import Any

from django.utils import timezone

from tests.cast import ana, clara
from waylight.care.models import SafetyPlan, SafetyPlanCopy, SafetyPlanVersion
from waylight.care.safety_plans import copies, drafting, versions
from waylight.care.safety_plans.sections import by_id

STEPS = ["Sit on the back step", "Play the walking list", "Count the tiles"]
SAFER = "My aunt keeps the box"
REA = {"name": "Rea", "relation": "sister", "phone": "07700 900101", "knows_plan": True}


def write(section: str, by: Any = None, **parts: Any) -> SafetyPlan:
    return drafting.write_section(ana(), by_id()[section], parts, by=by or ana().user)


def plan() -> SafetyPlan:
    return drafting.of(ana())


def approve() -> SafetyPlanVersion:
    return versions.approve(ana(), by=ana().user, was_shown=versions.seen(plan()))


def a_plan() -> SafetyPlanVersion:
    """In force: steps by Clara, Rea and the safer space by Ana."""
    write("by_myself", clara().user, by_myself=STEPS)
    write("ask_for_help", ask_for_help=[REA])
    write("safer_space", safer_space=SAFER)
    return approve()


def a_copy(**fields: Any) -> SafetyPlanCopy:
    fields = {
        "given_to": "Aunt Rosa",
        "how": "paper",
        "section_ids": ["by_myself", "ask_for_help"],
        "given_on": timezone.localdate(),
        "by": ana().user,
    } | fields
    return copies.give(ana(), **fields)


def a_form(section: str, *lines: str, revision: int = 0, **fields: Any) -> dict[str, Any]:
    """What the browser posts from the page of a section with one list of lines."""
    texts = {f"{section}-{number}": line for number, line in enumerate(lines)}
    sent = {f"{section}-count": len(lines), "window": uuid.uuid4(), "revision": revision}
    return texts | sent | {"act": "save", "idempotency_key": uuid.uuid4()} | fields


def sent(**fields: Any) -> dict[str, Any]:
    return {"idempotency_key": uuid.uuid4()} | fields
