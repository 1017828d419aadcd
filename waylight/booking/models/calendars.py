"""Calendars outside: the secret address by which one's own calendar reads ours, and a therapist's own, read as busy time."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waylight.booking.models.hours import OfTherapistQuerySet, Span
from waylight.people.models import Therapist
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedText


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def live(self) -> "CalendarFeedQuerySet":
        return self.filter(revoked_at=None)

    def visible_to(self, user: Any) -> "CalendarFeedQuerySet":
        return self.filter(user_id=user.pk) if getattr(user, "pk", None) else self.none()


class CalendarFeed(models.Model):
    """A secret address with one person's appointments, in neutral words. Only the digest of the secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()
    privacy = Declaration(
        whose="user_id",
        retention="account",
        kept={
            "digest": "tells nothing, and the secret behind it is kept nowhere",
            "user": "the row goes with the account",
            "created_at": "a time",
            "revoked_at": "a time",
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="one_live_feed_each")
        ]


class OwnCalendar(models.Model):
    """The iCalendar address of a therapist's own calendar, read as busy time. What is in it is kept nowhere but its times."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    therapist = models.OneToOneField(Therapist, on_delete=models.CASCADE, related_name="own_calendar")
    address = EncryptedText()
    added_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # the last time it was read to the end
    due_at = models.DateTimeField()  # when it is read next
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    problem = models.CharField(max_length=40, blank=True)  # a code of ours for why the last reading failed

    objects = OfTherapistQuerySet.as_manager()
    privacy = Declaration(
        whose="therapist.user_id",
        retention="staff",
        kept=dict.fromkeys(
            ("therapist", "added_at", "read_at", "due_at", "failures", "problem"), "working hours"
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="own_calendar_due")]


class BusyTime(Span):
    """A span in which the therapist's own calendar says busy. Nobody is shown it: it only takes free times away."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="busy_times")

    class Meta:
        indexes = [models.Index(fields=["therapist", "ends_at"], name="busy_times_to_come")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="busy_ends_after_it_starts")
        ]
