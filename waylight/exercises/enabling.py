"""Switching on, for one client, what is off otherwise: an exercise that asks for care, or one question of an exercise.

It needs somebody who knows the client and has read the caution (REQUIREMENTS 4.1, 4.4).
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.exercises import catalogue
from waylight.exercises.models import Enabled
from waylight.people import episodes
from waylight.people.models import Client
from waylight.privacy import audit
from waylight.ui.refusals import Refusal


class CautionNotRead(Refusal):
    """This exercise is off until you switch it on for this person. Read the caution, and tick that it fits."""


class NoSuchQuestion(Refusal):
    """This exercise has no such question to switch on."""


def is_on(client: Client, exercise: catalogue.Exercise) -> bool:
    """Whether this client may begin it: it is on from the start, or a therapist switched it on."""
    return exercise.is_on_from_the_start or _of(client, exercise.id).filter(question="").exists()


def questions_on(client: Client, exercise_id: str) -> list[str]:
    """The questions of an exercise that were switched on for this client."""
    return all_questions_on(client).get(exercise_id, [])


def all_questions_on(client: Client) -> dict[str, list[str]]:
    """Of each exercise the questions that were switched on for this client; one query."""
    rows = Enabled.objects.current().filter(client=client).exclude(question="").order_by("question")
    found: dict[str, list[str]] = {}
    for exercise, question in rows.values_list("exercise", "question"):
        found.setdefault(exercise, []).append(question)
    return found


def all_on(client: Client) -> set[str]:
    """The exercises that were switched on for this client."""
    return set(
        Enabled.objects.current().filter(client=client, question="").values_list("exercise", flat=True)
    )


def of_client(client: Client, *, by: Any) -> list[Enabled]:
    """What is switched on for a client at the moment, oldest first."""
    found = Enabled.objects.visible_to(by).current().filter(client=client).select_related("enabled_by")
    return list(found.order_by("exercise", "question"))


@transaction.atomic
def enable(
    client: Client, exercise: catalogue.Exercise, *, by: Any, questions: list[str], has_read_caution: bool
) -> None:
    """Switches on what is off, with these questions. What is on stays on.

    Raises NotYourClient, CautionNotRead when the exercise is off and its caution was not confirmed, NoSuchQuestion.
    """
    therapist = episodes.therapist_of(client, by=by)
    wanted = set(questions)
    if wanted - {question.id for question in exercise.questions() if question.off_until_enabled}:
        raise NoSuchQuestion
    if not is_on(client, exercise):
        if not has_read_caution:
            raise CautionNotRead
        wanted.add("")
    for question in sorted(wanted - set(questions_on(client, exercise.id))):
        row = Enabled(client=client, exercise=exercise.id, question=question)
        row.enabled_at, row.enabled_by = timezone.now(), therapist
        row.save(force_insert=True)
        audit.record("enable-exercise", by=by, person=client.pk, about=row)


@transaction.atomic
def end(enabled: Enabled, *, by: Any) -> Enabled:
    """Switches it off again. What was begun may be finished. Twice is the same as once. Raises NotYourClient."""
    episodes.therapist_of(enabled.client, by=by)
    row = Enabled.objects.select_for_update(of=("self",)).get(pk=enabled.pk)
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        audit.record("disable-exercise", by=by, person=row.client_id, about=row)
    return row


def _of(client: Client, exercise_id: str) -> Any:
    return Enabled.objects.current().filter(client=client, exercise=exercise_id)
