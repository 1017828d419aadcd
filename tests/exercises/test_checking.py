"""A questionnaire from elsewhere is read, or refused with the place named. Nothing else ever happens."""

import json
import random
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest

from tests.exercises.questionnaires import FHIR, OURS, a_questionnaire, one, options, ours, page, when
from waylight.exercises import catalogue
from waylight.exercises.catalogue import checking

KINDS = {
    "words", "line", "lines", "number", "date", "time", "moment", "scale", "choice", "own choice", "choices",
    "own choices", "tick", "rows", "group", "series", "branch", "picture", "voice",
}  # fmt: skip
FILES = sorted(catalogue.LIBRARY.glob("*.json"))


def read(form: Any) -> catalogue.Exercise:
    return checking.read(json.dumps(form))


def refused(form: Any) -> str:
    with pytest.raises(checking.Malformed) as refusal:
        checking.read(form if isinstance(form, (str, bytes)) else json.dumps(form))
    return str(refusal.value)


def test_every_kind_of_question_is_read() -> None:
    assert {question.kind for question in read(a_questionnaire()).questions()} == KINDS


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_library_passes_its_own_checks(file) -> None:
    assert checking.read(file.read_bytes()) == catalogue.get(file.stem)


def changed(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    form = a_questionnaire()
    change(form)
    return form


def question(form: dict[str, Any], id: str) -> dict[str, Any]:
    return next(item for step in form["item"] for item in step["item"] if item["linkId"] == id)


def circle(form: dict[str, Any]) -> None:
    question(form, "longer")["enableWhen"] = when("line", "exists", "answerBoolean", True)
    question(form, "line")["enableWhen"] = when("longer", "exists", "answerBoolean", True)


WRONG: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "not a questionnaire": (lambda form: form.update(resourceType="Patient"), "Questionnaire.resourceType"),
    "an id with a path": (lambda form: form.update(id="../../etc"), "Questionnaire.id"),
    "a version that is no number": (lambda form: form.update(version="1.0-beta"), "Questionnaire.version"),
    "no title": (lambda form: form.pop("title"), "Questionnaire.title"),
    "a title that is a list": (lambda form: form.update(title=["a"]), "Questionnaire.title"),
    "no stop rule": (lambda form: form["extension"].pop(), f"{OURS}stop-rule"),
    "an unknown extension": (lambda form: form["extension"].append(ours("runs", "valueString", "x")), "runs"),
    "an extension of the wrong type": (
        lambda form: form["extension"].append(ours("timer", "valueString", "3")), "valueDuration",
    ),
    "minutes the wrong way": (
        lambda form: form["extension"][0]["valueRange"]["low"].update(value=30), "minutes",
    ),
    "something contained": (lambda form: form.update(contained=[{}]), "contained"),
    "no pages": (lambda form: form.update(item=[]), "Questionnaire.item"),
    "pages that are words": (lambda form: form.update(item="x"), "Questionnaire.item"),
    "10,000 items": (
        lambda form: form.update(item=[page(f"p{n}", one(f"q{n}", "text")) for n in range(1000)]), "Questionnaire.item",
    ),
    "10,000 questions of one page": (
        lambda form: form["item"][0].update(item=[one(f"q{n}", "text") for n in range(1000)]), "words.item",
    ),
    "a question that is a page": (lambda form: form["item"].append(one("alone", "text")), "alone.type"),
    "a page that repeats": (lambda form: form["item"][0].update(repeats=True), "words"),
    "a linkId twice": (lambda form: question(form, "line").update(linkId="longer"), "longer is there twice"),
    "a linkId that is markup": (lambda form: question(form, "line").update(linkId="<b>"), "linkId"),
    "a linkId that is taken": (lambda form: question(form, "line").update(linkId="helped"), "helped"),
    "a type that FHIR has not": (lambda form: question(form, "line").update(type="iframe"), "line.type"),
    "a type that is a list": (lambda form: question(form, "line").update(type=["text"]), "line.type"),
    "a label of 5,000 letters": (lambda form: question(form, "line").update(text="a" * 5000), "2000 characters"),
    "a label of 600 letters": (lambda form: question(form, "line").update(text="a" * 600), "line.text"),
    "a label with a hidden character": (
        lambda form: question(form, "line").update(text="a\u0000b"), "cannot be shown",
    ),
    "required that is a word": (lambda form: question(form, "line").update(required="yes"), "line.required"),
    "a length that is a word": (lambda form: question(form, "line").update(maxLength="9"), "line.maxLength"),
    "a length without end": (lambda form: question(form, "line").update(maxLength=10**9), "line.maxLength"),
    "a question that nobody knows": (lambda form: question(form, "line").update(readOnly=True), "readOnly"),
    "options from elsewhere": (
        lambda form: question(form, "pick").update(answerValueSet="http://example.org"), "answerValueSet",
    ),
    "no options": (lambda form: question(form, "pick").pop("answerOption"), "pick"),
    "an option twice": (lambda form: question(form, "pick").update(answerOption=options("a", "a")), "pick"),
    "an option without words": (
        lambda form: question(form, "pick").update(answerOption=[{"valueCoding": {"code": "a"}}]), "pick.answerOption[0]",
    ),
    "an option that is a number": (
        lambda form: question(form, "pick").update(answerOption=[{"valueInteger": 3}]), "pick.answerOption[0]",
    ),
    "options on a text": (lambda form: question(form, "line").update(answerOption=options("a")), "line"),
    "a first answer that is not offered": (
        lambda form: question(form, "pick").update(initial=[{"valueCoding": {"code": "z"}}]), "pick",
    ),
    "a first day that is none": (
        lambda form: question(form, "day").update(initial=[{"valueDate": "soon"}]), "day.initial",
    ),
    "a scale without ends": (
        lambda form: question(form, "ten")["extension"][0].update(extension=[]), "ten",
    ),
    "a scale of 3,000 steps": (
        lambda form: question(form, "ten")["extension"][2].update(valueInteger=3000), "ten",
    ),
    "a scale upside down": (
        lambda form: question(form, "ten")["extension"][1].update(valueInteger=20), "ten maxValue",
    ),
    "rows within rows": (
        lambda form: question(form, "feelings")["item"].append(
            one("feelings.more", "group", repeats=True, item=[one("feelings.more.a", "text")])), "feelings.more",
    ),
    "a part with a name of its own": (
        lambda form: question(form, "feelings")["item"].append(one("other", "text")), "feelings",
    ),
    "rows without parts": (lambda form: question(form, "feelings").update(item=[]), "feelings"),
    "rows without end": (
        lambda form: question(form, "feelings")["extension"].append(
            {"url": f"{FHIR}questionnaire-maxOccurs", "valueInteger": 10**6}), "feelings maxOccurs",
    ),
    "a question in a circle": (circle, "in a circle"),
    "a question that waits for itself": (
        lambda form: question(form, "line").update(enableWhen=when("line", "exists", "answerBoolean", True)), "in a circle",
    ),
    "a question that waits for none": (
        lambda form: question(form, "line").update(enableWhen=when("nobody", "exists", "answerBoolean", True)), "nobody",
    ),
    "a question that waits for an answer nobody can give": (
        lambda form: question(form, "line").update(enableWhen=when("pick", "=", "answerCoding", {"code": "z"})), "line",
    ),
    "an operator that runs": (
        lambda form: question(form, "line").update(enableWhen=when("ten", "eval", "answerInteger", 3)), "line.enableWhen",
    ),
    "a link to anywhere": (
        lambda form: question(form, "grounding")["extension"][0].update(valueCode="javascript:alert(1)"), "grounding opens",
    ),
    "a source that is none": (
        lambda form: question(form, "whom")["extension"][0].update(valueString="users"), "whom from",
    ),
    "a source that is not here": (
        lambda form: question(form, "felt")["extension"][0].update(valueString="here:nobody"), "felt from",
    ),
    "for each of what is not there": (
        lambda form: question(form, "after")["extension"][0].update(valueString="sizes"), "after for-each",
    ),
    "a picture that leaves the device": (lambda form: question(form, "picture").pop("extension"), "picture"),
    "a series without times": (lambda form: question(form, "series")["item"].pop(0), "series"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_refused_with_the_place(name: str) -> None:
    change, place = WRONG[name]
    assert place in refused(changed(change))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1"),
        (
            '{"id": 1,\n "title" "x"}',
            "line 2: It is not JSON up to here. Often a comma or a quotation mark is missing.",
        ),
        ("[]", "not a Questionnaire"),
        ("null", "not a Questionnaire"),
        ('{"id": 1, "id": 2}', "twice"),
        ('{"id": NaN}', "NaN"),
        ('{"id": "\\ud800"}', "cannot be shown"),
        (b"\xff\xfe\x00", "UTF-8"),
        ("[" * 50_000, "can be read"),
        ('{"a":' * 50 + "1" + "}" * 50, "deeper"),
        ('{"id": ' + "9" * 5000 + "}", "can be read"),
        (" " * 200_001, "200000 bytes"),
    ],
)
def test_what_is_not_json_or_too_much_of_it_is_refused(text: str | bytes, said: str) -> None:
    assert said in refused(text)


