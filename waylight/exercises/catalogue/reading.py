"""Reads a FHIR R4 Questionnaire as an exercise. What FHIR has no word for is an extension `urn:waylight:…`.

It takes for granted what `checking` has looked at.
"""

from collections.abc import Iterator
from typing import Any

from waylight.exercises.catalogue.values import Condition, Exercise, Question, Step

OURS = "urn:waylight:"
FHIR = "http://hl7.org/fhir/StructureDefinition/"
# type → kind, and the kind when it repeats
KINDS = {
    "text": ("words", "words"), "string": ("line", "lines"), "boolean": ("tick", "tick"),
    "date": ("date", "date"), "time": ("time", "time"), "dateTime": ("moment", "moment"),
    "integer": ("number", "number"), "choice": ("choice", "choices"),
    "open-choice": ("own choice", "own choices"), "group": ("group", "rows"), "display": ("branch", "branch"),
}  # fmt: skip
STAYS = {"image": "picture", "audio": "voice"}
LONGEST = {"words": 4000, "line": 300, "lines": 4000, "own choice": 300, "own choices": 1000}  # characters
MOST_ROWS = 10
LARGEST = 100_000  # of a number


def exercise(form: dict[str, Any]) -> Exercise:
    minutes = said(form, "minutes", {})
    return Exercise(
        id=form["id"],
        version=form["version"],
        title=form["title"],
        purpose=form["purpose"],
        therapy=said(form, "therapy", ""),
        group=said(form, "group", ""),
        best_time=said(form, "best-time", ""),
        minutes=(minutes["low"]["value"], minutes["high"]["value"]),
        instructions=all_said(form, "instruction"),
        caution=all_said(form, "caution"),
        when_not=all_said(form, "when-not"),
        stop_rule=said(form, "stop-rule", ""),
        therapist_sees=all_said(form, "therapist-sees"),
        evidence=said(form, "evidence", ""),
        sources=all_said(form, "source"),
        is_on_from_the_start=said(form, "on-from-the-start", False),
        with_therapist_first=said(form, "with-therapist-first", False),
        between_sessions=said(form, "between-sessions", True),
        timer=said(form, "timer", {}).get("value", 0),
        pacer=said(form, "pacer", ""),
        steps=tuple(_step(item) for item in form["item"]),
    )


def kind_of(item: dict[str, Any]) -> str:
    """How an item is asked."""
    if item["type"] == "attachment":
        return STAYS[said(item, "stays-on-device", "image")]
    once, repeated = KINDS[item["type"]]
    if repeated == "rows" and said(item, "every", 0):
        return "series"
    if once == "number" and _extension(item, "scale"):
        return "scale"
    return repeated if item.get("repeats") else once


def _step(item: dict[str, Any]) -> Step:
    return Step(
        id=item["linkId"],
        title=item["text"],
        hint=said(item, "hint", ""),
        not_left_out=said(item, "not-left-out", False),
        questions=tuple(_question(inner) for inner in item["item"]),
    )


def _question(item: dict[str, Any]) -> Question:
    kind = kind_of(item)
    return Question(
        id=item["linkId"],
        text=item["text"],
        kind=kind,
        short=said(item, "short", item["text"]),
        required=item.get("required", False),
        hint=said(item, "hint", ""),
        longest=item.get("maxLength", LONGEST.get(kind, 0)),
        options=tuple(option_of(option) for option in item.get("answerOption", ())),
        chosen_from=all_said(item, "from"),
        begins=_begins(item),
        begins_now=said(item, "begins-now", False),
        begins_as=said(item, "begins-as", ""),
        **_number_of(item),
        **_rows_of(item),
        asked_when=tuple(_condition(when) for when in item.get("enableWhen", ())),
        needs_any=item.get("enableBehavior") == "any",
        off_until_enabled=said(item, "off-until-enabled", False),
        stays_private=said(item, "stays-private", False),
        folded=said(item, "folded", False),
        opens=said(item, "opens", ""),
        parts=tuple(_question(inner) for inner in item.get("item", ())),
    )


def _number_of(item: dict[str, Any]) -> dict[str, Any]:
    scale = _extension(item, "scale") or {}
    unit = _fhir(item, "questionnaire-unit", {})
    ends = {part: said(scale, part, "") for part in ("low", "middle", "high")}
    bounds = {"least": _fhir(item, "minValue", 0), "top": _fhir(item, "maxValue", LARGEST)}
    is_number = item["type"] == "integer"
    return {**ends, "unit": unit.get("display", ""), **(bounds if is_number else {})}


def _rows_of(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "most": _fhir(item, "questionnaire-maxOccurs", MOST_ROWS),
        "every": said(item, "every", 0),
        "one": said(item, "one", ""),
        "another": said(item, "another", ""),
        "for_each": said(item, "for-each", ""),
        "named_by": said(item, "name", ""),
    }


def _begins(item: dict[str, Any]) -> tuple[Any, ...]:
    """Of choices the options chosen from the start: `initial` is not for them (R4, que-11)."""
    chosen = (option for option in item.get("answerOption", ()) if option.get("initialSelected"))
    return tuple(_plain_value(value) for value in item.get("initial", ())) or tuple(
        option_of(option)[0] for option in chosen
    )


def option_of(option: dict[str, Any]) -> tuple[str, str]:
    """Its code and its words."""
    coded = option.get("valueCoding")
    return (coded["code"], coded["display"]) if coded else (option["valueString"], option["valueString"])


def _condition(when: dict[str, Any]) -> Condition:
    return Condition(when["question"], when["operator"], _plain_value(when, "answer"))


def _plain_value(node: dict[str, Any], prefix: str = "value") -> Any:
    value = next(value for key, value in node.items() if key.startswith(prefix))
    return value["code"] if isinstance(value, dict) else value


def said(node: dict[str, Any], name: str, otherwise: Any) -> Any:
    """The value of the first of our extensions with this name."""
    return next(_values(node, OURS + name), otherwise)


def all_said(node: dict[str, Any], name: str) -> tuple[Any, ...]:
    return tuple(_values(node, OURS + name))


def _fhir(node: dict[str, Any], name: str, otherwise: Any) -> Any:
    return next(_values(node, FHIR + name), otherwise)


def _extension(node: dict[str, Any], name: str) -> dict[str, Any] | None:
    found = (extension for extension in node.get("extension", ()) if extension["url"] == OURS + name)
    return next(found, None)


def _values(node: dict[str, Any], url: str) -> Iterator[Any]:
    for extension in node.get("extension", ()):
        if extension["url"] == url:
            yield next((value for key, value in extension.items() if key.startswith("value")), None)
