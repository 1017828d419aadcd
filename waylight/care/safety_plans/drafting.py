"""The draft: client and therapist write it section by section. Two people at once lose nothing: both texts are kept."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from waylight.care.models import SafetyPlan
from waylight.care.safety_plans import differences, reading
from waylight.care.safety_plans.sections import Section, tidy
from waylight.people.models import Client
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

MOST_TEXTS = 20  # set aside in one section: more than people write, and no window without end fills the row


class NotYours(Refusal):
    """This plan is not yours to write."""


class ForTheirTherapist(Refusal):
    """Only the client’s therapist does that."""


class TooManyTexts(Refusal):
    """This part waits with many texts already. Choose what stays in it first."""


@transaction.atomic
def open_plan(client: Client, *, by: Any) -> SafetyPlan:
    """The client's plan to read; an empty one that is not saved when there is none yet. Somebody else’s reading is recorded."""
    plan = of(client)
    reading.note("read-plan", by=by, person=client.pk, about=plan)
    return plan


def of(client: Client) -> SafetyPlan:
    """The row itself, without a trace: `open_plan` is for people."""
    found = SafetyPlan.objects.filter(client=client).select_related("proposed_by").first()
    if found is None:
        return SafetyPlan(client=client)
    found.client = client
    return found


@transaction.atomic
def write_section(
    client: Client,
    section: Section,
    written: dict[str, Any],
    *,
    by: Any,
    window: UUID | None = None,
    revision: int | None = None,
    removed: dict[str, Any] | None = None,
) -> SafetyPlan:
    """Keeps what is written in one section. The same words again change nothing.

    `window` names the browser window, `revision` the one it was shown. When somebody else saved this section since, theirs
    stays and these words are kept in `aside` until `settle`. `removed` is a line that may be put back ({}: it was).
    Raises NotYours, TooManyTexts.
    """
    plan = locked(client, by)
    content = tidy(section, written)
    if content == (plan.draft.get(section.id) or {}):
        return plan
    trace = plan.traces.get(section.id) or {}
    if revision is not None and revision != trace.get("revision", 0) and str(window) != trace.get("window"):
        set_aside(plan, section.id, content, writer=name_of(by), window=str(window))
    else:
        put(plan, section.id, content, writers=[name_of(by)], window=str(window))
        if removed is not None:
            plan.traces[section.id]["removed"] = removed
    return saved(plan, "save-plan-part", by)


@transaction.atomic
def settle(client: Client, section: Section, window: str, how: str, *, by: Any) -> SafetyPlan:
    """Ends two texts of a section: "both" joins them, "that" takes the one set aside, "this" leaves it out. Raises NotYours."""
    plan = locked(client, by)
    waiting = dict(plan.aside.get(section.id) or {})
    other = waiting.pop(window, None)
    if other is None:
        return plan
    plan.aside = {**plan.aside, section.id: waiting}
    stored = plan.draft.get(section.id) or {}
    content = {
        "both": differences.joined(section, stored, other["content"]),
        "that": other["content"],
    }.get(how, stored)
    if content != stored:
        put(plan, section.id, content, writers=[other["writer"], name_of(by)], window="")
    return saved(plan, "settle-plan-part", by)


@transaction.atomic
def set_dates(client: Client, *, review_on: date | None, discussed_on: date | None, by: Any) -> SafetyPlan:
    """When to look at the plan again, and when a safer space was talked about. Raises NotYours, ForTheirTherapist."""
    plan = locked(client, by)
    if not by.is_therapist:
        raise ForTheirTherapist
    plan.review_on, plan.discussed_on = review_on, discussed_on
    return saved(plan, "set-plan-dates", by)


def locked(client: Client, by: Any) -> SafetyPlan:
    """The plan to write, made when there is none. Raises NotYours when it is out of the reach of `by`."""
    if by.is_manager or not Client.objects.visible_to(by).filter(pk=client.pk).exists():
        raise NotYours
    # The client's row is there to be locked before the plan is, so that two first saves wait for each other.
    Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    plan = of(client)
    if plan._state.adding:
        plan.save(force_insert=True)
    return plan


def saved(plan: SafetyPlan, verb: str, by: Any) -> SafetyPlan:
    plan.saved_at = timezone.now()
    plan.save()
    audit.record(verb, by=by, person=plan.client_id, about=plan)
    return plan


def put(
    plan: SafetyPlan, section_id: str, content: dict[str, Any], *, writers: Iterable[str], window: str
) -> None:
    """Sets a section of the draft, with who wrote it since the last version."""
    trace = plan.traces.get(section_id) or {}
    plan.draft = plan.draft | {section_id: content}
    plan.traces = plan.traces | {
        section_id: trace
        | {
            "revision": trace.get("revision", 0) + 1,
            "window": window,
            "writers": list(dict.fromkeys([*trace.get("writers", []), *writers])),
        }
    }


def set_aside(
    plan: SafetyPlan, section_id: str, content: dict[str, Any], *, writer: str, window: str
) -> None:
    """Raises TooManyTexts."""
    waiting = plan.aside.get(section_id) or {}
    if window not in waiting and len(waiting) >= MOST_TEXTS:
        raise TooManyTexts
    kept = {window: {"content": content, "writer": writer}}
    plan.aside = plan.aside | {section_id: waiting | kept}


def name_of(user: Any) -> str:
    """How a writer is kept: a therapist by name, the client without."""
    return user.name if user.is_therapist else ""


def revision_of(plan: SafetyPlan, section: Section) -> int:
    return int((plan.traces.get(section.id) or {}).get("revision", 0))


def removed_from(plan: SafetyPlan, section: Section) -> dict[str, Any]:
    """The last line that was taken out, as {"part", "item"}; {} when there is none, or it is approved."""
    return (plan.traces.get(section.id) or {}).get("removed") or {}


def waiting(plan: SafetyPlan) -> set[str]:
    """The sections with two texts."""
    return {id for id, texts in plan.aside.items() if texts}
