"""Fills any page of any exercise from its own definition, and reads a page as a browser would send it again."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from waylight.exercises import asking
from waylight.exercises.catalogue import Exercise, Question, Step

ANSWERS: dict[str, tuple[str, Any]] = {  # kind → what is typed, what is kept
    "words": ("Some words\nand <b>more</b>", "Some words\nand <b>more</b>"),
    "line": ("A line & more", "A line & more"),
    "lines": ("One\n\n  Two", ["One", "Two"]),
    "date": ("2026-11-20", "2026-11-20"),
    "time": ("21:30", "21:30"),
    "moment": ("2026-11-20T19:30", "2026-11-20T19:30:00+00:00"),
    "tick": ("on", True),
}
Sent = dict[str, Any]


def page(exercise: Exercise, step: Step, answers: dict[str, Any], switched_on: set[str]) -> tuple[Sent, Sent]:
    """What is sent for a page, and what is to be kept of it: each question answered, 0 where a scale begins with it."""
    sent: Sent = {}
    kept: Sent = {}
    for question in asking.asked(step, answers, switched_on):
        if question.has_answer:
            given, kept[question.id] = _answered(question, exercise, answers)
            sent |= given
    return sent, kept


def _answered(question: Question, exercise: Exercise, answers: dict[str, Any]) -> tuple[Sent, Any]:
    if question.for_each:
        return _each(question, exercise, answers)
    if question.kind in {"rows", "series"}:
        rows = [_parts(question, f"{question.id}-{number}-", exercise) for number in range(2)]
        counts = {f"{question.id}-TOTAL_FORMS": "2", f"{question.id}-INITIAL_FORMS": "0"}
        return counts | rows[0][0] | rows[1][0], [kept for _sent, kept in rows]
    if question.kind == "group":
        return _parts(question, f"{question.id}-", exercise)
    return _leaf(question, question.id, exercise)


def _each(question: Question, exercise: Exercise, answers: dict[str, Any]) -> tuple[Sent, Any]:
    sent: Sent = {}
    kept = []
    for number, row in enumerate(answers[question.for_each]):
        given, found = _parts(question, f"{question.id}-{number}-", exercise)
        sent |= given
        kept.append({question.named_by: row[question.named_by]} | found)
    return sent, kept


def _parts(question: Question, prefix: str, exercise: Exercise) -> tuple[Sent, Sent]:
    sent: Sent = {}
    kept: Sent = {}
    for part in question.parts:
        given, kept[part.key] = _leaf(part, prefix + part.key, exercise)
        sent |= given
    return sent, kept


def _leaf(question: Question, name: str, exercise: Exercise) -> tuple[Sent, Any]:
    codes = [code for code, _words in question.options]
    match question.kind:
        case "scale" | "number":
            return {name: str(question.least)}, question.least
        case "choice":
            code = _leading_on(question, exercise) or codes[-1]
            return {name: code}, code
        case "choices":
            return {name: codes[:2]}, codes[:2]
        case "own choice":
            code = _leading_on(question, exercise)
            return ({name: code}, code) if code else ({f"{name}_own": "My own words"}, "My own words")
        case "own choices":
            return {name: codes[:1], f"{name}_own": "One\nTwo"}, [*codes[:1], "One", "Two"]
    sent, kept = ANSWERS[question.kind]
    return {name: sent}, kept


def _leading_on(question: Question, exercise: Exercise) -> Any:
    """The answer after which something else is asked."""
    conditions = (when for other in exercise.questions() for when in other.asked_when)
    return next((when.answer for when in conditions if when.question == question.id), None)


class Form(HTMLParser):
    """The form of a page with what stands in it, the ids, and the labels that belong to a field."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.ids: list[str] = []
        self.fields: list[str] = []
        self.labels: set[str] = set()
        self._area = self._select = ""
        self._words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        name = given.get("name", "")
        if tag == "label":
            self.labels.add(given.get("for", ""))
        elif tag in {"input", "textarea", "select"} and given.get("type") != "hidden":
            self.fields.append(given.get("id", ""))
        if tag == "textarea":
            self._area, self._words = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self._send(self._select, given.get("value", ""))
        elif tag == "input" and (given.get("type") not in {"radio", "checkbox"} or "checked" in given):
            self._send(name, given.get("value", "on" if "checked" in given else ""))

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._send(self._area, self._words.removeprefix("\n").removeprefix("\r\n"))
            self._area = ""

    def _send(self, name: str, value: str) -> None:
        if name and name != "csrfmiddlewaretoken":
            self.sent.setdefault(name, []).append(value)

    def unlabelled(self) -> Iterator[str]:
        return (id for id in self.fields if id not in self.labels)
