"""Texts of instruments that Waylight may not ship: the operator keeps them in a folder, under a licence of their own.

docs/measures.md says what such a file looks like. One that is not as it says is left out, and the office is told which and why.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

LONGEST = 500  # characters of one text
LARGEST = 100_000  # bytes of a file


class Unusable(Exception):
    """This file cannot be used."""


@dataclass(frozen=True)
class Pack:
    """`items` in the order of the skeleton; `options` from the lowest value to the highest."""

    stem: str
    items: tuple[str, ...]
    options: tuple[str, ...]
    attribution: str
    language: str
    digest: str


def text_of(instrument: str, items: int, options: int) -> Pack | None:
    """The operator's text of this instrument; None where there is none that can be used."""
    try:
        return read(instrument, items, options)
    except Unusable:
        return None


def read(instrument: str, items: int, options: int) -> Pack | None:
    """The same; raises Unusable with a sentence where there is a file and it cannot be used."""
    if not settings.TEXT_PACKS:
        return None
    file = Path(settings.TEXT_PACKS) / f"{instrument}.json"
    try:
        known = file.stat()
    except OSError:
        return None
    return _read(file, known.st_mtime_ns, items, options)


@lru_cache(maxsize=32)
def _read(file: Path, _changed_at: int, items: int, options: int) -> Pack:
    try:
        content = file.read_bytes()[: LARGEST + 1]
        said = json.loads(content) if len(content) <= LARGEST else None
    except (OSError, ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Unusable(_("It is no JSON file of up to 100 kB."))
    return Pack(
        stem=_text(said, "stem"),
        items=_texts(said, "items", items),
        options=_texts(said, "options", options),
        attribution=_text(said, "attribution"),
        language=_text(said, "language"),
        digest=sha256(content).hexdigest()[:8],
    )


def _text(said: dict[str, Any], name: str) -> str:
    text = said.get(name)
    if not _is_text(text):
        raise Unusable(
            _("“{name}” is missing, or longer than {most} letters.").format(name=name, most=LONGEST)
        )
    assert isinstance(text, str)
    return text.strip()


def _texts(said: dict[str, Any], name: str, count: int) -> tuple[str, ...]:
    texts = said.get(name)
    if not isinstance(texts, list) or len(texts) != count or not all(_is_text(text) for text in texts):
        raise Unusable(_("“{name}” needs {count} texts.").format(name=name, count=count))
    return tuple(text.strip() for text in texts)


def _is_text(text: Any) -> bool:
    return isinstance(text, str) and text.strip() != "" and len(text) <= LONGEST
