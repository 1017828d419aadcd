"""A questionnaire with every kind of question that an exercise can ask."""

from typing import Any

OURS = "urn:waylight:"
FHIR = "http://hl7.org/fhir/StructureDefinition/"
Item = dict[str, Any]


def ours(name: str, kind: str, value: Any) -> Item:
    return {"url": OURS + name, kind: value}


def one(id: str, type: str, *extensions: Item, **more: Any) -> Item:
    item = {"linkId": id, "type": type, "text": f"About {id}?"} | more
    return item | ({"extension": list(extensions)} if extensions else {})


def page(id: str, *questions: Item) -> Item:
    return {"linkId": id, "type": "group", "text": id.title(), "item": list(questions)}


def scale(id: str, low: int = 0, high: int = 10) -> Item:
    ends = [ours("low", "valueString", "not at all"), ours("high", "valueString", "a lot")]
    return one(
        id,
        "integer",
        {"url": f"{OURS}scale", "extension": ends},
        {"url": f"{FHIR}minValue", "valueInteger": low},
        {"url": f"{FHIR}maxValue", "valueInteger": high},
    )


def options(*codes: str) -> list[Item]:
    return [{"valueCoding": {"code": code, "display": f"The {code} one"}} for code in codes]


def when(question: str, operator: str, kind: str, value: Any) -> list[Item]:
    return [{"question": question, "operator": operator, kind: value}]


def a_questionnaire(id: str = "every-kind", version: str = "1", **more: Any) -> Item:
    minutes = {"low": {"value": 5, "unit": "min"}, "high": {"value": 10, "unit": "min"}}
    return {
        "resourceType": "Questionnaire",
        "id": id,
        "url": f"urn:waylight:exercise:{id}",
        "version": version,
        "name": "EveryKind",
        "title": "Every kind",
        "status": "draft",
        "subjectType": ["Patient"],
        "purpose": "See each kind of question once.",
        "extension": [
            ours("minutes", "valueRange", minutes),
            ours("on-from-the-start", "valueBoolean", True),
            ours("group", "valueCode", "practice"),
            ours("therapy", "valueCode", "mbct"),
            ours("instruction", "valueString", "Answer what you like."),
            ours("stop-rule", "valueString", "If this makes you feel worse, stop."),
        ],
        "item": [
            page(
                "words",
                one("longer", "text", maxLength=500),
                one("line", "string"),
                one("list", "string", repeats=True),
                one(
                    "amount",
                    "integer",
                    {"url": f"{FHIR}questionnaire-unit", "valueCoding": {"display": "minutes"}},
                ),
            ),
            page(
                "times",
                one("day", "date", ours("begins-now", "valueBoolean", True)),
                one("clock", "time"),
                one("moment", "dateTime"),
                one("told", "boolean"),
            ),
            page("scales", scale("ten"), scale("hundred", 0, 100), scale("five", 1, 5)),
            page(
                "choices",
                one("pick", "choice", answerOption=options("a", "b")),
                one("many", "choice", repeats=True, answerOption=options("a", "b", "c")),
                one("pick_or_say", "open-choice", answerOption=options("a", "b")),
                one("many_or_say", "open-choice", repeats=True, answerOption=options("a", "b")),
            ),
            page(
                "branches",
                one(
                    "grounding",
                    "display",
                    ours("opens", "valueCode", "grounding"),
                    enableWhen=when("pick", "=", "answerCoding", {"code": "b"}),
                ),
                one("more", "text", enableWhen=when("ten", ">", "answerInteger", 5)) | {"linkId": "say_more"},
                one("off", "string", ours("off-until-enabled", "valueBoolean", True)),
                one("mine", "text", ours("stays-private", "valueBoolean", True)),
            ),
            page(
                "several",
                one(
                    "feelings",
                    "group",
                    ours("one", "valueString", "Feeling"),
                    ours("another", "valueString", "Add another feeling"),
                    repeats=True,
                    item=[one("feelings.name", "string"), scale("feelings.strength", 0, 100)],
                ),
                one("sizes", "group", item=[scale("sizes.big"), scale("sizes.small")]),
                one(
                    "series",
                    "group",
                    ours("every", "valueInteger", 3),
                    repeats=True,
                    item=[one("series.at", "time"), scale("series.strength")],
                ),
            ),
            page(
                "elsewhere",
                one("whom", "open-choice", ours("from", "valueString", "contacts")),
                one("felt", "open-choice", ours("from", "valueString", "here:feelings.name"), repeats=True),
                one(
                    "after",
                    "group",
                    ours("for-each", "valueString", "feelings"),
                    ours("name", "valueString", "name"),
                    repeats=True,
                    item=[scale("after.strength", 0, 100)],
                ),
                one("again", "string", ours("begins-as", "valueString", "line")),
                one("picture", "attachment", ours("stays-on-device", "valueCode", "image")),
                one("voice", "attachment", ours("stays-on-device", "valueCode", "audio")),
            ),
        ],
    } | more
