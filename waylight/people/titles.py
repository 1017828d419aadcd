"""Titles that the law keeps for people on the HCPC register (REQUIREMENTS 6, R-6.5). Pure: text in, titles out.

"Psychotherapist", "counsellor" and "psychologist" alone are free for anyone, so they are not here.
"""

import re
from collections.abc import Iterable

PSYCHOLOGISTS = (
    "practitioner", "registered", "clinical", "counselling", "educational", "forensic", "health", "occupational",
    "sport and exercise",
)  # fmt: skip
ARTS_THERAPISTS = (
    "art therapist",
    "art psychotherapist",
    "dramatherapist",
    "drama therapist",
    "music therapist",
)
PROTECTED = {
    **{f"{kind} psychologist": "psychologist" for kind in PSYCHOLOGISTS},
    **dict.fromkeys(ARTS_THERAPISTS, "arts therapist"),
}


def protected_titles(text: str) -> list[str]:
    """The protected titles that a text uses, in any case, in the plural too, and across line ends."""
    plain = re.sub(r"[\s\u00a0-]+", " ", text).lower()
    return [title for title in PROTECTED if re.search(rf"\b{title}s?\b", plain)]


def unbacked_titles(text: str, hcpc_titles: Iterable[str]) -> list[str]:
    """The protected titles in a text that none of the titles on the HCPC register stands behind.

    A psychologist's entry backs the titles of psychologists, an arts therapist's those of arts therapists.
    """
    backed = {_profession(title) for title in hcpc_titles}
    return [title for title in protected_titles(text) if PROTECTED[title] not in backed]


def _profession(title_used: str) -> str:
    return "psychologist" if "psychologist" in title_used.lower() else "arts therapist"
