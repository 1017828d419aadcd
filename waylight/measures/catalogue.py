"""The instruments: FHIR R4 Questionnaires in files, read once, as plain values.

A published text stands as it was published, in its own language, and is translated by nobody here (H22). Of an instrument
whose text may not be shipped there is the skeleton alone; the operator may supply the text (measures.packs).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.measures import packs
from waylight.measures.scoring import Rules
from waylight.ui.refusals import Refusal

FOLDER = Path(__file__).parent / "instruments"
OURS = "urn:waylight:"
FHIR = "http://hl7.org/fhir/StructureDefinition/"
FEEDBACK = "session-feedback"
OF_MOST = _("How you have been")
SHORT = {"gad7": _("How worried you have been"), FEEDBACK: _("How was that?")}
Value = int | str | None


class UnknownInstrument(Refusal):
    """There are no such questions."""


@dataclass(frozen=True)
class Option:
    value: int
    code: str
    text: str


@dataclass(frozen=True)
class Question:
    """`kind` is "choice", "scale" or "words". `unless`: asked when one of these items has another answer than that value."""

    id: str
    text: str
    kind: str
    options: tuple[Option, ...] = ()
    is_scored: bool = True
    needs_reading: bool = False
    is_reversed: bool = False
    may_not_apply: bool = False
    low: str = ""
    high: str = ""
    top: int = 0
    longest: int = 0  # characters
    unless: tuple[tuple[str, int], ...] = ()

    def words_of(self, value: Value) -> str:
        return next((option.text for option in self.options if option.value == value), str(value))

    def is_asked(self, answers: Mapping[str, Value]) -> bool:
        given = [(answers.get(item), value) for item, value in self.unless]
        return not self.unless or any(isinstance(answer, int) and answer != value for answer, value in given)

    def wants_a_person(self, value: Value) -> bool:
        """Any answer above the lowest of a question that somebody needs to read (REQUIREMENTS R-3.1)."""
        return self.needs_reading and isinstance(value, int) and value > self.options[0].value


@dataclass(frozen=True)
class Instrument:
    id: str
    version: str
    title: str
    stem: str
    minutes: int
    is_shipped: bool
    licence: str
    attribution: str
    canonical: str
    language: str
    questions: tuple[Question, ...]
    rules: Rules | None
    rule_sources: tuple[str, ...]
    sources: tuple[str, ...]
    instead_alone: str = ""  # what is asked where nobody can promise to read an answer in time
    is_after_a_session: bool = False

    @property
    def short(self) -> str:
        """What it is called where a client sees it, also over their shoulder."""
        return str(SHORT.get(self.id, OF_MOST))

    @property
    def has_text(self) -> bool:
        return not any(not question.text for question in self.questions)

    @property
    def needs_reading(self) -> bool:
        """Whether a question of it asks for a person."""
        return any(question.needs_reading for question in self.questions)

    def question(self, id: str) -> Question | None:
        return next((question for question in self.questions if question.id == id), None)

    def asked(self, answers: Mapping[str, Value]) -> list[Question]:
        """The questions that are asked, as far as the answers up to now say."""
        return [question for question in self.questions if question.is_asked(answers)]


def all() -> list[Instrument]:
    """Each instrument, with the operator's text where there is one; by title."""
    return sorted((get(id) for id in _files()), key=lambda instrument: instrument.title)


def get(id: str) -> Instrument:
    """Raises UnknownInstrument."""
    if id not in _files():
        raise UnknownInstrument
    found = _read(id)
    pack = (
        None if found.is_shipped else packs.text_of(id, len(found.questions), len(found.questions[0].options))
    )
    return found if pack is None else with_text(found, pack)


def questionnaire(id: str) -> dict[str, Any]:
    """The file as it is: a FHIR R4 Questionnaire. Raises UnknownInstrument."""
    if id not in _files():
        raise UnknownInstrument
    return json.loads((FOLDER / f"{id}.json").read_text(encoding="utf-8"))


