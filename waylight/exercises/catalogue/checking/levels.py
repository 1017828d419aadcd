"""What no exercise asks or says: a level or a score of risk (REQUIREMENTS N1, R-1.6). It would predict, and decide."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.exercises.catalogue import reading
from waylight.exercises.catalogue.checking.menus import as_read
from waylight.exercises.catalogue.checking.refusing import need

APART = r"[\W_]*"
NEVER = re.compile(
    rf"\brisk{APART}(scor|level|rating|categor|grad|stratif)"
    rf"|\b(scores?|levels?|ratings?|degrees?){APART}of{APART}((the|my|your|their){APART})?risk"
    rf"|\b(low|lower|medium|moderate|high|higher|severe|extreme){APART}risk\b"
    rf"|\brisk{APART}(is{APART})?(low|medium|moderate|high|severe|extreme)\b",
    re.IGNORECASE,
)


def check(form: dict[str, Any]) -> None:
    """Raises Malformed for a title, a name, a question, an option or a hint with such words."""
    for place, words in _said(form):
        found = NEVER.search(as_read(words))
        wrong = _("Nobody is given a level or score of risk here: {words}")
        need(found is None, place, wrong.format(words=found.group(0) if found else ""))


def _said(form: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("title", "name", "purpose"):
        yield key, str(form.get(key, ""))
    for page in form["item"]:
        yield from _of(page)
        for question in page["item"]:
            yield from _of(question)
            for part in question.get("item", ()):
                yield from _of(part)


def _of(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    place = item["linkId"]
    yield place, place
    yield place, str(item.get("text", ""))
    for number, option in enumerate(item.get("answerOption", ())):
        yield f"{place}.answerOption[{number}]", " ".join(reading.option_of(option))
    for extension in item.get("extension", ()):
        for one in (extension, *extension.get("extension", ())):
            yield place, str(one.get("valueString", ""))
