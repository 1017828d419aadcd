"""How a plan reads: sections as lines, people with their numbers, the first four lines. Pure: content in, values out."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from waylight.care.safety_plans import sections
from waylight.care.safety_plans.sections import Part, Section

AT_ONCE = (
    "by_myself",
    "ask_for_help",
    "people_places",
    "professionals",
)  # what one looks for in a hard moment
FIRST = 4  # lines that show before anything else, and may stay open on a phone (UI.md J6)
LEAST_DIGITS = 3


@dataclass(frozen=True)
class Person:
    """Somebody named in a plan. `tel` and `sms` lead to them in one tap; empty without a number."""

    name: str
    phone: str = ""
    note: str = ""

    @property
    def dial(self) -> str:
        number = re.sub(r"[^\d+*#]", "", self.phone)
        return quote(number, safe="+*") if len(re.sub(r"\D", "", number)) >= LEAST_DIGITS else ""

    @property
    def tel(self) -> str:
        return f"tel:{self.dial}" if self.dial else ""

    @property
    def sms(self) -> str:
        return f"sms:{self.dial}" if self.dial else ""

    @property
    def line(self) -> str:
        return ", ".join(filter(None, [self.name, self.note, self.phone]))


@dataclass(frozen=True)
class Block:
    """One part of a section as it is read: lines, or people. `label` only where a section has several parts."""

    label: str
    kind: str
    lines: list[str]
    people: list[Person]

    def said(self, line: str) -> str:
        """The line with the label of its part, where a section has several."""
        if not self.label:
            return line
        return f"{self.label}{'' if self.label.endswith('?') else ':'} {line}"


@dataclass(frozen=True)
class Shown:
    """A section with something written in it."""

    id: str
    label: str
    blocks: list[Block]

    @property
    def lines(self) -> list[str]:
        return [block.said(line) for block in self.blocks for line in block.lines]


def shown(content: dict[str, Any], among: list[Section] | None = None) -> list[Shown]:
    """The sections with something in them, in our order; the private one only when `among` names it."""
    found = [show(section, content.get(section.id) or {}) for section in among or sections.shared()]
    return [one for one in found if one.blocks]


def for_a_hard_moment(content: dict[str, Any]) -> list[Shown]:
    """As the client opens it: first what one can do and whom one can ask, then the rest in our order."""
    return sorted(
        shown(content), key=lambda one: AT_ONCE.index(one.id) if one.id in AT_ONCE else len(AT_ONCE)
    )


def show(section: Section, written: dict[str, Any]) -> Shown:
    blocks = [_block(part, written[part.id]) for part in section.parts if written.get(part.id)]
    return Shown(section.id, str(section.label), blocks)


def _block(part: Part, value: Any) -> Block:
    people = [person(part, row) for row in value] if part.kind == "rows" else []
    if part.kind == "rows":
        lines = [one.line for one in people]
    elif part.kind == "choices":
        lines = [str(label) for id, label in part.options if id in value]
    else:
        lines = value.splitlines() if part.kind == "words" else list(value)
    return Block(str(part.label), part.kind, [line for line in lines if line], people)


def person(part: Part, row: dict[str, Any]) -> Person:
    """A row as somebody to call: what is not name or number is the note."""
    others = (
        str(field.said) if field.kind == "yes" else row[field.id]
        for field in part.fields
        if field.id not in {"name", "phone"} and row.get(field.id)
    )
    return Person(row.get("name", ""), row.get("phone", ""), ", ".join(others))


def steps(content: dict[str, Any]) -> list[str]:
    """What one can do on one's own, in order."""
    return list((content.get("by_myself") or {}).get("by_myself") or [])


def people(content: dict[str, Any]) -> list[Person]:
    """Everybody in the plan with a name or number: first whom one may ask for help."""
    found = []
    for id in ("ask_for_help", "people_places", "professionals"):
        part = sections.by_id()[id].main
        found += [person(part, row) for row in (content.get(id) or {}).get(part.id) or []]
    return found


def first_lines(content: dict[str, Any]) -> list[str]:
    """The first four: one's own steps, then people with a number."""
    callable_ones = [f"{one.name} {one.phone}".strip() for one in people(content) if one.dial]
    return [*steps(content), *callable_ones][:FIRST]
