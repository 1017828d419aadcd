"""A client's own list of things that help."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from waylight.people.models import Client
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import PRIVATE, EncryptedText


class SkillQuerySet(models.QuerySet["Skill"]):
    def shown(self) -> "SkillQuerySet":
        return self.filter(hidden_at=None)

    def visible_to(self, user: Any) -> "SkillQuerySet":
        """The client's own, and nobody else's: no therapist reads this list."""
        return (
            self.filter(client__user=user) if getattr(user, "role", "") == "client" else self.none()
        ).order_by("added_at", "pk")


class Skill(models.Model):
    """One thing that helps, in the client's words. How often it helped is written nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="skills")
    words = EncryptedText(key=PRIVATE)
    from_exercise = models.SlugField(
        max_length=60, default=""
    )  # of the library, where it was taken from there
    added_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)

    objects = SkillQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            ("client", "from_exercise", "added_at", "hidden_at"),
            "shows that there was a list, without the words",
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["client", "added_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at=None) | Q(hidden_at__gte=F("added_at")),
                name="hidden_after_it_was_added",
            )
        ]
