"""Exercises that a phone carries: empty pages to write on without a signal, and what was written on them when it arrives.

The phone makes the id of what it begins, so what arrives twice is there once. A page that was written here too meanwhile is
joined as with any other window: nothing is lost (`entries`). What arrives is an entry like any other, private, open to go on.
"""

from collections.abc import Iterator, Set
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from waylight.exercises import assignments, catalogue, diary, enabling, entries
from waylight.exercises.catalogue import Exercise, Step
from waylight.exercises.forms import StepForm
from waylight.exercises.models import Entry
from waylight.people.models import Client
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

MOST = 8  # exercises on one phone: the diary, and what is suggested now
OLDEST = timedelta(days=90)  # an older moment than that comes from a clock that is wrong


class NoSuchPage(Refusal):
    """This exercise has changed, and the page is no longer part of it. Your words stay on this phone."""


class NotReadable(Refusal):
    """Something on this page is too long to save. Your words stay on this phone."""


def copy(client: Client, *, by: Any) -> list[dict[str, Any]]:
    """What the phone keeps: pages without an answer. A field that offers one's own people or skills offers them there too."""
    audit.record("carry-exercises", by=by, person=client.pk)
    switched_on = enabling.all_questions_on(client)
    return [_carried(client, exercise, switched_on.get(exercise.id, [])) for exercise in _chosen(client, by)]


def _chosen(client: Client, by: Any) -> Iterator[Exercise]:
    suggested = [one for one in assignments.of_client(client, by=by) if not one.is_resting]
    found = [catalogue.get(one.exercise, one.version) for one in suggested if one.exercise != diary.ID]
    diary_of_urges = catalogue.get(diary.ID)
    on = [diary_of_urges] if enabling.is_on(client, diary_of_urges) else []
    return iter([*on, *found][:MOST])


def _carried(client: Client, exercise: Exercise, switched_on: list[str]) -> dict[str, Any]:
    entry = Entry(client=client, exercise=exercise.id, version=exercise.version, asked=switched_on)
    return {
        "exercise": exercise.id,
        "title": exercise.title,
        "purpose": exercise.purpose,
        "whenNot": list(exercise.when_not),
        "stopRule": exercise.stop_rule,
        "pages": [_page(entry, step) for step in steps(exercise)],
    }


def _page(entry: Entry, step: Step) -> dict[str, Any]:
    form = StepForm(entry, step)
    ways = _ways_to_help(entry.form, {question.id for question in form.questions})
    html = render_to_string("exercises/carried.html", {"form": form, "step": step, "ways": ways})
    return {"id": step.id, "title": step.title, "hint": step.hint, "html": html}


def _ways_to_help(exercise: Exercise, asked: Set[str]) -> list[str]:
    """What an answer on this page would open. Without a signal nobody looks at the answer, so the way stands there at once."""
    ways = (question for question in exercise.questions() if question.kind == "branch")
    return list(
        dict.fromkeys(way.opens for way in ways if asked & {when.question for when in way.asked_when})
    )


def steps(exercise: Exercise) -> list[Step]:
    """The pages as they are carried: the diary has three short ones."""
    return diary.steps(exercise) if exercise.id == diary.ID else list(exercise.steps)


def step(exercise: Exercise, id: str) -> Step | None:
    return next((one for one in steps(exercise) if one.id == id), None)


@transaction.atomic
def arrive(
    client: Client, exercise_id: str, id: UUID, page: str, data: Any, *, at: datetime | None, by: Any
) -> Entry:
    """Keeps one page that was written without a signal, `at` that moment by the phone's clock. The same twice is once.

    Raises NoSuchPage, NotReadable, and as `entries.start` and `entries.save_step`.
    """
    entry = entries.start(client, exercise_id, by=by, id=id)
    found = step(entry.form, page)
    if found is None:
        raise NoSuchPage
    form = StepForm(entry, found, data)
    if not form.is_valid():
        raise NotReadable
    answers, when = form.found, _believed(at)
    if entry.exercise == diary.ID and "when" not in entry.answers and when:
        answers = answers | {"when": when.isoformat()}
    window, was_shown = form.cleaned_data["window"], form.cleaned_data["was_shown"] or None
    entry = entries.save_step(entry, found, answers, by=by, window=window, was_shown=was_shown)
    is_whole = entry.exercise == diary.ID and entry.finished_at is None and not entry.open_steps()
    return entries.finish(entry, by=by) if is_whole else entry


def _believed(at: datetime | None) -> datetime | None:
    """A phone's clock may be wrong: what it cannot be is now."""
    now = timezone.now()
    return at if at is None or now - OLDEST < at <= now else now
