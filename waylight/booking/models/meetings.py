"""What belongs to a meeting: the pre-check before it (REQUIREMENTS 5.2), attempts to reach the client and what was done
when nobody came (5.3).
"""

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from waylight.booking.models.appointments import Appointment, OfAppointmentQuerySet
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedText


def _who_and_when(act: str) -> models.Q:
    """Neither, or both."""
    is_done = models.Q(**{f"{act}_at__isnull": False}) & ~models.Q(**{f"{act}_by": ""})
    return models.Q(**{f"{act}_at": None, f"{act}_by": ""}) | is_done


WHO_AND_WHEN = _who_and_when("taken_back")


class Hearing(models.TextChoices):
    """Can anyone hear?"""

    NO = "no", _("No, I am alone")
    YES = "yes", _("Yes, someone can hear")
    NOT_SURE = "not sure", _("I am not sure")


class PreCheck(models.Model):
    """Where the client is, who can hear, which number to call: said by the client before, or asked by the therapist.

    The place goes after the practice's period (30 days), unless it belongs to something that happened.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="pre_check")
    place = EncryptedText()
    hearing = models.CharField(max_length=8, choices=Hearing, blank=True)
    cannot_speak = models.BooleanField(
        default=False
    )  # a quiet sign to the therapist: "I cannot speak freely"
    is_abroad = models.BooleanField(null=True)  # in another country than usual
    callback = EncryptedText()
    contact_still_right = models.BooleanField(null=True)
    steps = models.JSONField(default=list)  # of getting ready, that the client has seen: names alone
    checked_at = models.DateTimeField()
    checked_by = models.CharField(
        max_length=36
    )  # a user's id: the client's own, or the therapist's who asked
    seen_at = models.DateTimeField(null=True)  # by the therapist, who may have asked it all
    seen_by = models.CharField(max_length=36, blank=True)
    place_forgotten_at = models.DateTimeField(null=True)
    place_kept_at = models.DateTimeField(null=True)  # it belongs to something that happened, and stays
    place_kept_by = models.CharField(max_length=36, blank=True)

    objects = OfAppointmentQuerySet.as_manager()
    privacy = Declaration(
        whose="appointment.client_id",
        retention="record",
        kept=dict.fromkeys(
            (
                "appointment",
                "steps",
                "checked_at",
                "checked_by",
                "seen_at",
                "seen_by",
                "place_forgotten_at",
                "place_kept_at",
                "place_kept_by",
            ),
            "shows that the check was made",
        ),
        blanked=["hearing", "cannot_speak", "is_abroad", "contact_still_right"],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_who_and_when("seen"), name="pre_check_seen_by_somebody"),
            models.CheckConstraint(condition=_who_and_when("place_kept"), name="place_kept_by_somebody"),
        ]

    @property
    def is_complete(self) -> bool:
        """Whether all is there without which nobody can be helped: where they are, who can hear, a number."""
        return bool((self.place or self.place_forgotten_at) and self.hearing and self.callback)

    @property
    def is_seen(self) -> bool:
        """Whether the therapist has seen what was said last, or asked for it."""
        return self.seen_at is not None and self.seen_at >= self.checked_at


class Outcome(models.TextChoices):
    REACHED = "reached", _("We spoke")
    NO_ANSWER = "no answer", _("No answer")
    LEFT_WORD = "left word", _("Left a neutral message")


class Correctable(models.Model):
    """What was noted by mistake is taken back and stays in the history: nothing of it is deleted."""

    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=36, blank=True)  # a user's id

    class Meta:
        abstract = True

    def take_back(self, *, by: str, now: datetime) -> None:
        self.taken_back_at, self.taken_back_by = now, by
        self.save(update_fields=["taken_back_at", "taken_back_by"])


class ContactAttempt(Correctable):
    """One telephone call to the agreed number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="contact_attempts")
    outcome = models.CharField(max_length=9, choices=Outcome)
    attempted_at = models.DateTimeField()
    attempted_by = models.CharField(max_length=36)

    objects = OfAppointmentQuerySet.as_manager()
    privacy = Declaration(
        whose="appointment.client_id",
        retention="record",
        kept=dict.fromkeys(
            ("appointment", "outcome", "attempted_at", "attempted_by", "taken_back_at", "taken_back_by"),
            "shows who tried to reach the person, and when",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=WHO_AND_WHEN, name="call_taken_back_by_somebody"),
        ]


class Step(models.TextChoices):
    """The agreed route after nobody came, in its order (REQUIREMENTS 5.3)."""

    CALL = "call", _("Call the agreed number")
    CALL_AGAIN = "call again", _("Wait some minutes, then call again")
    SAFETY = "safety", _("Look at the safety steps")
    CONTACT = "contact", _("If you are worried, call the person they named")


class Taken(models.TextChoices):
    """What became of a step."""

    DONE = "done", _("Done")
    NOT_NEEDED = "not needed", _("Not needed")
    NOT_POSSIBLE = "not possible", _("Not possible")


class RouteStep(Correctable):
    """One step of the agreed route, and whether it could be taken. Until all have an answer no message goes about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="route_steps")
    step = models.CharField(max_length=10, choices=Step)
    taken = models.CharField(max_length=12, choices=Taken)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=36)  # a user's id

    objects = OfAppointmentQuerySet.as_manager()
    privacy = Declaration(
        whose="appointment.client_id",
        retention="record",
        kept=dict.fromkeys(
            ("appointment", "step", "taken", "taken_at", "taken_by", "taken_back_at", "taken_back_by"),
            "shows what was done when nobody came, and when",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "step"],
                condition=models.Q(taken_back_at=None),
                name="one_answer_to_a_step",
            ),
            models.CheckConstraint(condition=WHO_AND_WHEN, name="step_taken_back_by_somebody"),
            models.CheckConstraint(condition=models.Q(step__in=Step.values), name="route_step_is_known"),
            models.CheckConstraint(
                condition=models.Q(taken__in=Taken.values), name="route_step_has_an_answer"
            ),
        ]
