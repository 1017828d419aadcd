"""The loop of relief and return (MISSION S3): one drawing of a client's, that client and therapist write together."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from waylight.care.models.plans import VersionStands
from waylight.people.models import Client, OfClientQuerySet
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedJSON


class ReliefLoop(models.Model):
    """The loop as it was saved once. The one with the highest number is the drawing now; the others are its past.

    Append-only. `number` counts from 1 without a gap. `parts` holds what stands in each place (care.relief.PLACES).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="relief_loops")
    number = models.PositiveIntegerField()
    parts = EncryptedJSON()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfClientQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            ("client", "number", "saved_at", "saved_by"), "shows that it was drawn, by whom and when"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="one_loop_of_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="loops_count_from_one"),
        ]

    def save(self, *args: Any, **options: Any) -> None:
        """Raises VersionStands when it is saved already."""
        if not self._state.adding:
            raise VersionStands
        super().save(*args, **options)
