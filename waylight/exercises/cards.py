"""Coping cards at hand: those that a client marked to show among the tools. They are entries like any other.

A phone may keep them, sealed, beside the plan (docs/decisions/0017); their pictures never leave the device.
"""

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from waylight.exercises.models import Entry
from waylight.people.models import Client
from waylight.privacy import audit, keyring

EXERCISE = "cbt-coping-cards"
MOST = 12  # cards at hand, the newest; a phone that is opened at night shows no more than that
LOOKED_AT = 60


@dataclass(frozen=True)
class Card:
    """`telephone` is that of the contact, where the client named the number among whom to call."""

    id: str
    title: str
    when: str
    remember: str
    can: tuple[str, ...]
    contact: str
    telephone: str
    saved_at: str


def at_hand(client: Client, *, by: Any) -> list[Card]:
    """The client's own cards marked to show, newest first; of somebody else's none. Reading them is recorded."""
    if client.user_id != by.pk:
        return []
    written = list(
        Entry.objects.filter(client=client, exercise=EXERCISE).order_by("-started_at", "pk")[:LOOKED_AT]
    )
    keyring.load(written)
    marked = [entry for entry in written if _is_at_hand(entry.all_answers)][:MOST]
    if not marked:
        return []
    audit.record("read-cards", by=by, person=client.pk)
    telephones = _telephones(client)
    return [_card(entry, telephones) for entry in marked]


def stamp(cards: list[Card]) -> str:
    """Tells what a phone keeps from what there is now, without a word of it."""
    saved = " ".join(f"{card.id} {card.saved_at}" for card in cards)
    return sha256(saved.encode()).hexdigest()[:16] if cards else ""


def copy(client: Client, *, by: Any) -> dict[str, Any]:
    """What the phone keeps. `tag` tells one person's copy from another's and nothing else."""
    cards = at_hand(client, by=by)
    return {"tag": by.device_tag, "stamp": stamp(cards), "cards": [asdict(card) for card in cards]}


def _is_at_hand(answers: dict[str, Any]) -> bool:
    return bool(answers.get("favourite") and answers.get("remind"))


def _card(entry: Entry, telephones: dict[str, str]) -> Card:
    given = entry.all_answers
    contact = str(given.get("contact") or "")
    return Card(
        id=str(entry.pk),
        title=str(given.get("title") or ""),
        when=str(given.get("when_i_feel") or ""),
        remember=str(given["remind"]),
        can=tuple(str(each) for each in given.get("do") or ()),
        contact=contact,
        telephone=telephones.get(contact, ""),
        saved_at=entry.saved_at.isoformat(),
    )


def _telephones(client: Client) -> dict[str, str]:
    found = list(client.contacts.filter(may_call=True))
    keyring.load(found)
    return {one.name: one.telephone for one in found}
