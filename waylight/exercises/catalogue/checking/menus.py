"""What no menu offers: a way to be hurt, or anything that stands in for it (REQUIREMENTS N9, 4.3)."""

import re
import unicodedata
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.exercises.catalogue import reading
from waylight.exercises.catalogue.checking.refusing import need

TERMS = (Path(__file__).parent / "never-in-menus.txt").read_text(encoding="utf-8").splitlines()
ENDINGS = "(s|es|ed|ing|ping|ped|ting)?"
BETWEEN = (
    f"{ENDINGS}[\\W_]*((a|an|the|some|my|your)\\b)?[\\W_]*"  # written together, apart, or with a word between
)
NEVER = re.compile(
    r"\b(" + "|".join(BETWEEN.join(term.split()) for term in TERMS) + rf"){ENDINGS}\b", re.IGNORECASE
)


def check(form: dict[str, Any]) -> None:
    """Raises Malformed for an option, or a line that stands there from the start, with one of these words."""
    for page in form["item"]:
        for question in page["item"]:
            for item in (question, *question.get("item", ())):
                _check_options(item)


def _check_options(item: dict[str, Any]) -> None:
    offered = [" | ".join(reading.option_of(option)) for option in item.get("answerOption", ())]
    begun = [str(value) for first in item.get("initial", ()) for value in first.values()]
    for place, words in (("answerOption", offered), ("initial", begun)):
        for number, text in enumerate(words):
            found = NEVER.search(as_read(text))
            where = f"{item['linkId']}.{place}[{number}]"
            wrong = _("We never suggest this, nor anything like it: {words}")
            need(found is None, where, wrong.format(words=found.group(0) if found else ""))


def as_read(text: str) -> str:
    """As eyes read it: without marks that nobody sees, and each letter in its plain form."""
    seen = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    return unicodedata.normalize("NFKC", seen)
