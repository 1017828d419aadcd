"""What changed between two contents of a plan, in lines that can be read. Pure."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from waylight.care.safety_plans import showing
from waylight.care.safety_plans.sections import SECTIONS, Section


@dataclass(frozen=True)
class Change:
    """What changed in one section: lines that came and lines that went; neither when only the order changed."""

    section: Section
    added: list[str]
    removed: list[str]
    writers: tuple[str, ...] = ()  # names; empty for the client

    @property
    def is_order_alone(self) -> bool:
        return not (self.added or self.removed)


def between(
    before: dict[str, Any], after: dict[str, Any], writers: dict[str, list[str]] | None = None
) -> list[Change]:
    """The sections that differ, in our order."""
    return [
        _change(section, before.get(section.id) or {}, after.get(section.id) or {}, writers or {})
        for section in SECTIONS
        if (before.get(section.id) or {}) != (after.get(section.id) or {})
    ]


def _change(
    section: Section, before: dict[str, Any], after: dict[str, Any], writers: dict[str, list[str]]
) -> Change:
    old, new = showing.show(section, before).lines, showing.show(section, after).lines
    return Change(section, _only(new, old), _only(old, new), tuple(writers.get(section.id, ())))


def _only(lines: list[str], others: list[str]) -> list[str]:
    """The lines that the others lack, also when one stands twice here and once there."""
    left = Counter(others)
    found = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            found.append(line)
    return found


def joined(section: Section, one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Both texts of a section in one: every line of each, without doubles."""
    return {
        part.id: _both(one.get(part.id), other.get(part.id))
        for part in section.parts
        if one.get(part.id) or other.get(part.id)
    }


def _both(one: Any, other: Any) -> Any:
    if not one or not other or one == other:
        return one or other
    if isinstance(one, list):
        return [*one, *(item for item in other if item not in one)]
    if other in one or one in other:
        return max(one, other, key=len)
    return f"{one}\n\n{other}"
