"""Session notes that are signed and then only added to, take-aways, and closings."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waylight.booking.models import Appointment
from waylight.people.models import Client, OfClientQuerySet
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedJSON, EncryptedText


class RecordQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "RecordQuerySet":
        """The therapist who has an open episode of care with this client; nobody else, no manager."""
        if getattr(user, "role", "") != "therapist":
            return self.none()
        return self.filter(appointment__in=Appointment.objects.visible_to(user))


class SessionNote(models.Model):
    """FHIR Composition: the therapist's note of one session. Once signed it is only added to.

    `parts` holds {"worked_on", "safety_talked", "plan_changed", "next_step"} (UI.md J7), and how the session ended with its
    take-away or reason. `revision` counts the savings and `saved_in` names the browser window of the last one; what an
    older window wrote afterwards is kept in `aside`, by window, until both are put together.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="note")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="notes")
    parts = EncryptedJSON()
    aside = EncryptedJSON()
    revision = models.PositiveIntegerField(default=0)
    saved_in = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    objects = RecordQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            ("appointment", "client", "created_at", "saved_at"), "shows that a note was written"
        )
        | dict.fromkeys(("revision", "saved_in"), "counts savings; says nothing of the words"),
    )

    @property
    def is_signed(self) -> bool:
        return hasattr(self, "signature")


class OfNoteQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfNoteQuerySet":
        return self.filter(note__in=SessionNote.objects.visible_to(user))


class Signature(models.Model):
    """Closes a note. `digest` is an HMAC of the words that were signed."""

    note = models.OneToOneField(SessionNote, on_delete=models.PROTECT, related_name="signature")
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfNoteQuerySet.as_manager()
    privacy = Declaration(
        whose="note.client_id",
        retention="record",
        kept=dict.fromkeys(("note", "signed_at", "signed_by"), "shows who signed, and when"),
        blanked=["digest"],
    )


class Addendum(models.Model):
    """Words added to a signed note."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    note = models.ForeignKey(SessionNote, on_delete=models.PROTECT, related_name="addenda")
    words = EncryptedText()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfNoteQuerySet.as_manager()
    privacy = Declaration(
        whose="note.client_id",
        retention="record",
        kept=dict.fromkeys(("note", "added_at", "added_by"), "shows who added, and when"),
    )


class TakeAwayQuerySet(OfClientQuerySet):
    def newest_first(self) -> "TakeAwayQuerySet":
        return self.order_by("-given_at", "pk")


class TakeAway(models.Model):
    """Something practical from a session (MISSION S13), at most 280 characters; the client has it from `given_at` on.

    Before that it is a part of the draft note.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="take_away")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="take_aways")
    words = EncryptedText()
    given_at = models.DateTimeField()

    objects = TakeAwayQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(("appointment", "client", "given_at"), "shows that something was given"),
    )

    class Meta:
        indexes = [models.Index(fields=["client", "-given_at"])]


class Ending(models.TextChoices):
    """How a session ended."""

    TOOK_PLACE = "took place", _("It took place")
    BROKE_OFF = "broke off", _("It broke off")
    LEADS_NO_FURTHER = "no further", _("A first talk that leads no further")
    NOBODY_CAME = "nobody came", _("Nobody came")


class SessionClosing(models.Model):
    """A session was closed: with its take-away, or with a reason and what was done instead (MISSION S13)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="closing")
    ending = models.CharField(max_length=11, choices=Ending)
    take_away = models.OneToOneField(TakeAway, on_delete=models.PROTECT, null=True, related_name="closing")
    reason = EncryptedText()
    done_instead = EncryptedText()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()
    privacy = Declaration(
        whose="appointment.client_id",
        retention="record",
        kept=dict.fromkeys(
            ("appointment", "ending", "take_away", "closed_at", "closed_by"), "shows how the session ended"
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(ending="took place") | Q(take_away__isnull=False),
                name="took_place_gives_a_take_away",
            )
        ]
