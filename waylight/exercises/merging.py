"""Joins what was written to one page on two devices, so that no word is lost. Pure: answers in, answers out."""

from collections.abc import Mapping
from typing import Any

Answers = dict[str, Any]


def joined(
    stored: Answers, written: Answers, *, texts: set[str], most: Mapping[str, int] | None = None
) -> Answers:
    """Each answer of both: `texts` one after the other, lists without doubles; of anything else the stored one counts.

    most: question → the largest number of rows it takes. A list that would be longer stays as it was stored.
    """
    return {
        id: _both(stored.get(id), written.get(id), id in texts, (most or {}).get(id, 0))
        for id in stored.keys() | written.keys()
    }


def is_lost(written: Answers, kept: Answers) -> bool:
    """Whether something that was written stands nowhere in what is kept."""
    return any(not _is_empty(answer) and not _holds(kept.get(id), answer) for id, answer in written.items())


def _both(stored: Any, written: Any, is_text: bool, most: int) -> Any:
    if _is_empty(stored):
        return stored if _is_empty(written) else written
    if _is_empty(written):
        return stored
    if isinstance(stored, list) and isinstance(written, list):
        both = [*stored, *(item for item in written if item not in stored)]
        return stored if most and len(both) > most else both
    if not is_text or written in stored:
        return stored
    return written if stored in written else f"{stored}\n\n{written}"


def _holds(kept: Any, answer: Any) -> bool:
    if isinstance(kept, list) and isinstance(answer, list):
        return all(item in kept for item in answer)
    if isinstance(kept, str) and isinstance(answer, str):
        return answer == kept or answer in kept.split("\n\n") or kept.endswith(f"\n\n{answer}")
    return bool(kept == answer)


def _is_empty(answer: Any) -> bool:
    """0 is an answer; a box without a tick is none."""
    return answer is None or answer is False or answer in ("", [], {})
