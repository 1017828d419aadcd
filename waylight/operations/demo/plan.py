"""Ana's plan at Larkfield: three versions, a proposal that waits, one copy that is older than the plan."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from waylight.accounts.models import User
from waylight.care.models import SafetyPlan, SafetyPlanVersion
from waylight.care.safety_plans import copies, drafting, versions
from waylight.care.safety_plans.sections import by_id
from waylight.people.models import Client, Therapist

DAY = timedelta(days=1)
FIRST: dict[str, dict[str, Any]] = {
    "signs": {"signs": ["I stop answering messages", "Everything sounds too loud"]},
    "by_myself": {"by_myself": ["Sit on the back step with the blanket", "Play the walking list. All of it"]},
    "ask_for_help": {
        "ask_for_help": [
            {"name": "Rea", "relation": "my sister", "phone": "07700 900101", "knows_plan": True},
        ]
    },
    "what_matters": {"what_matters": ["Rea’s dog, who knows my step", "The lemon tree"]},
}
THEN: dict[str, dict[str, Any]] = {
    "by_myself": {
        "by_myself": [
            "Sit on the back step with the blanket",
            "Go to another room first. Then decide",
            "Play the walking list. All of it",
        ],
        "barrier": "It is cold outside. I keep the blanket by the door.",
    },
    "safer_space": {"safer_space": "Rea keeps the box at her place. We look at it together in spring."},
    "others": {
        "do": ["Sit with me. No need to talk"],
        "dont": ["Asking why"],
    },
}
LAST: dict[str, dict[str, Any]] = {
    "people_places": {"people_places": [{"name": "The library on Mill Road", "note": "warm, and open late"}]},
    "ask_for_help": {
        "ask_for_help": [
            {"name": "Rea", "relation": "my sister", "phone": "07700 900101", "knows_plan": True},
            {"name": "Joss", "relation": "sits with me, no talking", "phone": "07700 900102"},
        ]
    },
    "after": {"after": ["Something warm to drink", "Rest, and no questions for now"]},
}
PROPOSED: dict[str, dict[str, Any]] = {
    "signs": {
        "signs": [
            "I stop answering messages",
            "Everything sounds too loud",
            "I say that I am fine, very fast",
        ]
    },
    "professionals": {
        "professionals": [
            {"name": "Dr Hale, my doctor", "phone": "01632 960077", "hours": "weekdays, 8 to 18"},
        ]
    },
}


def write(ana: Client, clara: Therapist) -> None:
    """Clara writes the first part with Ana, Ana goes on, Clara proposes two more things."""
    client_user = ana.user
    if client_user is None:
        return
    _say(ana, FIRST, clara.user)
    _approve(ana, client_user, days_ago=20)
    _say(ana, THEN, client_user)
    _approve(ana, client_user, days_ago=13)
    _copy_for_rea(ana, client_user)
    _say(ana, LAST, client_user)
    _approve(ana, client_user, days_ago=6)
    today = timezone.localdate()
    drafting.set_dates(ana, review_on=today + 21 * DAY, discussed_on=today - 13 * DAY, by=clara.user)
    _say(ana, PROPOSED, clara.user)
    versions.propose(ana, by=clara.user)


def _say(ana: Client, parts: dict[str, dict[str, Any]], by: User) -> None:
    for id, written in parts.items():
        drafting.write_section(ana, by_id()[id], written, by=by)


def _approve(ana: Client, by: User, *, days_ago: int) -> None:
    plan = SafetyPlan.objects.get(client=ana)
    version = versions.approve(ana, by=by, was_shown=versions.seen(plan))
    then = timezone.now() - days_ago * DAY
    SafetyPlanVersion.objects.filter(pk=version.pk).update(approved_at=then)


def _copy_for_rea(ana: Client, by: User) -> None:
    copies.give(
        ana,
        given_to="Rea",
        how="paper",
        section_ids=["signs", "by_myself", "ask_for_help", "others"],
        given_on=timezone.localdate() - 12 * DAY,
        by=by,
    )