def with_text(instrument: Instrument, pack: packs.Pack) -> Instrument:
    questions = tuple(
        replace(
            question,
            text=text,
            options=tuple(
                replace(option, text=words)
                for option, words in zip(question.options, pack.options, strict=True)
            ),
        )
        for question, text in zip(instrument.questions, pack.items, strict=True)
    )
    return replace(
        instrument,
        version=f"{instrument.version}-{pack.digest}",
        questions=questions,
        stem=pack.stem,
        attribution=pack.attribution,
        language=pack.language,
    )


@cache
def _files() -> frozenset[str]:
    return frozenset(file.stem for file in FOLDER.glob("*.json"))


@cache
def _read(id: str) -> Instrument:
    form = questionnaire(id)
    group = form["item"][0]
    questions = tuple(_questions(form))
    scoring = next(_extensions(form, "scoring"), None)
    said = dict(_parts(scoring)) if scoring else {}
    return Instrument(
        id=form["id"],
        version=form["version"],
        title=form["title"],
        stem=group.get("text", ""),
        minutes=_said(form, "minutes"),
        is_shipped=_said(form, "delivery") == "core",
        licence=form["copyright"],
        attribution=_said(form, "attribution", ""),
        canonical=_said(form, "canonical"),
        language=form.get("language", ""),
        questions=questions,
        rules=_rules(questions, said) if said else None,
        rule_sources=tuple(text for name, text in said.items() if name.endswith("-source")),
        sources=tuple(_value(extension) for extension in _extensions(form, "source")),
        instead_alone=_said(form, "instead-alone", ""),
        is_after_a_session=_said(form, "after-a-session", False),
    )


def _questions(form: dict[str, Any]) -> Iterator[Question]:
    group, *others = form["item"]
    values = {option.code: option.value for option in _options(group["item"][0])}
    return (_question(item, values) for item in [*group["item"], *others])


def _question(item: dict[str, Any], values: Mapping[str, int]) -> Question:
    scale = dict(_parts(next(_extensions(item, "scale"), {"extension": []})))
    kinds = {"choice": "choice", "integer": "scale", "text": "words"}
    top = next((_value(each) for each in item.get("extension", ()) if each["url"] == f"{FHIR}maxValue"), 0)
    return Question(
        id=item["linkId"],
        text=item.get("text", ""),
        kind=kinds[item["type"]],
        options=tuple(_options(item)),
        is_scored=not _said(item, "not-scored", False),
        needs_reading=_said(item, "needs-human-reading", False),
        is_reversed=_said(item, "reversed", False),
        may_not_apply=_said(item, "may-not-apply", False),
        low=scale.get("low", ""),
        high=scale.get("high", ""),
        top=top,
        longest=item.get("maxLength", 0),
        unless=tuple(
            (when["question"], values[when["answerCoding"]["code"]]) for when in item.get("enableWhen", ())
        ),
    )


def _options(item: dict[str, Any]) -> Iterator[Option]:
    for option in item.get("answerOption", ()):
        coded = option["valueCoding"]
        yield Option(int(_value(option["extension"][0])), coded["code"], coded.get("display", ""))


def _rules(questions: tuple[Question, ...], said: dict[str, Any]) -> Rules:
    scored = [question for question in questions if question.is_scored]
    return Rules(
        tops={question.id: question.options[-1].value for question in scored},
        least=said["least"],
        most=said["most"],
        most_missing=said["most-missing"],
        bottom=scored[0].options[0].value,
        reversed=frozenset(question.id for question in scored if question.is_reversed),
        may_not_apply=frozenset(question.id for question in scored if question.may_not_apply),
        cut_off=said.get("cut-off"),
        reliable_change=said.get("reliable-change"),
    )


def _said(item: dict[str, Any], name: str, default: Any = None) -> Any:
    return next((_value(extension) for extension in _extensions(item, name)), default)


def _extensions(item: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    return (extension for extension in item.get("extension", ()) if extension["url"] == OURS + name)


def _parts(extension: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((part["url"], _value(part)) for part in extension["extension"])


def _value(extension: dict[str, Any]) -> Any:
    return next(value for key, value in extension.items() if key.startswith("value"))
