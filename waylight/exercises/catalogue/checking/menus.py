"""What no menu offers: a way to be hurt, or anything that stands in for it (REQUIREMENTS N9, 4.3)."""

import re
from typing import Any

from django.utils.translation import gettext as _

from waylight.exercises.catalogue import reading
from waylight.exercises.catalogue.checking.refusing import need

TERMS = (
    "rubber band", "elastic band", "snap", "ice on skin", "hold ice", "red pen", "draw on skin", "fake blood", "cold shock",
    "hit yourself", "hit myself", "pinch", "bite", "biting", "hunger", "starve", "starving", "purge", "purging", "alcohol",
)  # fmt: skip
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
