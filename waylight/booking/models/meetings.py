"""What belongs to a meeting: the pre-check before it (REQUIREMENTS 5.2) and attempts to reach the client (5.3)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from waylight.booking.models.appointments import Appointment, OfAppointmentQuerySet
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedText


class Hearing(models.TextChoices):
    """Can anyone hear?"""

    NO = "no", _("No, I am alone")
    YES = "yes", _("Yes, someone can hear")
    NOT_SURE = "not sure", _("I am not sure")


class PreCheck(models.Model):
    """Where the client is, who can hear, which number to call. The place goes after the practice's period (30 days)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="pre_check")
    place = EncryptedText()
    hearing = models.CharField(max_length=8, choices=Hearing)
    callback = EncryptedText()
    contact_still_right = models.BooleanField(null=True)
    checked_at = models.DateTimeField()
    checked_by = models.CharField(
        max_length=36
    )  # a user's id: the client's own, or the therapist's who asked
    place_forgotten_at = models.DateTimeField(null=True)

    objects = OfAppointmentQuerySet.as_manager()
    privacy = Declaration(
        whose="appointment.client_id",
        retention="record",
        kept=dict.fromkeys(
            ("appointment", "checked_at", "checked_by", "place_forgotten_at"), "shows that the check was made"
        ),
        blanked=["hearing", "contact_still_right"],
    )


class Outcome(models.TextChoices):
    REACHED = "reached", _("We spoke")
    NO_ANSWER = "no answer", _("No answer")
    LEFT_WORD = "left word", _("Left a neutral message")


class ContactAttempt(models.Model):
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
            ("appointment", "outcome", "attempted_at", "attempted_by"),
            "shows who tried to reach the person, and when",
        ),
    )
