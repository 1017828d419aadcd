"""The professional bodies on whose public registers a therapist may stand: data, in bodies.json (REQUIREMENTS 6).

A practice may add to the file; nothing here asks a register by itself (R-6.7). Pure: reads the package's own file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

KINDS = {
    "statutory": _("Regulator by law"),
    "accredited": _("Register accredited by the Professional Standards Authority"),
    "professional": _("Professional body"),
}


@dataclass(frozen=True)
class Body:
    """`register_url` is where anybody may look somebody up; `number` says how its numbers look, empty where we do not know.

    `confidence` names the facts above and how sure we are: "verified", "good", "fair" or "low"; unnamed ones are unchecked.
    """

    key: str
    short: str
    name: str
    kind: str
    register_url: str
    number: str
    renewal: str
    confidence: Mapping[str, str]

    @property
    def kind_in_words(self) -> str:
        return str(KINDS[self.kind])


@cache
def bodies() -> Mapping[str, Body]:
    """Every body by its key, in the order of the file."""
    raw = json.loads((Path(__file__).parent / "bodies.json").read_text(encoding="utf-8"))
    return MappingProxyType({one["key"]: Body(**one) for one in raw})


BODIES = bodies()
