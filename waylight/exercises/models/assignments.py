"""What a therapist suggests to a client, and which exercises that wait for a therapist are switched on for them."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waylight.exercises import catalogue
from waylight.people.models import Client, OfClientQuerySet, Therapist
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedText

THIS_WEEK = timedelta(days=7)


class HowOften(models.TextChoices):
    """In words, never in numbers to reach."""

    HELPS = "helps", _("When it helps")
    ONCE = "once", _("Once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    OWN = "own", _("In your own words")


class Answer(models.TextChoices):
    """What the client says to it. Each is a whole answer, and no reason is asked for."""

    KEEP = "keep", _("I will try it")
    CHANGED = "changed", _("I will try it another way")
    NOT_THIS_WEEK = "not_this_week", _("Not this week")
    DROPPED = "dropped", _("Drop it")


class AssignmentQuerySet(OfClientQuerySet):
    def current(self) -> "AssignmentQuerySet":
        """Not ended, and its last day not past; newest first."""
        is_on = Q(until_on=None) | Q(until_on__gte=timezone.localdate())
        return self.filter(is_on, ended_at=None).order_by("-assigned_at")


class Assignment(models.Model):
    """FHIR Task: a therapist suggests an exercise. The client may keep it, change it, leave it this week, or drop it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="assignments")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    exercise = models.SlugField(max_length=60)  # an id of the library
    # Of the exercise: an assigned version never changes under a client.
    version = models.CharField(max_length=10)
    why = EncryptedText()
    how_often = models.CharField(max_length=10, choices=HowOften, default="")  # "" when nothing was agreed
    often_in_words = EncryptedText()  # with HowOften.OWN
    until_on = models.DateField(null=True)
    assigned_at = models.DateTimeField()
    answer = models.CharField(max_length=20, choices=Answer, default="")
    answered_at = models.DateTimeField(null=True)
    own_words = EncryptedText()  # the client's: how they would rather do it
    ended_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            (
                "client",
                "therapist",
                "exercise",
                "version",
                "how_often",
                "until_on",
                "assigned_at",
                "ended_at",
            ),
            "shows what was suggested, and when",
        )
        | dict.fromkeys(("answer", "answered_at"), "shows what was agreed, without the words"),
    )

    class Meta:
        indexes = [models.Index(fields=["client", "-assigned_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "exercise"],
                condition=Q(ended_at=None),
                name="an_exercise_is_assigned_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(how_often__in=["", *HowOften.values]), name="assigned_how_often_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | Q(answer__in=Answer.values, answered_at__isnull=False, answered_at__gte=F("assigned_at")),
                name="an_answer_to_an_assignment_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.DROPPED) | Q(ended_at__isnull=False), name="dropped_is_ended"
            ),
        ]

    @property
    def title(self) -> str:
        return self.form.title

    @property
    def form(self) -> catalogue.Exercise:
        """The exercise in the version that was assigned."""
        return catalogue.get(self.exercise, self.version)

    @property
    def often(self) -> str:
        """How often, in words, as it was suggested. What the client would rather do is in `own_words`."""
        if self.how_often == HowOften.OWN:
            return self.often_in_words
        return str(HowOften(self.how_often).label) if self.how_often else ""

    @property
    def is_resting(self) -> bool:
        """ "Not this week" holds for seven days. After them it is shown as at first."""
        rested_at = self.answered_at if self.answer == Answer.NOT_THIS_WEEK else None
        return rested_at is not None and timezone.now() < rested_at + THIS_WEEK


class EnabledQuerySet(OfClientQuerySet):
    def current(self) -> "EnabledQuerySet":
        return self.filter(ended_at=None)


class Enabled(models.Model):
    """Switched on for one client: an exercise that waits for the therapist, or one question that is not asked otherwise."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="enabled")
    exercise = models.SlugField(max_length=60)
    question = models.CharField(max_length=80, default="")  # its linkId; "" is the exercise itself
    enabled_at = models.DateTimeField()
    enabled_by = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = EnabledQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            ("client", "exercise", "question", "enabled_at", "enabled_by", "ended_at"),
            "shows who switched on an exercise that asks for care, and when",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "exercise", "question"],
                condition=Q(ended_at=None),
                name="enabled_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("enabled_at")), name="enabled_before_it_ended"
            ),
        ]

    @property
    def title(self) -> str:
        """The exercise, with the words of the question when it is one alone."""
        try:
            exercise = catalogue.get(self.exercise)
        except catalogue.UnknownExercise:  # the practice withdrew it meanwhile
            return str(_("An exercise that is no longer offered"))
        asked = exercise.question(self.question) if self.question else None
        return f"{exercise.title}: {asked.text}" if asked else exercise.title
