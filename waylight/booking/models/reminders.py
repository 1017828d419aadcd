"""By which rules the reminders of an appointment were planned, so that a change of rules is seen."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from waylight.booking.models.appointments import Appointment, OfAppointmentQuerySet, Status
from waylight.privacy.declarations import Declaration


class ReminderPlanQuerySet(OfAppointmentQuerySet):
    def without_time(self, now: datetime) -> "ReminderPlanQuerySet":
        """Those with a reminder for which no safe hour is left, while somebody may still do something about it."""
        coming = self.filter(appointment__status=Status.BOOKED, appointment__starts_at__gt=now)
        return coming.exclude(no_time_for=[]).filter(seen_at=None).order_by("appointment__starts_at")

    def visible_to(self, user: Any) -> "ReminderPlanQuerySet":
        """Managers alone look after what cannot be sent."""
        return self if getattr(user, "role", "") == "manager" else self.none()


class ReminderPlan(models.Model):
    """The reminders of one appointment: planned by `rules` (version of the zones' rules, hours before), for clocks in `zone`,
    after what the client chose at `chosen_at`. The reminders themselves wait among the notifications.
    """

    appointment = models.OneToOneField(
        Appointment, on_delete=models.CASCADE, primary_key=True, related_name="reminder_plan"
    )
    rules = models.CharField(max_length=80)
    zone = models.CharField(max_length=60)
    chosen_at = models.DateTimeField()
    no_time_for = models.JSONField(default=list)  # hours before, for which no safe hour is left
    seen_at = models.DateTimeField(null=True)  # a manager has seen that
    seen_by = models.CharField(max_length=36, blank=True)  # a user's id

    objects = ReminderPlanQuerySet.as_manager()
    privacy = Declaration(
        whose="appointment.client_id",
        retention="record",
        kept=dict.fromkeys(
            ("rules", "chosen_at", "no_time_for", "seen_at", "seen_by"),
            "shows why a reminder came, or did not",
        ),
        blanked=["zone"],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by="") | (Q(seen_at__isnull=False) & ~Q(seen_by="")),
                name="seen_says_by_whom",
            )
        ]
