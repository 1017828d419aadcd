"""A client's own list of things that help: put there, hidden and brought back by the client alone. Nothing counts its use."""

import contextlib
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.crisis import skills as public
from waylight.exercises.models import Entry, Skill
from waylight.people.models import Client
from waylight.privacy import audit, keyring
from waylight.ui.refusals import Refusal

TRIED, KEEP = "activity", "keep"  # questions of the three menus of the library
LONGEST = 120  # characters of one
MOST = 60


class NotYours(Refusal):
    """Only the person whose list this is may do that."""


class ListIsFull(Refusal):
    """The list holds 60 things. Take one away first."""


class NothingToAdd(Refusal):
    """Pick something, or write something of your own."""


def names(client: Client) -> list[str]:
    """What a client may choose from in other exercises: the own list first, then the skills that everybody has."""
    own = [skill.words for skill in _rows(client) if skill.hidden_at is None]
    everybodys = [
        _("Look around me"),
        _("Breathe slowly"),
        *(str(menu.title) for menu in public.MENUS.values()),
    ]
    return list(dict.fromkeys([*own, *everybodys]))


def of(client: Client, *, by: Any) -> list[Skill]:
    """The client's own list with what is hidden, oldest first; of somebody else's nothing."""
    if client.user_id != by.pk:
        return []
    found = _rows(client)
    if found:
        audit.record("read-skills", by=by, person=client.pk)
    return found


@transaction.atomic
def add(client: Client, words: list[str], *, by: Any, from_exercise: str = "") -> None:
    """Puts these on the list, each once; what was hidden comes back.

    Raises NotYours, NothingToAdd, ListIsFull.
    """
    wanted = _each_once(words)
    if client.user_id != by.pk:
        raise NotYours
    if not wanted:
        raise NothingToAdd
    Client.objects.select_for_update().get(
        pk=client.pk
    )  # of two that come at once, the second sees the first
    known = {skill.words.casefold(): skill for skill in _rows(client)}
    new = {folded: each for folded, each in wanted.items() if folded not in known}
    if len(known) + len(new) > MOST:
        raise ListIsFull
    for folded in wanted.keys() & known.keys():
        show(known[folded], by=by)
    for each in new.values():
        skill = Skill(client=client, from_exercise=from_exercise, added_at=timezone.now())
        skill.words = each
        skill.save(force_insert=True)
        audit.record("add-skill", by=by, person=client.pk, about=skill)


def keep_from(entry: Entry, *, by: Any) -> None:
    """Puts what was tried on the list, when the client ticked that it stays there. A list that is full stays as it is."""
    chosen = next((q for q in entry.form.questions() if q.id == TRIED), None)
    words = str(entry.answers.get(TRIED) or "")
    if chosen is None or not words or not entry.answers.get(KEEP):
        return
    with contextlib.suppress(ListIsFull):
        add(entry.client, [chosen.label_of(words)], by=by, from_exercise=entry.exercise)


@transaction.atomic
def hide(skill: Skill, *, by: Any) -> Skill:
    """Takes it off the list, to be brought back any day. Twice is the same as once. Raises NotYours."""
    skill = _own(skill, by)
    if skill.hidden_at is None:
        skill.hidden_at = timezone.now()
        skill.save(update_fields=["hidden_at"])
        audit.record("hide-skill", by=by, person=skill.client_id, about=skill)
    return skill


@transaction.atomic
def show(skill: Skill, *, by: Any) -> Skill:
    """Brings it back. Twice is the same as once. Raises NotYours."""
    skill = _own(skill, by)
    if skill.hidden_at is not None:
        skill.hidden_at = None
        skill.save(update_fields=["hidden_at"])
        audit.record("show-skill", by=by, person=skill.client_id, about=skill)
    return skill


@transaction.atomic
def remove(skill: Skill, *, by: Any) -> None:
    """Deletes it. Raises NotYours."""
    skill = _own(skill, by)
    audit.record("remove-skill", by=by, person=skill.client_id, about=skill)
    skill.delete()


def _each_once(words: list[str]) -> dict[str, str]:
    """Without needless space; the first way in which it was written counts."""
    tidy = [" ".join(each.split())[:LONGEST] for each in words]
    once: dict[str, str] = {}
    for each in filter(None, tidy):
        once.setdefault(each.casefold(), each)
    return once


def _own(skill: Skill, by: Any) -> Skill:
    found = Skill.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=skill.pk).first()
    if found is None:
        raise NotYours
    return found


def _rows(client: Client) -> list[Skill]:
    found = list(Skill.objects.filter(client=client).order_by("added_at", "pk"))
    keyring.load(found)
    return found
