"""Carries answers from one page of a form to the next in one sealed field: not in a cookie, an address or the server.

What is refused or never sent is thus kept nowhere but on the person's own screen (UI.md J2).
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from waylight.privacy.encryption import Unreadable
from waylight.privacy.sealing import seal_text, unseal_text
from waylight.ui.refusals import Refusal

LASTS = timedelta(days=1)
PURPOSE = "ask envelope"


class TornEnvelope(Refusal):
    """We could not read your earlier answers. Please give them once more."""


@dataclass(frozen=True)
class Envelope:
    """`answers` as they were sealed, and whether that was so long ago that the person looks at them again first."""

    answers: dict[str, Any]
    is_old: bool


def close(answers: dict[str, Any], now: datetime, *, purpose: str = PURPOSE) -> str:
    """The sealed answers, for a hidden field of the form that the purpose names."""
    return seal_text(json.dumps([now.isoformat(), answers], ensure_ascii=False), purpose)


def open_(sealed: str, now: datetime, *, purpose: str = PURPOSE) -> Envelope:
    """The answers again. Raises TornEnvelope when one byte is another, or when it was sealed for something else."""
    try:
        sealed_at, answers = json.loads(unseal_text(sealed, purpose))
    except (Unreadable, ValueError) as error:
        raise TornEnvelope from error
    age = now - datetime.fromisoformat(sealed_at)
    return Envelope(answers, is_old=not timedelta(0) <= age <= LASTS)
