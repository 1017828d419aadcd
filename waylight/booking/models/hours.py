"""When a therapist is there: weekly hours in local wall time and extra times, less breaks and time off."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q

from waylight.people.models import Therapist
from waylight.privacy.declarations import Declaration

WEEK = timedelta(days=7)
ROUND = 12  # weeks after which all rhythms of one to four weeks stand to each other as before


class OfTherapistQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfTherapistQuerySet":
        """The therapist's own; a manager sees all."""
        role = getattr(user, "role", "")
        if role == "manager":
            return self
        return self.filter(therapist__user=user) if role == "therapist" else self.none()


class Weekly(models.Model):
    """A span of local wall time in the therapist's zone that comes round. `weekday` is ISO, Monday = 1.

    Every `every_weeks` weeks, counted in ISO weeks from that of `from_on`; from that day on, and up to and with `until_on`.
    """

    weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    every_weeks = models.PositiveSmallIntegerField(default=1)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    objects = OfTherapistQuerySet.as_manager()
    privacy = Declaration(
        whose="therapist.user_id",
        retention="staff",
        kept=dict.fromkeys(
            ("therapist", "weekday", "opens_at", "closes_at", "every_weeks", "from_on", "until_on"),
            "working hours",
        ),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="%(class)s_weekday_is_iso"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="%(class)s_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(every_weeks=1) | Q(every_weeks__lte=4, every_weeks__gte=2, from_on__isnull=False),
                name="%(class)s_counts_its_weeks",
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="%(class)s_until_follows_from",
            ),
        ]

    def falls_on(self, day: date) -> bool:
        """Whether it comes round on this day."""
        if day.isoweekday() != self.weekday or (self.until_on and day > self.until_on):
            return False
        if self.from_on is None:
            return True
        weeks = (_monday(day) - _monday(self.from_on)) // WEEK
        return day >= self.from_on and weeks % self.every_weeks == 0

    def next_on(self, day: date) -> date | None:
        """The first day from this one on that it falls on; None when it comes no more."""
        start = max(day, self.from_on or day)
        first = start + timedelta(days=(self.weekday - start.isoweekday()) % 7)
        return next((on for n in range(self.every_weeks) if self.falls_on(on := first + n * WEEK)), None)

    def meets(self, other: "Weekly", since: date) -> bool:
        """Whether from some day on both are there at one time, on one day at least."""
        if self.opens_at >= other.closes_at or other.opens_at >= self.closes_at:
            return False
        first = self.next_on(max(since, other.from_on or since))
        days = (first + n * WEEK for n in range(ROUND)) if first else ()
        return any(self.falls_on(day) and other.falls_on(day) for day in days)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


class OpeningHours(Weekly):
    """FHIR Schedule: when a therapist can be met."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="opening_hours")


class Break(Weekly):
    """A pause that the day keeps free and the calendar shows as an entry of its own (UI.md 1, care for the carers)."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="breaks")


class Span(models.Model):
    """From a moment up to another, once, of one therapist. Its ends are looked for, so that the past is never read."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = OfTherapistQuerySet.as_manager()
    privacy = Declaration(
        whose="therapist.user_id",
        retention="staff",
        kept=dict.fromkeys(("therapist", "starts_at", "ends_at"), "working hours"),
    )

    class Meta:
        abstract = True


class ExtraTime(Span):
    """A span in which the therapist is there once, beyond the weekly hours."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="extra_times")

    class Meta:
        indexes = [models.Index(fields=["therapist", "ends_at"], name="extra_times_to_come")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="extra_ends_after_it_starts")
        ]


class BookingRules(models.Model):
    """How a therapist's times are given out. What is empty is as the practice has it; lengths and buffers in minutes."""

    therapist = models.OneToOneField(Therapist, on_delete=models.CASCADE, related_name="booking_rules")
    first_talk_minutes = models.PositiveSmallIntegerField(null=True)
    session_minutes = models.PositiveSmallIntegerField(null=True)
    buffer_minutes = models.PositiveSmallIntegerField(
        default=0
    )  # kept free before and after each appointment
    minimum_notice_hours = models.PositiveSmallIntegerField(null=True)
    bookable_days = models.PositiveSmallIntegerField(null=True)
    weekly_limit = models.PositiveSmallIntegerField(
        null=True
    )  # appointments in one ISO week of the therapist's zone

    objects = OfTherapistQuerySet.as_manager()
    privacy = Declaration(
        whose="therapist.user_id",
        retention="staff",
        kept=dict.fromkeys(
            (
                "therapist",
                "first_talk_minutes",
                "session_minutes",
                "buffer_minutes",
                "minimum_notice_hours",
                "bookable_days",
                "weekly_limit",
            ),
            "working hours",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(buffer_minutes__lte=120), name="buffer_is_sane"),
            models.CheckConstraint(
                condition=Q(session_minutes=None) | Q(session_minutes__gte=10, session_minutes__lte=240),
                name="session_length_is_sane",
            ),
            models.CheckConstraint(
                condition=Q(first_talk_minutes=None)
                | Q(first_talk_minutes__gte=10, first_talk_minutes__lte=240),
                name="first_talk_length_is_sane",
            ),
        ]

    @property
    def bear_on_others(self) -> bool:
        """Whether a booking makes other times unbookable besides its own."""
        return self.buffer_minutes > 0 or self.weekly_limit is not None


class GroupTime(Span):
    """A span in which the therapist leads a group, which is no appointment: nobody can be met one to one then."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="group_times")

    class Meta:
        indexes = [models.Index(fields=["therapist", "ends_at"], name="group_times_to_come")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="group_time_ends_after_it_starts"
            )
        ]


class TimeOff(Span):
    """A span in which the therapist is not there."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="time_off")

    class Meta:
        indexes = [models.Index(fields=["therapist", "ends_at"], name="time_off_to_come")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="time_off_ends_after_it_starts"
            )
        ]
