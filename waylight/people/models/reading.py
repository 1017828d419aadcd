"""What a named person needs to read, who reads it in their place, and what was done about it (REQUIREMENTS R-3.2, M7)."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waylight.people.models.clients import Client
from waylight.people.models.therapists import Therapist
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedText
from waylight.privacy.models import AppendOnly

LOOKING_BACK = timedelta(days=14)  # in which a deputy can still see what was done


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def current(self) -> "DeputyQuerySet":
        return self.filter(ended_at=None)

    def visible_to(self, user: Any) -> "DeputyQuerySet":
        return self if getattr(user, "is_staff_member", False) else self.none()


class Deputy(models.Model):
    """Reads what waits for a therapist when the practice's window has passed, or while the therapist is away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = DeputyQuerySet.as_manager()
    privacy = Declaration(
        whose="therapist.user_id",
        retention="staff",
        kept=dict.fromkeys(
            ("therapist", "deputy", "named_at", "named_by", "ended_at"),
            "shows who read in whose place, and when",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["therapist"], condition=Q(ended_at=None), name="one_deputy_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(therapist=F("deputy")), name="deputy_is_another"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("named_at")), name="deputy_ends_after_it_began"
            ),
        ]


class NeedsReadingQuerySet(models.QuerySet["NeedsReading"]):
    def waiting(self) -> "NeedsReadingQuerySet":
        """What nobody has said they read; by when that was promised."""
        return self.filter(acknowledgement=None).order_by("promised_by", "left_at", "pk")

    def read(self) -> "NeedsReadingQuerySet":
        return self.exclude(acknowledgement=None)

    def late(self, now: datetime) -> "NeedsReadingQuerySet":
        """What waits for longer than was promised, and what waits for nobody."""
        return self.waiting().filter(Q(promised_by__lte=now) | Q(therapist=None))

    def visible_to(self, user: Any) -> "NeedsReadingQuerySet":
        """Whoever cares for the client now, and the deputy to whom it was passed, until a while after it was read.

        No manager: the office sees that it waits.
        """
        if getattr(user, "role", "") != "therapist":
            return self.none()
        is_lately = Q(acknowledgement__acknowledged_at__gt=timezone.now() - LOOKING_BACK)
        passed = Q(passed_at__isnull=False, deputy__user=user)
        in_care = Q(client__in=Client.objects.in_care_of(user))
        return self.filter(in_care | passed & (Q(acknowledgement=None) | is_lately))


class NeedsReading(models.Model):
    """Words of a client that a person needs to read, for whom, and by when that was promised.

    `key` names what it is about, so that the same is left once. The link is a URL name and the id that it takes. `deputy` is
    set when it is passed on; the therapist sees it all the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="to_read")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, null=True, related_name="to_read")
    key = models.CharField(max_length=120, unique=True)
    words = EncryptedText()
    url_name = models.CharField(max_length=60)
    about = models.UUIDField()
    left_at = models.DateTimeField()
    promised_by = models.DateTimeField()
    contact_asked_at = models.DateTimeField(null=True)  # the client asked to hear from somebody sooner
    deputy = models.ForeignKey(Therapist, on_delete=models.PROTECT, null=True, related_name="passed_on")
    passed_at = models.DateTimeField(null=True)

    objects = NeedsReadingQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            (
                "client",
                "therapist",
                "key",
                "url_name",
                "about",
                "left_at",
                "promised_by",
                "contact_asked_at",
                "deputy",
                "passed_at",
            ),
            "shows that somebody was asked to read, and when",
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["promised_by"], name="needs_reading_by_promise"),
            models.Index(fields=["client", "-left_at"], name="needs_reading_of_client"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(deputy=None, passed_at=None)
                | Q(deputy__isnull=False, passed_at__isnull=False, passed_at__gte=F("left_at")),
                name="passed_on_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | Q(therapist=None) | ~Q(deputy=F("therapist")),
                name="passed_on_to_another",
            ),
        ]

    def is_late(self, now: datetime) -> bool:
        return self.promised_by <= now

    @property
    def is_acknowledged(self) -> bool:
        return hasattr(self, "acknowledgement")


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def visible_to(self, user: Any) -> "AcknowledgementQuerySet":
        return self.filter(item__in=NeedsReading.objects.visible_to(user))


class Acknowledgement(AppendOnly):
    """Somebody read it, and says what they did. One for each, whoever was first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    item = models.OneToOneField(NeedsReading, on_delete=models.PROTECT, related_name="acknowledgement")
    done = EncryptedText()
    acknowledged_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AcknowledgementQuerySet.as_manager()
    privacy = Declaration(
        whose="item.client_id",
        retention="record",
        kept=dict.fromkeys(("item", "acknowledged_at", "acknowledged_by"), "shows who read it, and when"),
    )
