"""Each page, question and part of a question by itself: type, names, options, numbers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.exercises.catalogue import reading
from waylight.exercises.catalogue.checking.refusing import (
    listed,
    named,
    need,
    one_of,
    shortened,
    whole_number,
    words,
)
from waylight.exercises.catalogue.checking.whole import extensions
from waylight.exercises.catalogue.reading import FHIR
from waylight.ui.forms import RATHER_NOT

MOST_PAGES, MOST_QUESTIONS, MOST_ITEMS, MOST_OPTIONS = 40, 20, 300, 60
LONGEST_ANSWER, MOST_ROWS = 20_000, 50
TAKEN = {
    "helped",
    "window",
    "was_shown",
    "act",
    "idempotency_key",
    "csrfmiddlewaretoken",
    "more",
    "exercise",
    "page",
    "at",
    "joins",
    "share",
}  # names of ours
OF_AN_ITEM = {
    "hint": "valueString", "short": "valueString", "not-left-out": "valueBoolean", "scale": "extension",
    "one": "valueString", "another": "valueString", "for-each": "valueString", "name": "valueString",
    "from": "valueString", "every": "valueInteger", "opens": "valueCode", "stays-on-device": "valueCode",
    "off-until-enabled": "valueBoolean", "stays-private": "valueBoolean", "begins-as": "valueString",
    "begins-now": "valueBoolean", "folded": "valueBoolean",
}  # fmt: skip
KEYS = {
    "linkId", "type", "text", "prefix", "code", "definition", "required", "repeats", "maxLength", "answerOption",
    "initial", "enableWhen", "enableBehavior", "extension", "item", "id",
}  # fmt: skip
FIRST = {
    "boolean": "valueBoolean", "integer": "valueInteger", "date": "valueDate", "time": "valueTime",
    "dateTime": "valueDateTime",
}  # fmt: skip
ANSWERS: dict[str, type] = {
    "answerBoolean": bool, "answerInteger": int, "answerString": str, "answerCoding": dict,
}  # fmt: skip
PLACES = {"help-now", "first-aid", "grounding"}
QUESTION, PART, PAGE = "[a-z][a-z0-9_]{0,59}", "[a-z][a-z0-9_]{0,39}", "[a-z0-9][a-z0-9-]{0,59}"


def check(form: dict[str, Any]) -> None:
    """Raises Malformed."""
    seen: set[str] = set()
    for number, page in enumerate(listed(form, "item", "Questionnaire", most=MOST_PAGES, least=1)):
        place = f"item[{number}]"
        id = _check_common(page, place, PAGE, seen)
        one_of(page["type"], {"group"}, f"{id}.type")
        need(
            not page.get("repeats") and not page.get("enableWhen"), id, _("A page is asked once, and always.")
        )
        for inner, question in enumerate(listed(page, "item", id, most=MOST_QUESTIONS, least=1)):
            _check_question(question, f"{id} > item[{inner}]", seen)
    need(
        len(seen) <= MOST_ITEMS,
        "Questionnaire",
        _("There are more than {most} items."),
        most=MOST_ITEMS,
    )


def _check_question(item: dict[str, Any], place: str, seen: set[str]) -> None:
    id = _check_common(item, place, QUESTION, seen)
    need(not id.endswith("_own") and id not in TAKEN, id, _("This name is taken."))
    said = _check_leaf(item, id)
    if item["type"] != "group":
        return
    if "for-each" not in said:
        need(bool(item.get("repeats")) or "every" not in said, id, _("A series of times repeats."))
    for number, part in enumerate(listed(item, "item", id, most=MOST_QUESTIONS, least=1)):
        inner = _check_common(part, f"{id} > item[{number}]", f"{id}[.]{PART}", seen)
        need(
            part["type"] not in {"group", "display", "attachment"},
            inner,
            _("This cannot be within a question."),
        )
        need("enableWhen" not in part, inner, _("A part of a question is always asked."))
        need(not inner.endswith("_own"), inner, _("This name is taken."))
        _check_leaf(part, inner)


def _check_common(item: dict[str, Any], place: str, pattern: str, seen: set[str]) -> str:
    id = named(item, "linkId", place, pattern)
    need(id not in seen, place, _("The linkId {id} is there twice."), id=id)
    seen.add(id)
    one_of(item.get("type"), {*reading.KINDS, "attachment"}, f"{id}.type")
    words(item, "text", id, most=500)
    unknown = sorted(item.keys() - KEYS)
    need(not unknown, id, _("This cannot be read here: {name}"), name=shortened(", ".join(unknown)))
    for key in ("required", "repeats"):
        need(isinstance(item.get(key, False), bool), f"{id}.{key}", _("This must be true or false."))
    return id


def _check_leaf(item: dict[str, Any], id: str) -> dict[str, list[Any]]:
    said = extensions(item, id, OF_AN_ITEM)
    if "maxLength" in item:
        whole_number(item["maxLength"], 1, LONGEST_ANSWER, f"{id}.maxLength")
    for most in said.get(f"{FHIR}questionnaire-maxOccurs", []):
        whole_number(most, 1, MOST_ROWS, f"{id} maxOccurs")
    need(
        bool(item.get("item")) == (item["type"] == "group"), id, _("A group has items, and nothing else has.")
    )
    _check_options(item, id, has_source="from" in said)
    _check_initial(item, id)
    _check_when(item, id)
    for unit in said.get(f"{FHIR}questionnaire-unit", []):
        need(isinstance(unit, dict), f"{id} unit", _("The value must be a {kind}."), kind="valueCoding")
        words(unit, "display", f"{id} unit")
    if item["type"] == "integer":
        _check_numbers(said, id)
    if item["type"] == "display":
        need(
            "opens" in said and bool(item.get("enableWhen")),
            id,
            _("A link is shown when an answer calls for it."),
        )
        one_of(said["opens"][0], PLACES, f"{id} opens")
    if item["type"] == "attachment":
        one_of(said.get("stays-on-device", [""])[0], reading.STAYS, f"{id} stays-on-device")
    for minutes in said.get("every", []):
        whole_number(minutes, 1, 120, f"{id} every")
    return said


def _check_when(item: dict[str, Any], id: str) -> None:
    conditions = listed(item, "enableWhen", id, most=MOST_QUESTIONS)
    for number, when in enumerate(conditions):
        place = f"{id}.enableWhen[{number}]"
        words(when, "question", place)
        words(when, "operator", place)
        answers = [key for key in when if key.startswith("answer")]
        need(len(answers) == 1 and answers[0] in ANSWERS, place, _("One answer is needed."))
        value, kind = when[answers[0]], ANSWERS[answers[0]]
        need(isinstance(value, kind), place, _("The answer is of the wrong kind."))
        if isinstance(value, dict):
            words(value, "code", place)
    if "enableBehavior" in item:
        one_of(item["enableBehavior"], {"all", "any"}, f"{id}.enableBehavior")


def _check_options(item: dict[str, Any], id: str, *, has_source: bool) -> None:
    options = listed(item, "answerOption", id, most=MOST_OPTIONS)
    is_choice = item["type"] in {"choice", "open-choice"}
    need(is_choice or not options, id, _("Only a choice has options."))
    need(
        not has_source or item["type"] == "open-choice",
        id,
        _("Only an open choice is answered from elsewhere."),
    )
    need(not is_choice or bool(options) or has_source, id, _("A choice needs options."))
    codes = [_option(option, f"{id}.answerOption[{number}]") for number, option in enumerate(options)]
    need(len(codes) == len(set(codes)), id, _("An option is there twice."))


def _option(option: dict[str, Any], place: str) -> str:
    need(isinstance(option.get("initialSelected", False), bool), place, _("This must be true or false."))
    coded = option.get("valueCoding")
    if coded is None:
        return words(option, "valueString", place)
    need(isinstance(coded, dict), place, _("The value must be a {kind}."), kind="valueCoding")
    words(coded, "display", place)
    code = named(coded, "code", place, "[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
    need(code != RATHER_NOT, place, _("This name is taken."))
    return code


def _check_initial(item: dict[str, Any], id: str) -> None:
    initial = listed(item, "initial", id, most=1)
    need(
        not initial or "answerOption" not in item,
        id,
        _("Options are chosen from the start with initialSelected."),
    )
    for number, value in enumerate(initial):
        place, kind = f"{id}.initial[{number}]", FIRST.get(item["type"], "valueString")
        need(list(value) == [kind], place, _("The value must be a {kind}."), kind=kind)
        _check_first(kind, value, place)


def _check_first(kind: str, value: dict[str, Any], place: str) -> None:
    if kind == "valueBoolean":
        need(isinstance(value[kind], bool), place, _("This must be true or false."))
    elif kind == "valueInteger":
        whole_number(value[kind], 0, reading.LARGEST, place)
    else:
        words(value, kind, place)


def _check_numbers(said: dict[str, list[Any]], id: str) -> None:
    least = whole_number(said.get(f"{FHIR}minValue", [0])[0], 0, reading.LARGEST, f"{id} minValue")
    top = whole_number(
        said.get(f"{FHIR}maxValue", [reading.LARGEST])[0], least + 1, reading.LARGEST, f"{id} maxValue"
    )
    for scale in said.get("scale", []):
        ends = extensions(scale, id, dict.fromkeys(("low", "middle", "high"), "valueString"))
        need({"low", "high"} <= ends.keys(), id, _("A scale says what its two ends mean."))
        steps = top - least
        need(
            steps <= 10 or steps in {50, 100},
            id,
            _("A scale has up to eleven steps, or goes to 100 in tens."),
        )
