"""Joins what was written to one page in two windows, so that no word is lost. Pure: answers in, answers out."""

from typing import Any


def joined(stored: dict[str, Any], written: dict[str, Any], *, texts: set[str]) -> dict[str, Any]:
    """Each answer of both: `texts` one after the other, lists without doubles; of anything else the stored one counts."""
    return {id: _both(stored.get(id), written.get(id), id in texts) for id in stored.keys() | written.keys()}


def _both(stored: Any, written: Any, is_text: bool) -> Any:
    if not stored or not written:
        return stored or written
    if isinstance(stored, list):
        return [*stored, *(item for item in written if item not in stored)]
    if not is_text or written in stored:
        return stored
    return written if stored in written else f"{stored}\n\n{written}"
