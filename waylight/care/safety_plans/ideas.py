"""What “Show ideas” offers in a section: ideas of ours, and the people whom the client named as those to call."""

from dataclasses import dataclass
from typing import Any

from waylight.care.safety_plans.sections import Section
from waylight.people.models import Client, EmergencyContact


@dataclass(frozen=True)
class Idea:
    """`key` names it in a form; `item` is what it adds: a text, or a row."""

    key: str
    label: str
    item: Any


def ideas(client: Client, section: Section, written: dict[str, Any]) -> list[Idea]:
    """Those that are not written already."""
    if section.id == "ask_for_help":
        offered = [_person(contact) for contact in client.contacts.filter(may_call=True).order_by("position")]
    else:
        offered = [_text(section, number, str(idea)) for number, idea in enumerate(section.ideas)]
    there = {_name(item) for part in section.parts for item in _items(written.get(part.id))}
    return [idea for idea in offered if _name(idea.item) not in there]


def added(section: Section, written: dict[str, Any], idea: Idea) -> dict[str, Any]:
    part, stored = section.main, written.get(section.main.id)
    if part.kind == "words":
        return written | {part.id: "\n".join(filter(None, [stored, idea.item]))}
    return written | {part.id: [*(stored or []), idea.item]}


def _text(section: Section, number: int, words: str) -> Idea:
    return Idea(str(number), words, {"name": words} if section.main.kind == "rows" else words)


def _person(contact: EmergencyContact) -> Idea:
    row = {"name": contact.name, "relation": contact.relation, "phone": contact.telephone}
    return Idea(str(contact.pk), ", ".join(filter(None, [contact.name, contact.relation])), row)


def _items(value: Any) -> list[Any]:
    return value.splitlines() if isinstance(value, str) else value or []


def _name(item: Any) -> str:
    return item.get("name", "") if isinstance(item, dict) else item
