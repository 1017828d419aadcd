"""Versions: the therapist proposes, the client approves; what was approved stays, and an earlier one can come back as draft."""

import json
import uuid
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.care.models import SafetyPlan, SafetyPlanVersion
from waylight.care.safety_plans import differences, drafting, reading
from waylight.care.safety_plans.differences import Change
from waylight.care.safety_plans.sections import SECTIONS
from waylight.people.models import Client
from waylight.ui.refusals import Refusal


class OnlyTheClient(Refusal):
    """Only the client approves the plan."""


class NothingChanged(Refusal):
    """Nothing has changed since the plan was last approved."""


class ChangedMeanwhile(Refusal):
    """The plan was changed while you were looking. What is new is shown below."""


class TwoTexts(Refusal):
    """Two people wrote the same part at once. Choose what stays in it first."""


@dataclass(frozen=True)
class Past:
    """A version with what it changed."""

    version: SafetyPlanVersion
    changes: list[Change]


@dataclass(frozen=True)
class Waiting:
    """How many parts are not approved, and which therapists changed them. It says nothing of the words."""

    parts: int
    names: list[str]


def current(plan: SafetyPlan) -> SafetyPlanVersion | None:
    """The version in force: the last one that the client approved."""
    found = plan.versions.order_by("-number").first()
    return _with(plan, found) if found else None


def pending(plan: SafetyPlan, version: SafetyPlanVersion | None) -> list[Change]:
    """What the draft changes, with who wrote it."""
    writers = {id: trace.get("writers", []) for id, trace in plan.traces.items()}
    return differences.between(version.content if version else {}, _tidy(plan.draft), writers)


def waiting(client: Client) -> Waiting:
    """For a client's first page. Nothing of the plan is shown there, so no reading is recorded."""
    plan = drafting.of(client)
    is_written = any(trace.get("writers") for trace in plan.traces.values())
    changes = pending(plan, current(plan)) if is_written else []
    return Waiting(len(changes), proposers(changes))


def proposers(changes: list[Change]) -> list[str]:
    """The therapists who changed something; the client is kept without a name."""
    return list(dict.fromkeys(name for change in changes for name in change.writers if name))


def seen(plan: SafetyPlan) -> str:
    """Names a draft, so that what is approved is what was shown."""
    words = json.dumps(_tidy(plan.draft), sort_keys=True, ensure_ascii=False)
    return sha256(words.encode()).hexdigest()[:16]


@transaction.atomic
def propose(client: Client, *, by: Any) -> SafetyPlan:
    """The therapist asks the client to look at what changed. Raises NotYours, ForTheirTherapist, NothingChanged."""
    plan = drafting.locked(client, by)
    if not by.is_therapist:
        raise drafting.ForTheirTherapist
    if not pending(plan, current(plan)):
        raise NothingChanged
    plan.proposed_at, plan.proposed_by = timezone.now(), by
    return drafting.saved(plan, "propose-plan", by)


@transaction.atomic
def approve(client: Client, *, by: Any, was_shown: str) -> SafetyPlanVersion:
    """Makes the draft the version in force. `was_shown` is `seen` of what the client looked at.

    Raises NotYours, OnlyTheClient, TwoTexts, ChangedMeanwhile, NothingChanged.
    """
    plan = drafting.locked(client, by)
    if client.user_id != by.pk:
        raise OnlyTheClient
    if drafting.waiting(plan):
        raise TwoTexts
    before = current(plan)
    changes = pending(plan, before)
    if not changes:
        raise NothingChanged
    if was_shown != seen(plan):
        raise ChangedMeanwhile
    version = SafetyPlanVersion(plan=plan, number=before.number + 1 if before else 1)
    version.content = _tidy(plan.draft)
    version.changes = {change.section.id: list(change.writers) for change in changes}
    version.proposed_at, version.proposed_by = plan.proposed_at, plan.proposed_by
    version.approved_at, version.approved_by = timezone.now(), by
    version.save()
    _begin_anew(plan)
    drafting.saved(plan, "approve-plan", by)
    return version


@transaction.atomic
def restore(client: Client, number: int, *, by: Any) -> SafetyPlan:
    """An earlier version becomes the draft. What the draft alone holds is set aside, so that nobody's words are lost.

    Raises NotYours, SafetyPlanVersion.DoesNotExist.
    """
    plan = drafting.locked(client, by)
    version = _with(plan, plan.versions.get(number=number))
    unapproved = {change.section.id for change in pending(plan, current(plan))}
    for section in SECTIONS:
        now, then = plan.draft.get(section.id) or {}, version.content.get(section.id) or {}
        if now == then:
            continue
        if now and section.id in unapproved:
            writers = plan.traces[section.id]["writers"]
            drafting.set_aside(plan, section.id, now, writer=writers[-1], window=str(uuid.uuid4()))
        drafting.put(plan, section.id, then, writers=[drafting.name_of(by)], window="")
    return drafting.saved(plan, "restore-plan", by)


def history(plan: SafetyPlan, *, by: Any) -> list[Past]:
    """Every version, newest first, with what it changed. Somebody else’s reading is recorded."""
    reading.note("read-plan-history", by=by, person=plan.client_id, about=plan)
    found: list[Past] = []
    before: dict[str, Any] = {}
    for version in plan.versions.order_by("number"):
        content = _with(plan, version).content
        found.append(Past(version, differences.between(before, content, version.changes)))
        before = content
    return found[::-1]


def read(plan: SafetyPlan, number: int, *, by: Any) -> SafetyPlanVersion:
    """One version. Somebody else’s reading is recorded. Raises SafetyPlanVersion.DoesNotExist."""
    version = _with(plan, plan.versions.get(number=number))
    reading.note("read-plan-version", by=by, person=plan.client_id, about=version)
    return version


def _with(plan: SafetyPlan, version: SafetyPlanVersion) -> SafetyPlanVersion:
    """With the plan at hand, so that its words open without another query."""
    version.plan = plan
    return version


def _tidy(draft: dict[str, Any]) -> dict[str, Any]:
    return {id: content for id, content in draft.items() if content}


def _begin_anew(plan: SafetyPlan) -> None:
    plan.proposed_at = plan.proposed_by = None
    plan.traces = {id: trace | {"writers": [], "removed": {}} for id, trace in plan.traces.items()}
