"""Exercises that a therapist suggests. The client may keep one, change it, say "not this week", or drop it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.exercises import catalogue, enabling
from waylight.exercises.enabling import CautionNotRead, NoSuchQuestion
from waylight.exercises.models import Answer, Assignment, HowOften
from waylight.people import episodes
from waylight.people.episodes import NotYourClient
from waylight.people.models import Client
from waylight.privacy import audit, keyring
from waylight.ui.refusals import Refusal

__all__ = [
    "REFUSED", "Agreed", "AlreadySuggested", "CautionNotRead", "NoLongerSuggested", "NoSuchQuestion",
    "NotYourClient", "SayHowOften", "UntilIsPast", "answer", "assign", "drop", "of_client", "version_for",
]  # fmt: skip


class AlreadySuggested(Refusal):
    """This exercise is suggested already. Take that back first, and suggest it anew."""


class NoLongerSuggested(Refusal):
    """This is no longer suggested. What you wrote stays yours."""


class UntilIsPast(Refusal):
    """This day is past. Choose a day from today on, or leave it empty."""


class SayHowOften(Refusal):
    """Say in your own words how often, or choose one of the others."""


REFUSED = (AlreadySuggested, CautionNotRead, NoSuchQuestion, NotYourClient, UntilIsPast, SayHowOften)


@dataclass(frozen=True)
class Agreed:
    """What therapist and client agreed on: how often, until when, and questions that are off otherwise."""

    how_often: str = ""  # HowOften, or nothing
    in_words: str = ""  # with HowOften.OWN
    until_on: date | None = None
    questions: tuple[str, ...] = ()
    has_read_caution: bool = False


@transaction.atomic
def assign(
    client: Client, exercise_id: str, *, by: Any, why: str = "", agreed: Agreed | None = None
) -> Assignment:
    """Suggests an exercise in its newest version. Raises each of REFUSED, and UnknownExercise."""
    agreed = agreed or Agreed()
    therapist = episodes.therapist_of(client, by=by)
    exercise = catalogue.get(exercise_id)
    _check(agreed)
    if Assignment.objects.current().filter(client=client, exercise=exercise.id).exists():
        raise AlreadySuggested
    enabling.enable(
        client, exercise, by=by, questions=list(agreed.questions), has_read_caution=agreed.has_read_caution
    )
    _end_what_is_over(client, exercise.id)
    row = Assignment(client=client, therapist=therapist, exercise=exercise.id, version=exercise.version)
    row.why, row.how_often, row.until_on = why.strip(), agreed.how_often, agreed.until_on
    row.often_in_words = agreed.in_words.strip() if agreed.how_often == HowOften.OWN else ""
    row.assigned_at = timezone.now()
    row.save(force_insert=True)
    audit.record("assign-exercise", by=by, person=client.pk, about=row)
    return row


@transaction.atomic
def answer(assignment: Assignment, given: str, *, by: Any, words: str = "") -> Assignment:
    """The client's answer, an `Answer`; with "changed" how they would rather do it. It may be given again.

    Raises NoLongerSuggested. Anybody else's assignment is not there (Assignment.DoesNotExist).
    """
    row = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk, client__user_id=by.pk)
    if row.ended_at is not None:
        if given == row.answer == Answer.DROPPED:
            return row
        raise NoLongerSuggested
    now = timezone.now()
    row.answer, row.answered_at = Answer(given), now
    row.own_words = words.strip() if row.answer == Answer.CHANGED else ""
    row.ended_at = now if row.answer == Answer.DROPPED else None
    row.save()
    audit.record("answer-assignment", by=by, person=row.client_id, about=row)
    return row


@transaction.atomic
def drop(assignment: Assignment, *, by: Any) -> Assignment:
    """Ends an assignment, for the client or their therapist; what was written stays. Twice is the same as once."""
    row = Assignment.objects.visible_to(by).select_for_update(of=("self",)).get(pk=assignment.pk)
    if getattr(by, "role", "") == "client":
        return answer(row, Answer.DROPPED, by=by) if row.ended_at is None else row
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        audit.record("drop-exercise", by=by, person=row.client_id, about=row)
    return row


@transaction.atomic
def of_client(client: Client, *, by: Any) -> list[Assignment]:
    """The exercises suggested to a client at the moment, newest first. Reading them is audited."""
    found = list(
        Assignment.objects.visible_to(by).current().filter(client=client).select_related("therapist")
    )
    keyring.load(found)
    if found:
        audit.record("read-assignments", by=by, person=client.pk)
    return found


def version_for(client: Client, exercise_id: str) -> str:
    """The version that is suggested to a client at the moment; nothing when it is not suggested."""
    found = Assignment.objects.current().filter(client=client, exercise=exercise_id).first()
    return found.version if found else ""


def _check(agreed: Agreed) -> None:
    if agreed.until_on and agreed.until_on < timezone.localdate():
        raise UntilIsPast
    if agreed.how_often == HowOften.OWN and not agreed.in_words.strip():
        raise SayHowOften


def _end_what_is_over(client: Client, exercise_id: str) -> None:
    """An assignment whose last day is past makes room for a new one."""
    over = Assignment.objects.filter(client=client, exercise=exercise_id, ended_at=None)
    over.update(ended_at=timezone.now())
