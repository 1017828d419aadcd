"""The room of one appointment, and who asked to come in, was let in, left."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waylight.booking.models import Appointment
from waylight.booking.models.appointments import OfAppointmentQuerySet
from waylight.privacy.declarations import Declaration

HEARD_FOR = timedelta(minutes=2)  # twice as long as an open page is silent


class Role(models.TextChoices):
    CLIENT = "client", _("Client")
    THERAPIST = "therapist", _("Therapist")
    GUEST = "guest", _("Guest")


def _by_somebody(act: str) -> Q:
    """When and by whom: neither, or both."""
    at, by = f"{act}_at", f"{act}_by"
    return Q(**{at: None, by: ""}) | (Q(**{f"{at}__isnull": False}) & ~Q(**{by: ""}))


class Room(models.Model):
    """One for each appointment, and its address is the appointment's: both have the same id."""

    appointment = models.OneToOneField(
        Appointment, on_delete=models.CASCADE, primary_key=True, related_name="room"
    )
    opened_at = models.DateTimeField()  # the first of the two came
    later_at = models.DateTimeField(null=True)  # the therapist asked for some minutes
    later_minutes = models.PositiveSmallIntegerField(null=True)
    began_at = models.DateTimeField(null=True)  # client and therapist were both inside
    landing_at = models.DateTimeField(null=True)  # the two minutes before the end
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=36, blank=True)  # a user's id

    objects = OfAppointmentQuerySet.as_manager()
    privacy = Declaration(
        whose="appointment.client_id",
        retention="record",
        kept=dict.fromkeys(
            (
                *("appointment", "opened_at", "later_at", "later_minutes", "began_at"),
                *("landing_at", "ended_at", "ended_by"),
            ),
            "shows when a session took place",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(later_at=None, later_minutes=None)
                | Q(later_at__isnull=False, later_minutes__isnull=False),
                name="later_says_how_long",
            ),
            models.CheckConstraint(condition=_by_somebody("ended"), name="room_ended_by_somebody"),
        ]

    @property
    def later_until(self) -> datetime | None:
        if self.later_at is None or self.later_minutes is None:
            return None
        return self.later_at + timedelta(minutes=self.later_minutes)


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def visible_to(self, user: Any) -> "AdmissionQuerySet":
        """As the session; but a manager sees times, not who else was there."""
        rows = self.filter(room__appointment__in=Appointment.objects.visible_to(user))
        return rows.exclude(role=Role.GUEST) if getattr(user, "role", "") == "manager" else rows

    def open(self) -> "AdmissionQuerySet":
        """Those who neither left nor were removed. A line that dropped is no leaving."""
        return self.filter(left_at=None, removed_at=None)

    def admitted(self) -> "AdmissionQuerySet":
        return self.filter(admitted_at__isnull=False)

    def here(self, now: datetime) -> "AdmissionQuerySet":
        """Those whose page is open, as far as the server has heard."""
        return self.open().filter(seen_at__gt=now - HEARD_FOR)

    def waiting(self, now: datetime) -> "AdmissionQuerySet":
        """Those who are there and not let in yet, who came first first."""
        return self.here(now).filter(admitted_at=None).order_by("asked_at")


class Admission(models.Model):
    """FHIR Encounter, virtual. `seat` is all that the other browsers and the signalling know of somebody."""

    seat = models.UUIDField(primary_key=True, default=uuid.uuid4)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="admissions")
    role = models.CharField(max_length=9, choices=Role)
    who = models.CharField(max_length=36)  # a user's id, or a guest's
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)  # the server last heard from the page; None once it is closed
    admitted_at = models.DateTimeField(null=True)
    admitted_by = models.CharField(max_length=36, blank=True)
    left_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=36, blank=True)

    objects = AdmissionQuerySet.as_manager()
    privacy = Declaration(
        whose="room.appointment.client_id",
        retention="record",
        kept=dict.fromkeys(
            (
                *("room", "role", "who", "asked_at", "seen_at", "admitted_at", "admitted_by"),
                *("left_at", "removed_at", "removed_by"),
            ),
            "shows who was in a session, and who let them in",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "who"],
                condition=Q(left_at=None, removed_at=None),
                name="one_seat_for_a_person",
            ),
            models.CheckConstraint(condition=_by_somebody("admitted"), name="admitted_by_somebody"),
            models.CheckConstraint(condition=_by_somebody("removed"), name="removed_by_somebody"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(removed_at=None), name="left_or_was_removed"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="seat_role_is_known"),
        ]

    @property
    def is_admitted(self) -> bool:
        return self.admitted_at is not None and self.left_at is None and self.removed_at is None

    def is_here(self, now: datetime) -> bool:
        return self.seen_at is not None and now - self.seen_at < HEARD_FOR
