"""Registrations and the checks that two people make of them on the public register (REQUIREMENTS 6)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from waylight.people.bodies import BODIES, Body
from waylight.privacy.declarations import Declaration


class Status(models.TextChoices):
    """What the register showed."""

    IN_FORCE = "in force", _("In force")
    CONDITIONS = "conditions", _("In force, with conditions or a warning")
    SUSPENDED = "suspended", _("Suspended")
    LAPSED = "lapsed", _("Lapsed or removed")
    NOT_FOUND = "not found", _("Not found on the register")


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def in_force(self, on: date) -> "RegistrationQuerySet":
        """Not expired, seen in force by two people, and without a concern."""
        return self.confirmed(on).exclude(Exists(_concerns()))

    def confirmed(self, on: date) -> "RegistrationQuerySet":
        """Not expired, and seen in force by two people, whatever else was seen."""
        sound = RegisterCheck.objects.sound().filter(registration=OuterRef("pk"))
        return self.filter(Exists(sound), expires_on__gte=on)

    def with_concern(self) -> "RegistrationQuerySet":
        """Somebody saw conditions, a suspension, a lapse or nothing, and no two people have seen it in force since.

        One person is enough to raise a concern; to lay it two are needed.
        """
        return self.filter(Exists(_concerns()))

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

    @property
    def of_body(self) -> Body | None:
        """The professional body, None when it is no longer in the file."""
        return BODIES.get(self.body)

    @property
    def short(self) -> str:
        """ "HCPC DEMO-1"."""
        return f"{self.of_body.short if self.of_body else self.body} {self.number}"

    def is_in_force(self, on: date) -> bool:
        return Registration.objects.filter(pk=self.pk).in_force(on).exists()


class RegisterCheckQuerySet(models.QuerySet["RegisterCheck"]):
    def sound(self) -> "RegisterCheckQuerySet":
        """In force, seen by two people."""
        return self.filter(status=Status.IN_FORCE).exclude(confirmed_at=None)

    def later(self) -> "RegisterCheckQuerySet":
        """Inside a subquery: those of the same registration that were recorded after the outer check."""
        same_moment = Q(recorded_at=OuterRef("recorded_at"), pk__gt=OuterRef("pk"))
        return self.filter(
            Q(recorded_at__gt=OuterRef("recorded_at")) | same_moment, registration=OuterRef("registration")
        )

    def to_confirm(self) -> "RegisterCheckQuerySet":
        """The newest check of each registration where the second person is still missing."""
        return self.filter(confirmed_at=None).exclude(Exists(RegisterCheck.objects.later()))

    def visible_to(self, user: Any) -> "RegisterCheckQuerySet":
        return self if getattr(user, "is_staff_member", False) else self.none()


class RegisterCheck(models.Model):
    """What one person saw on the public register, and the second person who confirmed it. Append-only."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="checks")
    status = models.CharField(max_length=10, choices=Status)
    seen_on = models.DateField()
    expires_on = models.DateField(null=True)  # a new date on the register: taken over once it is confirmed
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
                "expires_on",
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

    def is_superseded(self) -> bool:
        newer = Q(recorded_at__gt=self.recorded_at) | Q(recorded_at=self.recorded_at, pk__gt=self.pk)
        return RegisterCheck.objects.filter(newer, registration=self.registration_id).exists()


def _concerns() -> RegisterCheckQuerySet:
    """Inside a subquery over registrations: what stands against the outer one."""
    raised = RegisterCheck.objects.filter(registration=OuterRef("pk")).exclude(status=Status.IN_FORCE)
    return raised.exclude(Exists(RegisterCheck.objects.sound().later()))
