"""When a therapist is there: weekly hours in local wall time, less time off."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from waylight.people.models import Therapist
from waylight.privacy.declarations import Declaration


class OfTherapistQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfTherapistQuerySet":
        """The therapist's own; a manager sees all."""
        role = getattr(user, "role", "")
        if role == "manager":
            return self
        return self.filter(therapist__user=user) if role == "therapist" else self.none()


class OpeningHours(models.Model):
    """FHIR Schedule: a weekly span of local wall time in the therapist's zone. `weekday` is ISO, Monday = 1."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    objects = OfTherapistQuerySet.as_manager()
    privacy = Declaration(
        whose="therapist.user_id",
        retention="staff",
        kept=dict.fromkeys(("therapist", "weekday", "opens_at", "closes_at"), "working hours"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="weekday_is_iso"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="hours_close_after_they_open"
            ),
        ]


class TimeOff(models.Model):
    """A span in which the therapist is not there, breaks included."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="time_off")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = OfTherapistQuerySet.as_manager()
    privacy = Declaration(
        whose="therapist.user_id",
        retention="staff",
        kept=dict.fromkeys(("therapist", "starts_at", "ends_at"), "working hours"),
    )

    class Meta:
        indexes = [models.Index(fields=["therapist", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="time_off_ends_after_it_starts"
            )
        ]
