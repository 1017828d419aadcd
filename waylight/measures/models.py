"""Schedules, administrations, answers and scores. The instruments themselves are files (`instruments/`)."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waylight.booking.models import Appointment
from waylight.measures import catalogue
from waylight.people.models import Client, OfClientQuerySet, Therapist
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import PRIVATE, RECORD, EncryptedJSON

LONGEST_RHYTHM = 26  # weeks


class ScheduleQuerySet(OfClientQuerySet):
    def running(self) -> "ScheduleQuerySet":
        return self.filter(ended_at=None)


class Schedule(models.Model):
    """An instrument every so many weeks, as client and therapist agreed (measures.json, rules)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="measure_schedules")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    instrument = models.SlugField(max_length=40)
    every_weeks = models.PositiveSmallIntegerField()
    next_on = models.DateField()
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ScheduleQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            ("client", "therapist", "instrument", "every_weeks", "next_on", "set_at", "ended_at"),
            "shows what was asked, and how often",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "instrument"],
                condition=Q(ended_at=None),
                name="one_schedule_of_an_instrument",
            ),
            models.CheckConstraint(
                condition=Q(every_weeks__gte=1, every_weeks__lte=LONGEST_RHYTHM), name="schedule_counts_weeks"
            ),
        ]

    @property
    def title(self) -> str:
        return catalogue.get(self.instrument).title


class Setting(models.TextChoices):
    """Whether somebody is with the client while they answer: an answer that needs a person has one then (R-3.3)."""

    ALONE = "alone", _("On their own")
    TOGETHER = "together", _("Together in a session")


class Reader(models.TextChoices):
    """To whom the client sends feedback on a session; empty until they choose, and for everything else."""

    THERAPIST = "therapist", _("My therapist")
    LEAD = "lead", _("The lead of the practice")


class AdministrationQuerySet(OfClientQuerySet):
    def open(self) -> "AdministrationQuerySet":
        """Given, and neither sent nor put away."""
        return self.filter(finished_at=None, ended_at=None)

    def finished(self) -> "AdministrationQuerySet":
        return self.exclude(finished_at=None)

    def unread(self) -> "AdministrationQuerySet":
        """Sent, and nobody has read it; by when that was promised."""
        return self.finished().filter(read_at=None).order_by("read_by", "pk")

    def for_lead(self) -> "AdministrationQuerySet":
        """Feedback that clients sent to the lead of the practice: for managers."""
        return self.finished().filter(reader=Reader.LEAD)

    def visible_to(self, user: Any) -> "AdministrationQuerySet":
        """The client's own; for the therapist those of clients in care; what was sent to the lead is for managers alone."""
        role = getattr(user, "role", "")
        if role == "manager":
            return self.for_lead()
        found = super().visible_to(user)
        if role != "therapist":
            return found
        # Feedback begins as the client's own act, so it is nobody's until it is sent to the therapist it is about.
        is_feedback = Q(instrument=catalogue.FEEDBACK)
        return found.filter(~is_feedback | Q(reader=Reader.THERAPIST, therapist__user=user))


