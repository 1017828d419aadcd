"""The file itself: its size, that it is JSON without doubles, how deep it goes, and every text in it."""

import json
import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.exercises.catalogue.checking.refusing import LONG, Malformed, need, shortened

LARGEST = 200_000  # bytes
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # would show words in another order
DEEPEST = 14  # an option of a part of a question of a page, with its extension


def parsed(text: str | bytes) -> dict[str, Any]:
    """Raises Malformed."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    need(len(raw) <= LARGEST, _("the file"), _("It is larger than {most} bytes."), most=LARGEST)
    try:
        form = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except Malformed:
        raise
    except UnicodeDecodeError as error:
        raise Malformed(_("the file"), _("It is not written in UTF-8.")) from error
    except json.JSONDecodeError as error:
        place = _("line {line}").format(line=error.lineno)
        raise Malformed(
            place, _("It is not JSON up to here. Often a comma or a quotation mark is missing.")
        ) from error
    except (RecursionError, ValueError) as error:
        raise Malformed(_("the file"), _("It is not JSON that can be read.")) from error
    need(isinstance(form, dict), _("the file"), _("It is not a Questionnaire."))
    _look(form, "Questionnaire", 0)
    return form


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        need(key not in found, shortened(key), _("This name is there twice in one object."))
        found[key] = value
    return found


def _no_constant(name: str) -> None:
    raise Malformed(name, _("This is not a number that JSON knows."))


def _look(node: Any, place: str, depth: int) -> None:
    """Looks at every text and every level."""
    need(depth <= DEEPEST, place, _("It goes deeper than an exercise does."))
    if isinstance(node, dict):
        for key, value in node.items():
            _check_text(key, place)
            _look(value, f"{place}.{shortened(key)}", depth + 1)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            _look(value, f"{place}[{number}]", depth + 1)
    elif isinstance(node, str):
        _check_text(node, place)


def _check_text(text: str, place: str) -> None:
    unseen = {
        mark for mark in text if unicodedata.category(mark) in {"Cc", "Cs", "Co", "Cn"} and mark != "\n"
    }
    hidden = bool(unseen or TURNING & {*text})
    need(not hidden, place, _("There is a character that cannot be shown."))
    need(len(text) <= LONG, place, _("The text is longer than {most} characters."), most=LONG)
