"""Questions as fields of a form, and what was typed as answers.

A question that takes own words has two fields: what is offered, and `<name>_own`.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from django import forms as django_forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from waylight.exercises.catalogue import Question
from waylight.ui import forms

Options = Sequence[tuple[str, str]]
OWN = "_own"
MOST_RADIOS = 9  # more are drawn as the browser's own list
LONGEST_OPTION = 300  # characters


class Open:
    """Takes an option that is offered no longer as well: what a page offered may change while somebody reads it."""

    def valid_value(self, value: str) -> bool:
        return len(value) <= LONGEST_OPTION


class OpenChoice(Open, forms.Choice):
    pass


class OpenPick(Open, forms.Pick):
    pass


class OpenChoices(Open, forms.Choices):
    pass


def of(question: Question, name: str, offered: Options = ()) -> dict[str, django_forms.Field]:
    """Name → field. `offered`: what `references` found for a question that is answered from elsewhere."""
    options = [*question.options, *offered]
    if not question.takes_own_words:
        return {name: _field(question, options)}
    if not options:
        return {name + OWN: _own_alone(question)}
    return {name: _field(question, options), name + OWN: _own_beside(question)}


def start(question: Question, name: str, answer: Any, offered: Options = ()) -> dict[str, Any]:
    """Name → what stands in the field when the page is opened."""
    if not question.takes_own_words:
        return {name: _to_field(question, answer)}
    known = {code for code, _words in [*question.options, *offered]}
    given = answer if isinstance(answer, list) else [answer] if answer else []
    chosen, own = [one for one in given if one in known], [one for one in given if one not in known]
    return {
        name: chosen if question.kind == "own choices" else next(iter(chosen), None),
        name + OWN: "\n".join(own),
    }


def answer(question: Question, name: str, cleaned: dict[str, Any]) -> Any:
    """What was answered, as it is kept in an entry."""
    value, own = cleaned.get(name), _lines(cleaned.get(name + OWN))
    if question.kind == "own choices":
        return list(dict.fromkeys([*(value or []), *own]))
    if question.kind == "own choice":
        return " ".join(own) or _chosen(value)
    return _from_field(question, value)


def beginning(question: Question, answers: dict[str, Any]) -> Any:
    """What stands there before somebody answered: the words of another answer, now, or what the exercise offers."""
    if question.begins_as:
        return answers.get(question.begins_as)
    if question.begins_now:
        return now(question.kind)
    if question.kind in {"choices", "own choices", "lines"}:
        return list(question.begins)
    return next(iter(question.begins), None)


def now(kind: str) -> str:
    """This minute where the person is, as an answer of that kind."""
    moment = timezone.localtime().replace(second=0, microsecond=0)
    return {"date": moment.date().isoformat(), "time": f"{moment:%H:%M}"}.get(kind, moment.isoformat())


def _common(question: Question) -> dict[str, Any]:
    who_sees = _("you alone, even when you share the rest.") if question.stays_private else ""
    return {"label": question.text, "required": question.required, "who_sees": who_sees}


def _field(question: Question, options: Options) -> django_forms.Field:
    common = _common(question) | {"hint": _hint(question)}
    if question.kind in {"choice", "own choice"}:
        return _one_of(question, options, common)
    if question.kind in {"choices", "own choices"}:
        return (OpenChoices if question.chosen_from else forms.Choices)(choices=options, **common)
    kind, settings = _KINDS[question.kind]
    return kind(**settings(question), **common)


# How each other kind is asked: the field, and what it takes from the question.
_KINDS: dict[str, tuple[type[django_forms.Field], Callable[[Question], dict[str, Any]]]] = {
    "words": (forms.Words, lambda question: {"max_length": question.longest, "rows": 4}),
    "lines": (forms.Words, lambda question: {"max_length": question.longest, "rows": 5}),
    "line": (forms.Line, lambda question: {"max_length": question.longest}),
    "number": (forms.Number, lambda question: {"least": question.least, "most": question.top}),
    "date": (forms.Day, lambda _question: {}),
    "time": (forms.TimeOfDay, lambda _question: {}),
    "moment": (forms.Moment, lambda _question: {}),
    "tick": (forms.Tick, lambda _question: {}),
    "scale": (
        forms.Scale,
        lambda question: {
            name: getattr(question, name) for name in ("least", "top", "low", "middle", "high")
        },
    ),
}


def _one_of(question: Question, options: Options, common: dict[str, Any]) -> django_forms.Field:
    if len(options) > MOST_RADIOS:
        pick = OpenPick if question.chosen_from else forms.Pick
        return pick(choices=options, **common)
    radios = OpenChoice if question.chosen_from else forms.Choice
    return radios(choices=options, rather_not=False if question.required else _("Skip"), **common)


def _own_alone(question: Question) -> django_forms.Field:
    common = _common(question)
    if question.kind == "own choices":
        return forms.Words(
            max_length=_longest(question), rows=3, hint=question.hint or _one_a_line(), **common
        )
    return forms.Line(max_length=_longest(question), hint=question.hint, **common)


def _own_beside(question: Question) -> django_forms.Field:
    """Drawn without "(optional)": the words say it."""
    if question.kind == "own choices":
        label = _named(_("Something else, in your own words"), question)
        return forms.Words(
            label=label, max_length=_longest(question), rows=2, hint=_one_a_line(), missing=" "
        )
    label = _named(_("Or in your own words"), question)
    return forms.Line(label=label, max_length=_longest(question), missing=" ")


def _named(words: str, question: Question) -> str:
    """The label of a second field says to which question it belongs, where one cannot see that."""
    return format_html('{}<span class="vh">: {}</span>', words, question.text)


def _longest(question: Question) -> int:
    return question.longest or LONGEST_OPTION


def _hint(question: Question) -> str | Promise:
    if question.hint:
        return question.hint
    if question.kind == "lines":
        return _one_a_line()
    return _("In {unit}.").format(unit=question.unit) if question.unit else ""


def _one_a_line() -> str:
    return _("One on each line.")


def _to_field(question: Question, answer: Any) -> Any:
    if answer is None:
        return None
    match question.kind:
        case "lines":
            return "\n".join(answer)
        case "moment":
            return datetime.fromisoformat(answer)
        case "time":
            return time.fromisoformat(answer)
    return answer


def _from_field(question: Question, value: Any) -> Any:
    match question.kind:
        case "lines":
            return _lines(value)
        case "choice":
            return _chosen(value)
        case "moment":
            return value.astimezone(UTC).isoformat() if value else None
        case "date":
            return value.isoformat() if value else None
        case "time":
            return f"{value:%H:%M}" if value else None
    return value


def _chosen(value: Any) -> str | None:
    return None if value in (None, "", forms.RATHER_NOT) else value


def _lines(value: Any) -> list[str]:
    return [line.strip() for line in (value or "").splitlines() if line.strip()]
