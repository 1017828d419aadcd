"""Saving the loop: client and therapist write the same one. Two at once lose nothing; each saving is kept."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.care.models import ReliefLoop
from waylight.care.relief.places import Place, joined, tidy
from waylight.care.safety_plans import reading
from waylight.people.models import Client
from waylight.privacy import audit
from waylight.ui.refusals import Refusal


class NotYours(Refusal):
    """This drawing is not yours to write."""


@transaction.atomic
def read(client: Client, *, by: Any) -> ReliefLoop | None:
    """The loop as it is now. Somebody else’s reading is recorded."""
    found = newest(client)
    if found:
        reading.note("read-loop", by=by, person=client.pk, about=found)
    return found


@transaction.atomic
def history(client: Client, *, by: Any) -> list[ReliefLoop]:
    """Every saving, the newest first, with who did it. Somebody else’s reading is recorded."""
    rows = ReliefLoop.objects.visible_to(by).filter(client=client)
    found = list(rows.order_by("-number").select_related("saved_by"))
    for row in found:
        row.client = client
    if found:
        reading.note("read-loop-history", by=by, person=client.pk, about=found[0])
    return found


@transaction.atomic
def save(
    client: Client, parts: dict[str, Any], *, by: Any, was_shown: int = 0
) -> tuple[ReliefLoop | None, list[Place]]:
    """Keeps the loop; the same words again change nothing.

    `was_shown` is the number of the one that was on the page. What somebody else saved since stays: places that only one of
    the two changed are as that one wrote them, and where both did, both texts stand. Those places are named.
    Raises NotYours.
    """
    client = _locked(client, by)
    now, base = newest(client), _numbered(client, was_shown)
    stored = now.parts if now else {}
    words, both = joined(base.parts if base else {}, stored, tidy(parts))
    if words == stored:
        return now, both
    row = ReliefLoop(client=client, number=now.number + 1 if now else 1, parts=words, saved_by=by)
    row.saved_at = timezone.now()
    row.save()
    audit.record("save-loop", by=by, person=client.pk, about=row)
    return row, both


def newest(client: Client) -> ReliefLoop | None:
    """The row itself, without a trace: `read` is for people."""
    return _with(client, ReliefLoop.objects.filter(client=client).order_by("-number").first())


def _numbered(client: Client, number: int) -> ReliefLoop | None:
    return _with(client, ReliefLoop.objects.filter(client=client, number=number).first())


def _with(client: Client, row: ReliefLoop | None) -> ReliefLoop | None:
    """With the client at hand, so that its words open without another query."""
    if row is not None:
        row.client = client
    return row


def _locked(client: Client, by: Any) -> Client:
    """Behind the lock of the client's row, so that two who save wait for one another. Raises NotYours."""
    if by.is_manager or not Client.objects.visible_to(by).filter(pk=client.pk).exists():
        raise NotYours
    return Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
