"""Registrations and the checks that two people make of them on the public register (REQUIREMENTS 6)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from waylight.privacy.declarations import Declaration


class Status(models.TextChoices):
    """What the register showed."""

    IN_FORCE = "in force", "In force"
    CONDITIONS = "conditions", "In force, with conditions or a warning"
    SUSPENDED = "suspended", "Suspended"
    LAPSED = "lapsed", "Lapsed or removed"
    NOT_FOUND = "not found", "Not found on the register"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def in_force(self, on: date) -> "RegistrationQuerySet":
        """Not expired, and the newest check says "in force" and was confirmed by a second person."""
        newest = RegisterCheck.objects.filter(registration=OuterRef("pk")).order_by("-recorded_at")
        confirmed = newest.exclude(confirmed_at=None)
        return self.alias(
            newest_status=Subquery(newest.values("status")[:1]),
            sound=Subquery(confirmed.values("status")[:1]),
        ).filter(expires_on__gte=on, newest_status=Status.IN_FORCE, sound=Status.IN_FORCE)

    def with_concern(self) -> "RegistrationQuerySet":
        """The newest check, confirmed or not, found conditions, a suspension, a lapse, or nothing: that counts at once."""
        newest = RegisterCheck.objects.filter(registration=OuterRef("pk")).order_by("-recorded_at")
        return self.alias(newest_status=Subquery(newest.values("status")[:1])).filter(
            newest_status__in=[Status.CONDITIONS, Status.SUSPENDED, Status.NOT_FOUND, Status.LAPSED]
        )

    def visible_to(self, user: Any) -> "RegistrationQuerySet":
        """Staff see all; the public sees them on a shown therapist's page only."""
        return self if getattr(user, "is_staff_member", False) else self.none()


class Registration(models.Model):
    """A therapist's entry on the register of a professional body. `body` is a key of people/bodies.json."""

    therapist = models.ForeignKey("people.Therapist", on_delete=models.PROTECT, related_name="registrations")
    body = models.CharField(max_length=20)
    title_used = models.CharField(max_length=80)
    number = models.CharField(max_length=30)
    expires_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RegistrationQuerySet.as_manager()
    privacy = Declaration(
        whose="therapist.user_id",
        retention="staff",
        kept=dict.fromkeys(
            ("therapist", "body", "title_used", "number", "expires_on", "created_at"),
            "public on the register; shows who was registered when",
        ),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "number"], name="one_entry_on_a_register")]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    def is_in_force(self, on: date) -> bool:
        return Registration.objects.filter(pk=self.pk).in_force(on).exists()


class RegisterCheckQuerySet(models.QuerySet["RegisterCheck"]):
    def to_confirm(self) -> "RegisterCheckQuerySet":
        """The newest check of each registration where the second person is still missing."""
        newer = RegisterCheck.objects.filter(
            registration=OuterRef("registration"), recorded_at__gt=OuterRef("recorded_at")
        )
        return self.filter(confirmed_at=None).exclude(Exists(newer))

    def visible_to(self, user: Any) -> "RegisterCheckQuerySet":
        return self if getattr(user, "is_staff_member", False) else self.none()


class RegisterCheck(models.Model):
    """What one person saw on the public register, and the second person who confirmed it. Append-only."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="checks")
    status = models.CharField(max_length=10, choices=Status)
    seen_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = RegisterCheckQuerySet.as_manager()
    privacy = Declaration(
        whose="registration.therapist.user_id",
        retention="staff",
        kept=dict.fromkeys(
            (
                "registration",
                "status",
                "seen_on",
                "recorded_at",
                "recorded_by",
                "confirmed_at",
                "confirmed_by",
            ),
            "proof that the register was checked",
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["registration", "-recorded_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="confirmed_by_and_when",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("recorded_by")),
                name="second_person_is_another",
            ),
        ]
