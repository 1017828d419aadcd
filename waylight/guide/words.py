"""Words that no page of ours says (`words.toml`), and how they are found: as whole words, whatever their case.

The build looks for them in all that we ship; the office looks for them in what it writes, and does not publish them. It is
a check of our own public texts, never of what clients write (rule N3).
"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

_LISTS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
BANNED, METHODS, SCORES = (frozenset(_LISTS[name]) for name in ("banned", "methods", "scores"))
NEVER = BANNED | METHODS | SCORES


def found(text: str, words: Iterable[str]) -> set[str]:
    """Those of the words that the text holds as whole words, whatever their case."""
    plain = re.sub(r"[\s\u00a0]+", " ", text.replace("’", "'")).lower()
    return {word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", plain)}


def never_said(*texts: str) -> set[str]:
    """What none of our pages may say and these texts do; addresses of links are not read."""
    return found(re.sub(r"\]\([^)\s]*\)", "]", "\n".join(texts)), NEVER)
