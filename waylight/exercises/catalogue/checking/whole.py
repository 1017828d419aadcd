"""What is said of the exercise as a whole, and every extension of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.exercises.catalogue.checking.refusing import (
    LONG,
    listed,
    named,
    need,
    one_of,
    whole_number,
    words,
)
from waylight.exercises.catalogue.reading import FHIR, OURS

THERAPIES = {"cbt", "act", "cft", "mbct"}
BEST_TIMES = {"planned", "in-the-moment", "after", "any", "morning"}
LONGEST_SITTING = 240  # minutes
MOST_LINES = 20  # instructions, cautions, sources
NOT_TAKEN = {"contained", "modifierExtension", "implicitRules", "derivedFrom"}  # would change what it means
# Our extensions, each with the one kind of value that it takes.
OF_A_WHOLE = {
    "minutes": "valueRange", "on-from-the-start": "valueBoolean", "group": "valueCode", "therapy": "valueCode",
    "best-time": "valueCode", "with-therapist-first": "valueBoolean", "between-sessions": "valueBoolean",
    "instruction": "valueString", "caution": "valueString", "when-not": "valueString", "stop-rule": "valueString",
    "therapist-sees": "valueString", "evidence": "valueString", "source": "valueString",
    "timer": "valueDuration", "pacer": "valueCode",
}  # fmt: skip
TYPES: dict[str, type] = {
    "valueString": str, "valueCode": str, "valueBoolean": bool, "valueInteger": int,
    "valueRange": dict, "valueDuration": dict, "valueCoding": dict,
}  # fmt: skip


def check(form: dict[str, Any]) -> None:
    place = "Questionnaire"
    one_of(form.get("resourceType"), {"Questionnaire"}, f"{place}.resourceType")
    named(form, "id", place, "[a-z][a-z0-9-]{1,59}")
    named(form, "version", place, "[1-9][0-9]{0,5}")
    one_of(form.get("status"), {"draft", "active"}, f"{place}.status")
    words(form, "title", place, most=100)
    words(form, "purpose", place, most=500)
    for key in NOT_TAKEN & form.keys():
        need(False, f"{place}.{key}", _("This cannot be read here."))
    said = extensions(form, place, OF_A_WHOLE)
    for name in ("minutes", "stop-rule", "instruction", "therapy"):
        need(name in said, place, _("The extension {name} is needed."), name=OURS + name)
    _check_values(said, place)


def extensions(node: dict[str, Any], place: str, ours: dict[str, str]) -> dict[str, list[Any]]:
    """Our name → its values, each of the right type. Extensions of others are left alone."""
    found: dict[str, list[Any]] = {}
    for number, one in enumerate(listed(node, "extension", place, most=200)):
        where = f"{place}.extension[{number}]"
        url = words(one, "url", where)
        if url.startswith(OURS):
            name = url.removeprefix(OURS)
            need(name in ours, where, _("This extension is not known here: {name}"), name=name)
            found.setdefault(name, []).append(_value(one, ours[name], where))
        elif url.startswith(FHIR):
            found.setdefault(url, []).append(next((one[key] for key in one if key.startswith("value")), None))
    return found


def _value(extension: dict[str, Any], kind: str, place: str) -> Any:
    if kind == "extension":
        return extension
    value = extension.get(kind)
    is_right = isinstance(value, TYPES[kind]) and isinstance(value, bool) == (kind == "valueBoolean")
    need(is_right, place, _("The value must be a {kind}."), kind=kind)
    if isinstance(value, str):
        words(extension, kind, place, most=LONG)
    return value


def _check_values(said: dict[str, list[Any]], place: str) -> None:
    need(max(map(len, said.values())) <= MOST_LINES, place, _("One extension is there too often."))
    one_of(said["therapy"][0], THERAPIES, f"{place} therapy")
    one_of(said.get("best-time", ["any"])[0], BEST_TIMES, f"{place} best-time")
    minutes = said["minutes"][0]
    low, high = (_quantity(minutes.get(end), f"{place} minutes.{end}") for end in ("low", "high"))
    need(low <= high, f"{place} minutes", _("The low end is above the high end."))
    for timer in said.get("timer", []):
        _quantity(timer, f"{place} timer")


def _quantity(value: Any, place: str) -> int:
    need(isinstance(value, dict), place, _("A value in minutes is needed."))
    return whole_number(value.get("value"), 1, LONGEST_SITTING, place)
