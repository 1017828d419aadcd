"""Exercises that a practice wrote itself, beside the files of the library."""

import uuid

from django.db import models
from django.db.models import Q

from waylight.privacy.declarations import NoPersonalData


class PracticeExerciseQuerySet(models.QuerySet["PracticeExercise"]):
    def newest_first(self) -> "PracticeExerciseQuerySet":
        return self.order_by("exercise", "-version")


class PracticeExercise(models.Model):
    """FHIR Questionnaire: one version of an exercise. The database lets nobody change its text (migration 0004).

    So what a client was given stays what it was. Withdrawn means: not suggested any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    exercise = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    text = models.TextField()  # the Questionnaire, as JSON
    made_by = models.CharField(max_length=36)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = PracticeExerciseQuerySet.as_manager()
    privacy = NoPersonalData("The practice's own text.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exercise", "version"], name="one_text_of_an_exercise_version"),
            models.CheckConstraint(
                condition=Q(version__gte=1) & ~Q(made_by=""), name="own_exercise_has_a_maker"
            ),
        ]
