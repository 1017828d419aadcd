"""Wrapped keys, the audit trail, the results of forms already sent, and rows that are written once."""

import uuid
from typing import Any

from django.db import models

from waylight.privacy.declarations import Declaration, NoPersonalData


class AppendOnly(models.Model):
    """A row that is written once: what is true now is a new row. Saving it again raises TypeError."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{self._meta.label} is written once.")
        super().save(*args, **kwargs)


class PersonKey(models.Model):
    """One of the two keys of a person, wrapped by the practice's master key. Empty once destroyed."""

    person = models.CharField(max_length=36)
    kind = models.CharField(max_length=7, choices=[("record", "record"), ("private", "private")])
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    privacy = NoPersonalData("A key says nothing by itself.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_key_of_a_kind"),
            models.CheckConstraint(
                condition=models.Q(destroyed_at=None) | models.Q(wrapped=b""), name="destroyed_key_is_gone"
            ),
        ]


class AuditEvent(models.Model):
    """Who did what to whose record, and when: ids only, never words (REQUIREMENTS R-1, ASVS 16.3.2).

    The worker links each event into a chain: `digest` covers the event and the digest before it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField()
    actor = models.CharField(max_length=36)  # a user's id, or "visitor", "worker"
    verb = models.CharField(max_length=60)
    person = models.CharField(max_length=36, blank=True)
    kind = models.CharField(max_length=60, blank=True)  # the model of the row it is about
    row = models.CharField(max_length=36, blank=True)
    position = models.BigIntegerField(null=True, unique=True)
    digest = models.BinaryField(null=True)

    privacy = NoPersonalData("Ids alone; they lead to a person only together with that person's own rows.")

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"]),
            models.Index(fields=["at"], condition=models.Q(position=None), name="audit_not_linked"),
        ]


class SentForm(models.Model):
    """A form that was sent once, and where it led. The same key leads there again and does nothing twice."""

    key = models.UUIDField(primary_key=True)
    actor = models.CharField(max_length=36)  # a user's id, or "visitor"
    route = models.CharField(max_length=100)
    location = models.BinaryField(
        default=bytes
    )  # the address, sealed: it may hold the secret of a link; never a body
    sent_at = models.DateTimeField(auto_now_add=True)

    privacy = Declaration(
        whose="actor",
        retention="technical",
        kept=dict.fromkeys(("actor", "route", "location", "sent_at"), "needed for 30 days, then deleted"),
    )

    class Meta:
        indexes = [models.Index(fields=["sent_at"])]
