"""How questions point to one another: what is asked when, what is chosen from where, what begins as what. No circles."""

import re
from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from waylight.exercises.catalogue.checking.refusing import Malformed, need, one_of, shortened
from waylight.exercises.catalogue.values import Condition, Exercise, Question

OPERATORS = {"exists", "=", "!=", ">", "<", ">=", "<="}
SOURCES = re.compile(
    r"skills|contacts|services|library:[a-z_:-]+|here:[a-z0-9_.]+|entry:[a-z0-9-]+:[a-z0-9_.]+"
)
WORDS = {"words", "line", "lines", "choice", "own choice", "choices", "own choices", "rows", "group"}
WHEN = {"date": date.fromisoformat, "time": time.fromisoformat, "moment": datetime.fromisoformat}


def check(exercise: Exercise) -> None:
    """Raises Malformed."""
    for question in exercise.questions():
        for condition in question.asked_when:
            _check_condition(condition, question, exercise)
        _check_each(question, exercise)
        _check_private(question, exercise)
        for one in (question, *question.parts):
            _check_sources(one, exercise)
    for step in exercise.steps:
        _check_never_left_out(step.id, step.not_left_out, step.questions)
    _check_circles(exercise)


def _check_condition(condition: Condition, question: Question, exercise: Exercise) -> None:
    one_of(condition.operator, OPERATORS, f"{question.id}.enableWhen")
    other = _question(condition.question, exercise, f"{question.id}.enableWhen")
    need(other.has_answer and not other.parts, question.id, _("What it waits for has no single answer."))
    answer = condition.answer
    if condition.operator == "exists":
        right = isinstance(answer, bool)
    elif other.kind in {"scale", "number"}:
        right = isinstance(answer, int) and not isinstance(answer, bool)
    elif other.kind == "tick":
        right = isinstance(answer, bool) and condition.operator in {"=", "!="}
    else:
        right = isinstance(answer, str) and condition.operator in {"=", "!="}
    need(right, f"{question.id}.enableWhen", _("The answer does not fit the question that it waits for."))
    codes = [code for code, _words in other.options]
    if isinstance(answer, str) and codes:
        one_of(answer, codes, f"{question.id}.enableWhen")


def _check_sources(question: Question, exercise: Exercise) -> None:
    place = f"{question.id} from"
    for source in question.chosen_from:
        need(
            SOURCES.fullmatch(source) is not None,
            place,
            _("This is not known here: {name}"),
            name=shortened(source),
        )
        if source.startswith("here:"):
            other = exercise.question(source.removeprefix("here:"))
            need(other is not None and other.kind in WORDS, place, _("There is no such question with words."))
    if question.begins_as:
        other = exercise.question(question.begins_as)
        is_right = other is not None and other.kind == question.kind and question.kind in {"words", "line"}
        need(is_right, f"{question.id} begins-as", _("There is no such question with words."))
    if question.begins_now:
        need(question.kind in WHEN, f"{question.id} begins-now", _("Only a date or a time begins with now."))
    for begun in question.begins if question.kind in WHEN else ():
        _check_when(begun, question)


def _check_when(begun: object, question: Question) -> None:
    try:
        WHEN[question.kind](str(begun))
    except ValueError as error:
        raise Malformed(f"{question.id}.initial", _("This is not a date or a time.")) from error


def _check_each(question: Question, exercise: Exercise) -> None:
    if question.for_each:
        place = f"{question.id} for-each"
        rows = _question(question.for_each, exercise, place)
        part = next((part for part in rows.parts if part.key == question.named_by), None)
        need(rows.kind == "rows" and part is not None, place, _("There are no such rows with that part."))
        keys = {part.key for part in question.parts}
        need(question.named_by not in keys, place, _("The name of a row is asked once."))
        simple = all(not part.takes_own_words for part in question.parts)
        need(simple, place, _("For each row only simple questions are asked."))
    if question.kind == "series":
        kinds = [(part.key, part.kind) for part in question.parts]
        need(
            kinds == [("at", "time"), ("strength", "scale")],
            question.id,
            _("A series asks for a time and a strength."),
        )


def _check_private(question: Question, exercise: Exercise) -> None:
    """What takes over an answer that stays private stays private too: else sharing the one would share the other."""
    private = {
        one.id
        for other in exercise.questions()
        for one in (other, *other.parts)
        if other.stays_private or one.stays_private
    }
    named = f"{question.for_each}.{question.named_by}"
    for one in (question, *question.parts):
        sources = {source.removeprefix("here:") for source in one.chosen_from if source.startswith("here:")}
        taken = sources | {one.begins_as, *([question.for_each, named] if one is question else [])}
        wrong = _("This would share what stays private.")
        need(one.id in private or not taken & private, one.id, wrong)


def _check_never_left_out(id: str, not_left_out: bool, questions: tuple[Question, ...]) -> None:
    always = any(q.has_answer and not q.asked_when and not q.off_until_enabled for q in questions)
    need(always or not not_left_out, id, _("A page that is never left out always asks something."))


def _check_circles(exercise: Exercise) -> None:
    waits = {q.id: [condition.question for condition in q.asked_when] for q in exercise.questions()}
    for question in waits:
        met, ahead = set(), list(waits[question])
        while ahead:
            other = ahead.pop()
            need(other != question, f"{question}.enableWhen", _("It waits for itself, in a circle."))
            if other not in met:
                met.add(other)
                ahead += waits[other]


def _question(id: str, exercise: Exercise, place: str) -> Question:
    found = next((question for question in exercise.questions() if question.id == id), None)
    if found is None:
        raise Malformed(place, _("There is no question {id}.").format(id=shortened(id)))
    return found
