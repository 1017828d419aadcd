"""The secret address by which somebody without an account chooses, moves or cancels a time."""

import uuid
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import models

from waylight.booking.models.appointments import Appointment, Kind, Status
from waylight.people.models import Client, Therapist
from waylight.privacy.declarations import Declaration


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


class BookingLinkQuerySet(models.QuerySet["BookingLink"]):
    def of_secret(self, secret: str) -> "BookingLinkQuerySet":
        return self.filter(digest=digest_of(secret))

    def visible_to(self, user: Any) -> "BookingLinkQuerySet":
        role = getattr(user, "role", "")
        if role == "manager":
            return self
        return self.filter(client__user=user) if role == "client" else self.none()


class BookingLink(models.Model):
    """An offer of a therapist's free times to one client. Only the digest of the secret is kept.

    It shows times and nothing else; it ends at `expires_at`, at the cut-off of its appointment, or when revoked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    digest = models.CharField(max_length=64, unique=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="booking_links")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    appointment = models.OneToOneField(Appointment, on_delete=models.SET_NULL, null=True, related_name="link")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = BookingLinkQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            ("client", "therapist", "kind", "appointment", "created_at", "expires_at", "revoked_at"),
            "shows what was offered, and when",
        )
        | {"digest": "tells nothing, and the secret behind it is kept nowhere"},
    )

    def is_live(self, now: datetime, cutoff_hours: int) -> bool:
        """Until it expires, or until the cut-off of its appointment; one booked after its cut-off shows until it starts.

        After a cancelled appointment it serves to choose another time; after one that took place it is spent.
        """
        if self.revoked_at is not None:
            return False
        if self.appointment is None or self.appointment.status == Status.CANCELLED:
            return now < self.expires_at
        cut_off = self.appointment.cut_off(cutoff_hours)
        ends_at = self.appointment.starts_at if self.appointment.booked_at >= cut_off else cut_off
        return self.appointment.is_booked and now < ends_at

    @property
    def standing(self) -> Appointment | None:
        """Its appointment, unless there is none or it was called off."""
        return self.appointment if self.appointment is not None and self.appointment.is_booked else None
