"""The register of copies: who has one, how, of which version, and whether it is older than the plan."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.care.models import SafetyPlan, SafetyPlanCopy, SafetyPlanVersion
from waylight.care.safety_plans import drafting, reading, showing, versions
from waylight.care.safety_plans.sections import by_id
from waylight.people.models import Client
from waylight.privacy import audit
from waylight.ui.refusals import Refusal


class NotApprovedYet(Refusal):
    """Approve your plan first. A copy is made of what you approved."""


class NothingInIt(Refusal):
    """Choose at least one part for the copy."""


class OnlyTheClient(Refusal):
    """Only the client gives copies away."""


class EndedAlready(Refusal):
    """This copy is not with them any more."""


@dataclass(frozen=True)
class Held:
    """A copy that somebody has. It is older when what is in it reads differently in the plan now."""

    copy: SafetyPlanCopy
    is_older: bool


def held(plan: SafetyPlan, current: SafetyPlanVersion | None, *, by: Any) -> list[Held]:
    """The copies that people have, newest first. Somebody else’s reading is recorded."""
    reading.note("read-plan-copies", by=by, person=plan.client_id, about=plan)
    if plan._state.adding:
        return []
    found = plan.copies.held().select_related("version").order_by("-given_on", "pk")
    return [Held(copy, _is_older(_with(plan, copy), current)) for copy in found]


def ended(plan: SafetyPlan) -> list[SafetyPlanCopy]:
    """The copies that nobody has any more, newest first."""
    found = plan.copies.exclude(ended_on=None).select_related("version").order_by("-ended_on", "pk")
    return [] if plan._state.adding else [_with(plan, copy) for copy in found]


@transaction.atomic
def give(
    client: Client, *, given_to: str, how: str, section_ids: list[str], given_on: date, by: Any
) -> SafetyPlanCopy:
    """Writes down a copy of the version in force. Raises NotYours, OnlyTheClient, NotApprovedYet, NothingInIt."""
    plan = drafting.locked(client, by)
    _check_client(client, by)
    version = versions.current(plan)
    if version is None:
        raise NotApprovedYet
    chosen = [id for id in by_id() if id in section_ids and id in version.content]
    if not chosen:
        raise NothingInIt
    copy = SafetyPlanCopy(plan=plan, version=version, how=how, given_on=given_on)
    copy.given_to, copy.parts = given_to, {"sections": chosen}
    copy.save(force_insert=True)
    audit.record("give-plan-copy", by=by, person=client.pk, about=copy)
    return copy


@transaction.atomic
def renew(copy: SafetyPlanCopy, *, by: Any) -> SafetyPlanCopy:
    """“I gave them the new one”: the same parts of the plan as it is now. Raises as `give` does, and EndedAlready."""
    copy = _locked(copy, by)
    today = timezone.localdate()
    _end(copy, max(today, copy.given_on))
    new = give(
        copy.plan.client,
        given_to=copy.given_to,
        how=copy.how,
        section_ids=copy.parts["sections"],
        given_on=today,
        by=by,
    )
    audit.record("renew-plan-copy", by=by, person=copy.plan.client_id, about=copy)
    return new


@transaction.atomic
def take_back(copy: SafetyPlanCopy, *, by: Any) -> SafetyPlanCopy:
    """They do not have it any more. Raises NotYours, OnlyTheClient, EndedAlready."""
    copy = _locked(copy, by)
    _end(copy, max(timezone.localdate(), copy.given_on))
    audit.record("end-plan-copy", by=by, person=copy.plan.client_id, about=copy)
    return copy


def content(copy: SafetyPlanCopy) -> dict[str, Any]:
    """What the copy says."""
    return _only(copy.version.content, copy.parts["sections"])


def sheet(content: dict[str, Any], section_ids: list[str]) -> list[showing.Shown]:
    """The chosen sections as they read on a copy; the private one only when it was chosen."""
    return showing.shown(content, [section for id, section in by_id().items() if id in section_ids])


def _is_older(copy: SafetyPlanCopy, current: SafetyPlanVersion | None) -> bool:
    return current is not None and content(copy) != _only(current.content, copy.parts["sections"])


def _only(whole: dict[str, Any], section_ids: list[str]) -> dict[str, Any]:
    return {id: whole[id] for id in section_ids if id in whole}


def _locked(copy: SafetyPlanCopy, by: Any) -> SafetyPlanCopy:
    plan = drafting.locked(copy.plan.client, by)
    _check_client(plan.client, by)
    copy = _with(plan, plan.copies.select_related("version").get(pk=copy.pk))
    if copy.ended_on:
        raise EndedAlready
    return copy


def _end(copy: SafetyPlanCopy, on: date) -> None:
    copy.ended_on = on
    copy.save(update_fields=["ended_on"])


def _check_client(client: Client, by: Any) -> None:
    if client.user_id != by.pk:
        raise OnlyTheClient


def _with(plan: SafetyPlan, copy: SafetyPlanCopy) -> SafetyPlanCopy:
    copy.plan = copy.version.plan = plan
    return copy