def test_a_script_in_a_label_stays_words() -> None:
    form = changed(lambda form: question(form, "line").update(text="<script>alert(1)</script>"))
    assert read(form).question("line").text == "<script>alert(1)</script>"


def test_whatever_is_changed_in_a_questionnaire_it_is_read_or_refused() -> None:
    """700 small vandalisms. Anything but Malformed would be an error page."""
    chance = random.Random(5)
    rubbish = [None, True, -1, 10**30, 0.5, "", "x", "a" * 3000, [], {}, [{}], {"linkId": "a"}, ["a"], "‮"]
    whole = a_questionnaire()
    for _turn in range(700):
        form = deepcopy(whole)
        node = form
        while True:
            key = chance.choice(sorted(node) if isinstance(node, dict) else range(len(node)))
            if not isinstance(node[key], (dict, list)) or not node[key] or chance.random() < 0.15:
                break
            node = node[key]
        node[key] = chance.choice(rubbish)
        with suppress(checking.Malformed):
            read(form)


@pytest.mark.parametrize(
    "words",
    [
        "Snap a rubber band",
        "holding ice",
        "Elastic-bands",
        "pinch my arm",
        "Go without food: hunger",
        "rub\u200bber band",
        "rubberband",
        "hold an ice cube",
        "ｒｕｂｂｅｒ ｂａｎｄ",
        "pinc\u200dhing",
        "a drink of alcohol",
    ],
)
@pytest.mark.hazard("H07")
def test_no_menu_offers_what_hurts(words: str) -> None:
    option = {"valueCoding": {"code": "x", "display": words}}
    form = changed(lambda form: question(form, "many_or_say")["answerOption"].append(option))
    assert "many_or_say.answerOption[2]" in refused(form)


