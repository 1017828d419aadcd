"""What no menu offers: a way to be hurt, or anything that stands in for it (REQUIREMENTS N9, 4.3)."""

import re
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from waylight.exercises.catalogue import reading
from waylight.exercises.catalogue.checking.refusing import need

TERMS = (Path(__file__).parent / "never-in-menus.txt").read_text(encoding="utf-8").splitlines()
ENDINGS = "(s|es|ed|ing|ping|ped|ting)?"
NEVER = re.compile(
    r"\b(" + "|".join(f"{ENDINGS}[\\s_-]+".join(term.split()) for term in TERMS) + rf"){ENDINGS}\b",
    re.IGNORECASE,
)


def check(form: dict[str, Any]) -> None:
    """Raises Malformed for an option with one of these words."""
    for page in form["item"]:
        for question in page["item"]:
            for item in (question, *question.get("item", ())):
                _check_options(item)


def _check_options(item: dict[str, Any]) -> None:
    for number, option in enumerate(item.get("answerOption", ())):
        found = NEVER.search(" | ".join(reading.option_of(option)))
        words = found.group(0) if found else ""
        place = f"{item['linkId']}.answerOption[{number}]"
        need(not words, place, _("We never suggest this, nor anything like it: {words}").format(words=words))
