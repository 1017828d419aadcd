"""Systems that may read by FHIR: what the practice authorised, the secret they show, and which clients allowed it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waylight.people.models import Client
from waylight.privacy.declarations import Declaration


class SystemQuerySet(models.QuerySet["System"]):
    def authorised(self) -> "SystemQuerySet":
        return self.filter(ended_at=None)

    def visible_to(self, user: Any) -> "SystemQuerySet":
        """Managers see all; clients see those that are authorised, since they may allow them."""
        role = getattr(user, "role", "")
        if role == "manager":
            return self
        return self.authorised() if role == "client" else self.none()


class System(models.Model):
    """A system outside that may read. What it may read never changes: clients allowed just that."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=300)  # as clients read it
    types = models.JSONField()  # FHIR resource types
    authorised_at = models.DateTimeField()
    authorised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = SystemQuerySet.as_manager()
    privacy = Declaration(
        whose="authorised_by_id",
        retention="staff",
        kept=dict.fromkeys(
            ("name", "purpose", "types", "authorised_at", "authorised_by", "ended_at"),
            "shows which systems could read, and who said so",
        ),
    )

    def __str__(self) -> str:
        return self.name


class TokenQuerySet(models.QuerySet["Token"]):
    def visible_to(self, user: Any) -> "TokenQuerySet":
        return self if getattr(user, "role", "") == "manager" else self.none()


class Token(models.Model):
    """A bearer token (RFC 6750) of a system. Only the digest of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)  # the last day on which it was shown

    objects = TokenQuerySet.as_manager()
    privacy = Declaration(
        whose="made_by_id",
        retention="staff",
        kept=dict.fromkeys(
            ("system", "made_at", "made_by", "expires_at", "revoked_at", "used_on"),
            "shows since when, and until when, a system could read",
        )
        | {"digest": "tells nothing, and the secret behind it is kept nowhere"},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system"], condition=Q(revoked_at=None), name="one_token_of_a_system"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="token_expires_after_it_was_made"
            ),
        ]


class AllowanceQuerySet(models.QuerySet["Allowance"]):
    def standing(self) -> "AllowanceQuerySet":
        return self.filter(ended_at=None)

    def visible_to(self, user: Any) -> "AllowanceQuerySet":
        """The client's own. The office sees how many there are, and not whose."""
        return self.filter(client__user=user) if getattr(user, "role", "") == "client" else self.none()


class Allowance(models.Model):
    """A client's yes to one system, until it is taken back. Without it the system finds nothing of theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="allowances")
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="allowances")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = AllowanceQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            ("client", "system", "given_at", "ended_at"), "proof of what was allowed, and until when"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "system"], condition=Q(ended_at=None), name="one_standing_allowance"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("given_at")),
                name="allowance_ends_after_it_was_given",
            ),
        ]