@pytest.mark.parametrize("name", ["begins-as", "for-each"])
def test_what_stays_private_is_not_copied_into_what_is_shared(name: str) -> None:
    secret, copy = ("line", "again") if name == "begins-as" else ("feelings", "felt")
    private = ours("stays-private", "valueBoolean", True)
    form = changed(lambda form: question(form, secret).setdefault("extension", []).append(private))
    assert f"{copy}: This would share what stays private" in refused(form)


def test_words_that_would_be_shown_in_another_order_are_refused() -> None:
    assert "cannot be shown" in refused(a_questionnaire(title="\u202eabc"))


@pytest.mark.parametrize("name", ["page", "at", "exercise", "joins", "share", "window"])
def test_no_question_has_the_name_of_a_field_of_ours(name: str) -> None:
    assert "This name is taken." in refused(a_questionnaire(item=[page("one", one(name, "string"))]))


def test_no_part_of_a_row_has_the_name_of_the_own_words_of_another() -> None:
    rows = one("rows", "group", repeats=True, item=[one("rows.a", "string"), one("rows.a_own", "string")])
    assert "This name is taken." in refused(a_questionnaire(item=[page("one", rows)]))


@pytest.mark.hazard("H11")
@pytest.mark.parametrize(
    "words",
    [
        "Risk score",
        "my level of risk",
        "High risk",
        "risk: medium",
        "RiskLevel",
        "risk_rating",
        "ri\u200bsk level",
    ],
)
def test_no_exercise_gives_anybody_a_level_of_risk(words: str) -> None:
    option = {"valueCoding": {"code": "x", "display": words}}
    in_a_menu = changed(lambda form: question(form, "many_or_say")["answerOption"].append(option))
    assert "many_or_say.answerOption[2]: Nobody is given a level" in refused(in_a_menu)
    assert "line: Nobody" in refused(changed(lambda form: question(form, "line").update(text=words)))
    assert "title: Nobody" in refused(a_questionnaire(title=words))


@pytest.mark.parametrize(
    "words", ["Is it worth the risk?", "What do I risk by asking?", "A high wall, risky"]
)
def test_the_word_alone_is_nobodys_level(words: str) -> None:
    read(changed(lambda form: question(form, "line").update(text=words)))
