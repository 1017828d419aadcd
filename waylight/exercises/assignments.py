"""Exercises that a therapist suggests. The client may always say "not this week", or drop one."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.exercises import catalogue
from waylight.exercises.models import Assignment
from waylight.people.models import Client, Therapist
from waylight.privacy import audit, keyring
from waylight.ui.refusals import Refusal


class NotYourClient(Refusal):
    """Only a therapist who cares for this person can suggest an exercise."""


class AlreadySuggested(Refusal):
    """This exercise is suggested already."""


@transaction.atomic
def assign(client: Client, exercise_id: str, *, by: Any, why: str = "") -> Assignment:
    """Suggests an exercise in its newest version. Raises NotYourClient, AlreadySuggested, UnknownExercise."""
    therapist = Therapist.objects.filter(user_id=by.pk).first()
    # The lock makes two rivals wait for one another, so that the second is told what the first did.
    if (
        therapist is None
        or not Client.objects.in_care_of(by).select_for_update().filter(pk=client.pk).exists()
    ):
        raise NotYourClient
    exercise = catalogue.get(exercise_id)
    if Assignment.objects.current().filter(client=client, exercise=exercise.id).exists():
        raise AlreadySuggested
    assignment = Assignment(
        client=client, therapist=therapist, exercise=exercise.id, version=exercise.version
    )
    assignment.why, assignment.assigned_at = why.strip(), timezone.now()
    assignment.save(force_insert=True)
    audit.record("assign-exercise", by=by, person=client.pk, about=assignment)
    return assignment


@transaction.atomic
def drop(assignment: Assignment, *, by: Any) -> Assignment:
    """Ends an assignment; what was written stays. Twice is the same as once."""
    row = Assignment.objects.visible_to(by).select_for_update(of=("self",)).get(pk=assignment.pk)
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
