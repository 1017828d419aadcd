"""The refusal of a questionnaire, and the few questions that every check asks."""

import re
from collections.abc import Collection
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waylight.ui.refusals import Refusal

SHORT, LONG = 200, 2000  # characters
Text = str | Promise


class Malformed(Refusal):
    """This is not an exercise that can be read here."""

    def __init__(self, place: Text, wrong: Text) -> None:
        self.place, self.wrong = str(place), str(wrong)
        super().__init__(_("At {place}: {wrong}").format(place=place, wrong=wrong))


def need(is_right: bool, place: Text, wrong: Text, **named: object) -> None:
    """Raises Malformed. Thousands of these are asked of one file, so a sentence is put together only to refuse it."""
    if not is_right:
        raise Malformed(place, str(wrong).format(**named) if named else wrong)


def words(node: dict[str, Any], key: str, place: str, *, most: int = SHORT) -> str:
    """A text that must be there."""
    value = node.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Malformed(f"{place}.{key}", _("A text is needed."))
    if len(value) > most:
        raise Malformed(f"{place}.{key}", _("The text is longer than {most} characters.").format(most=most))
    return value


def named(node: dict[str, Any], key: str, place: str, pattern: str) -> str:
    """A short name of this pattern."""
    value = words(node, key, place)
    if not re.fullmatch(pattern, value):
        raise Malformed(
            f"{place}.{key}", _("This name is not possible: {name}").format(name=shortened(value))
        )
    return value


def one_of(value: Any, allowed: Collection[str], place: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        listed = ", ".join(sorted(allowed))
        raise Malformed(place, _("This must be one of: {allowed}").format(allowed=listed))
    return value


def listed(node: dict[str, Any], key: str, place: str, *, most: int, least: int = 0) -> list[dict[str, Any]]:
    """A list of objects of bounded length; an absent one is empty."""
    value = node.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Malformed(f"{place}.{key}", _("A list of objects is needed."))
    if not least <= len(value) <= most:
        bounds = {"least": least, "most": most, "number": len(value)}
        raise Malformed(
            f"{place}.{key}", _("There may be {least} to {most} of these, not {number}.").format(**bounds)
        )
    return value


def whole_number(value: Any, least: int, most: int, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Malformed(
            place, _("A whole number from {least} to {most} is needed.").format(least=least, most=most)
        )
    return value


def shortened(value: object) -> str:
    """For a sentence. Half a character, which JSON can name and no page can hold, is shown as a question mark."""
    text = str(value).encode("utf-8", "replace").decode()
    return text if len(text) <= 60 else f"{text[:60]}…"
