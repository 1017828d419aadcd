"""What a client wants, in their own words, and how near it is: numbers that the client gives, and nobody else."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from waylight.people.models import Client, OfClientQuerySet
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import PRIVATE, EncryptedJSON, EncryptedText

MOST_GOALS = 3  # at a time (measures.json, goal_rating)
NEAREST = 10  # 0: not begun; 5: half way; 10: there


class GoalQuerySet(OfClientQuerySet):
    def current(self) -> "GoalQuerySet":
        return self.filter(ended_at=None).order_by("place")

    def ended(self) -> "GoalQuerySet":
        return self.exclude(ended_at=None).order_by("-ended_at", "pk")


class Goal(models.Model):
    """FHIR Goal. `place` is 1 to 3 while it counts, so that the database holds how many there may be.

    `earlier` keeps the words it had before, as {"words": [{"words", "until"}]}, the oldest first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="goals")
    words = EncryptedText()
    earlier = EncryptedJSON()
    place = models.PositiveSmallIntegerField(null=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = GoalQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            ("client", "place", "added_at", "ended_at"), "shows that goals were set, and when"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "place"], name="one_goal_in_a_place"),
            models.CheckConstraint(
                condition=Q(ended_at=None, place__isnull=False, place__gte=1, place__lte=MOST_GOALS)
                | Q(ended_at__isnull=False, ended_at__gte=F("added_at"), place=None),
                name="a_goal_counts_in_a_place_or_has_ended",
            ),
        ]


class OfGoalQuerySet(OfClientQuerySet):
    client = "goal__client"


class GoalRating(models.Model):
    """FHIR Observation: how near the goal is, as {"rating": 0 to 10}. One a day; a later one that day takes its place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="ratings")
    answer = EncryptedJSON()
    rated_on = models.DateField()  # in the client's zone
    rated_at = models.DateTimeField()

    objects = OfGoalQuerySet.as_manager()
    privacy = Declaration(
        whose="goal.client_id",
        retention="record",
        kept=dict.fromkeys(("goal", "rated_on", "rated_at"), "shows that something was rated, not what"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "rated_on"], name="one_rating_of_a_goal_a_day")
        ]

    @property
    def value(self) -> int:
        return int(self.answer["rating"])


class OwnQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OwnQuerySet":
        """The client's own; nobody else's eyes."""
        return self.filter(client__user=user) if getattr(user, "role", "") == "client" else self.none()


class ChartNote(models.Model):
    """How a client wants to see one chart: shown or not, with words of their own that nobody else reads (R-3.6).

    `chart` names it: "goal:<id>", "urges", "measure:<id>".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="chart_notes")
    chart = models.CharField(max_length=60)
    is_shown = models.BooleanField()
    words = EncryptedText(key=PRIVATE)
    saved_at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            ("client", "chart", "is_shown", "saved_at"), "says which drawing was hidden, not what it shows"
        ),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "chart"], name="one_note_of_a_chart")]
