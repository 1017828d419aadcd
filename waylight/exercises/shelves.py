"""The library as a therapist looks through it: by therapy, and within it by what an exercise is for. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waylight.exercises.catalogue import Exercise

THERAPIES: dict[str, str | Promise] = {
    "cbt": _("Thoughts, feelings and actions (CBT)"),
    "act": _("Making room, and what matters (ACT)"),
    "cft": _("Kindness (CFT)"),
    "mbct": _("Here and now (MBCT)"),
}
OTHERS = _("Other exercises")
GROUPS: dict[str, str | Promise] = {
    "skills_for_now": _("Skills for now"),
    "formulation": _("Understanding together"),
    "functional": _("What leads to what"),
    "cognitive": _("Thoughts"),
    "behavioural_activation": _("Doing things again"),
    "problem_solving": _("Solving problems"),
    "motivation": _("Reasons for and against"),
    "monitoring": _("Noticing"),
    "stress": _("Body, breath and sleep"),
    "ending": _("Staying well"),
    "values": _("Values"),
    "defusion": _("Stepping back from thoughts"),
    "acceptance": _("Making room for feelings"),
    "action": _("Steps, one by one"),
    "soothing": _("Soothing"),
    "imagery": _("Imagining"),
    "writing": _("Writing"),
    "practice": _("Short practices"),
}


@dataclass(frozen=True)
class Group:
    name: str | Promise
    exercises: list[Exercise]


@dataclass(frozen=True)
class Shelf:
    id: str
    name: str | Promise
    groups: list[Group]


def shelves(exercises: Iterable[Exercise], words: str = "") -> list[Shelf]:
    """Those whose title or purpose has these words, in the order of the tables above; a practice's own come last."""
    found = sorted((one for one in exercises if _has(one, words)), key=_place)
    by_therapy = groupby(found, key=lambda one: one.therapy if one.therapy in THERAPIES else "")
    return [
        Shelf(id or "others", THERAPIES.get(id, OTHERS), _groups(list(those))) for id, those in by_therapy
    ]


def _groups(exercises: list[Exercise]) -> list[Group]:
    by_group = groupby(exercises, key=_group)
    return [Group(GROUPS.get(id, OTHERS), list(those)) for id, those in by_group]


def _group(exercise: Exercise) -> str:
    """The first part of its group: three menus are skills for now."""
    first = exercise.group.replace("-", "_").partition(":")[0]
    return next((id for id in GROUPS if first.startswith(id)), "")


def _place(exercise: Exercise) -> tuple[int, int, str]:
    therapies, groups = list(THERAPIES), list(GROUPS)
    return (
        therapies.index(exercise.therapy) if exercise.therapy in therapies else len(therapies),
        groups.index(_group(exercise)) if _group(exercise) else len(groups),
        exercise.title,
    )


def _has(exercise: Exercise, words: str) -> bool:
    return words.casefold().strip() in f"{exercise.title} {exercise.purpose}".casefold()