class Administration(models.Model):
    """One time that an instrument is given to a client, and what became of it.

    `ended_at` without `finished_at`: put away, by the client (“not this time”) or by the therapist. Both are whole answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="administrations")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    instrument = models.SlugField(max_length=40)
    version = models.CharField(max_length=20)
    setting = models.CharField(max_length=8, choices=Setting)
    schedule = models.ForeignKey(
        Schedule, on_delete=models.PROTECT, null=True, related_name="administrations"
    )
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, related_name="administrations"
    )
    reader = models.CharField(max_length=9, choices=Reader, blank=True)
    given_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)  # since then there is an answer
    support_due = models.BooleanField(default=False)  # the page of support comes before the next question
    finished_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    read_by = models.DateTimeField(null=True)  # promised, when it was sent: read by then
    read_at = models.DateTimeField(null=True)

    objects = AdministrationQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            (
                "client",
                "therapist",
                "instrument",
                "version",
                "setting",
                "reader",
                "schedule",
                "appointment",
                "given_at",
                "answered_at",
                "finished_at",
                "ended_at",
                "read_by",
                "read_at",
            ),
            "shows that questions were asked and answered, without the answers",
        ),
        blanked=["support_due"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["client", "-given_at"], name="administration_of_client"),
            models.Index(fields=["client", "instrument", "finished_at"], name="administration_in_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "instrument"],
                condition=Q(finished_at=None, ended_at=None) & ~Q(instrument=catalogue.FEEDBACK),
                name="one_open_administration",
            ),
            models.UniqueConstraint(
                fields=["appointment", "instrument"],
                condition=Q(instrument=catalogue.FEEDBACK, ended_at=None),
                name="one_feedback_on_a_session",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(answered_at__isnull=False, read_by__isnull=False),
                name="finished_with_a_promise",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(finished_at__isnull=False, read_at__gte=F("finished_at")),
                name="answers_are_read_after_they_were_sent",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(finished_at=None), name="put_away_or_finished"
            ),
            models.CheckConstraint(condition=Q(setting__in=Setting.values), name="setting_is_known"),
            models.CheckConstraint(
                condition=Q(reader="") | Q(instrument=catalogue.FEEDBACK, reader__in=Reader.values),
                name="feedback_alone_has_a_reader",
            ),
            models.CheckConstraint(
                condition=~Q(instrument=catalogue.FEEDBACK, reader="", finished_at__isnull=False),
                name="feedback_is_sent_to_somebody",
            ),
        ]

    @property
    def form(self) -> catalogue.Instrument:
        return catalogue.get(self.instrument)

    @property
    def title(self) -> str:
        return self.form.title

    @property
    def is_open(self) -> bool:
        return self.finished_at is None and self.ended_at is None

    @property
    def is_feedback(self) -> bool:
        return self.instrument == catalogue.FEEDBACK

    @property
    def is_alone(self) -> bool:
        return self.setting == Setting.ALONE

    @property
    def answered(self) -> dict[str, Any]:
        """question → value, None where they prefer not to answer. Keys are fetched once for all of them."""
        return {row.question: row.content.get("value") for row in self.answers.all()}


class OfAdministrationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAdministrationQuerySet":
        """As the administration; staff see answers only of what was sent."""
        seen = Administration.objects.visible_to(user)
        if getattr(user, "role", "") != "client":
            seen = seen.finished()
        return self.filter(administration__in=seen)


def key_of(answer: "Answer") -> str:
    return PRIVATE if answer.administration.finished_at is None else RECORD


class Answer(models.Model):
    """FHIR QuestionnaireResponse.item: {"value": …}, None for “prefer not to answer”. With the private key until it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    administration = models.ForeignKey(Administration, on_delete=models.CASCADE, related_name="answers")
    question = models.SlugField(max_length=40)
    content = EncryptedJSON(key=key_of)
    answered_at = models.DateTimeField()

    objects = OfAdministrationQuerySet.as_manager()
    privacy = Declaration(
        whose="administration.client_id",
        retention="record",
        kept=dict.fromkeys(
            ("administration", "question", "answered_at"),
            "shows which question was seen, not what was answered",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["administration", "question"], name="one_answer_to_a_question")
        ]


class Score(models.Model):
    """FHIR Observation: the total of a finished administration, {"value", "out_of", "is_estimated"}."""

    administration = models.OneToOneField(
        Administration, on_delete=models.CASCADE, primary_key=True, related_name="score"
    )
    content = EncryptedJSON()
    scored_at = models.DateTimeField()

    objects = OfAdministrationQuerySet.as_manager()
    privacy = Declaration(
        whose="administration.client_id",
        retention="record",
        kept={"scored_at": "shows that a total was made, not which"},
    )
