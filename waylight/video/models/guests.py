"""Somebody without an account who comes into a session: an interpreter, or a parent for the last ten minutes."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waylight.booking.models import Appointment
from waylight.booking.models.appointments import OPENS_BEFORE
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedText

AT_THE_END = timedelta(minutes=10)  # before the planned end


class Part(models.TextChoices):
    """As what somebody is there. All in the room see it."""

    INTERPRETER = "interpreter", _("Interpreter")
    PARENT = "parent", _("Parent or carer")
    OTHER = "other", _("Someone else they chose")


class Stay(models.TextChoices):
    THROUGHOUT = "throughout", _("For the whole session")
    AT_THE_END = "at the end", _("For the last 10 minutes")


class RoomGuestQuerySet(models.QuerySet["RoomGuest"]):
    def visible_to(self, user: Any) -> "RoomGuestQuerySet":
        """The client and the therapist of the session. A manager sees times, not who else was there."""
        if getattr(user, "role", "") == "manager":
            return self.none()
        return self.filter(appointment__in=Appointment.objects.visible_to(user))

    def standing(self) -> "RoomGuestQuerySet":
        """Those who may come, or are waited for an answer about."""
        return self.filter(declined_at=None, removed_at=None)


class RoomGuest(models.Model):
    """The therapist named them, the client agreed; either can remove them. The link opens one room, at its time alone.

    The secret is sealed with the client's key, so that both can show it again to the person it is for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="room_guests")
    digest = models.CharField(max_length=64, unique=True)  # of the secret: by it the link is found
    secret = EncryptedText()
    name = EncryptedText()
    part = models.CharField(max_length=11, choices=Part)
    stay = models.CharField(max_length=10, choices=Stay)
    named_at = models.DateTimeField()
    named_by = models.CharField(max_length=36)  # a user's id, as the next ones
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.CharField(max_length=36, blank=True)
    declined_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=36, blank=True)

    objects = RoomGuestQuerySet.as_manager()
    privacy = Declaration(
        whose="appointment.client_id",
        retention="record",
        kept=dict.fromkeys(
            (
                *("appointment", "part", "stay", "named_at", "named_by", "agreed_at", "agreed_by"),
                *("declined_at", "removed_at", "removed_by"),
            ),
            "shows who was let into a session, and that the person agreed",
        )
        | {"digest": "tells nothing, and the secret behind it is sealed"},
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(part__in=Part.values), name="guest_part_is_known"),
            models.CheckConstraint(condition=Q(stay__in=Stay.values), name="guest_stay_is_known"),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by="") | (Q(agreed_at__isnull=False) & ~Q(agreed_by="")),
                name="guest_agreed_to_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by="")
                | (Q(removed_at__isnull=False) & ~Q(removed_by="")),
                name="guest_removed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(declined_at=None), name="guest_is_agreed_to_or_declined"
            ),
        ]

    def __str__(self) -> str:
        return f"Guest {self.pk}"

    @property
    def is_agreed(self) -> bool:
        return self.agreed_at is not None and self.removed_at is None

    @property
    def awaits_answer(self) -> bool:
        return self.agreed_at is None and self.declined_at is None and self.removed_at is None

    @property
    def begins_at(self) -> datetime:
        """When they are wanted."""
        if self.stay == Stay.AT_THE_END:
            return self.appointment.ends_at - AT_THE_END
        return self.appointment.starts_at

    def may_wait(self, now: datetime) -> bool:
        """From 15 minutes before they are wanted, but not before the room itself opens."""
        return self.appointment.is_open(now) and now >= self.begins_at - OPENS_BEFORE
