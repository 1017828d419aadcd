"""A message on its way out. The row is the job: claimed with a lease, sent, and marked (ASSURANCE E3)."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedJSON, EncryptedText, Sealed


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    CALL = "call", _("Telephone call")


class State(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    IN_DOUBT = "in doubt", _("Not sure whether it left")
    FAILED = "failed", _("Could not be sent")
    BY_HAND = "by hand", _("To be done by a person")
    WITHDRAWN = "withdrawn", _("Taken back")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def due(self, now: Any) -> "NotificationQuerySet":
        return self.filter(state=State.QUEUED, due_at__lte=now).order_by("due_at")

    def waiting(self) -> "NotificationQuerySet":
        """Those that nobody has sent yet."""
        return self.filter(state__in=[State.QUEUED, State.BY_HAND])

    def for_a_person(self) -> "NotificationQuerySet":
        """Those that need somebody: to be texted or called by hand, in doubt, or refused. The oldest first."""
        return self.filter(state__in=[State.BY_HAND, State.IN_DOUBT, State.FAILED]).order_by("due_at")

    def forget(self, **fields: Any) -> int:
        """Sets the fields and empties address and words, in one statement: a link or code is kept no longer than needed."""
        return self.update(address=Sealed(b""), words=Sealed(b""), **fields)

    def visible_to(self, user: Any) -> "NotificationQuerySet":
        """Managers alone look after what is sent."""
        return self if getattr(user, "role", "") == "manager" else self.none()


class Notification(models.Model):
    """`key` names the message once and for all ("reminder:<appointment>:24h"), so that it is never queued twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.CharField(max_length=120, unique=True)
    person_id = models.UUIDField(db_index=True)  # whose keys seal it: a client's or a staff member's
    channel = models.CharField(max_length=5, choices=Channel)
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=12, blank=True)  # of whoever reads it; empty: English
    address = EncryptedText()
    words = EncryptedJSON()  # what the template needs: times and links, never anything clinical
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NotificationQuerySet.as_manager()
    privacy = Declaration(
        whose="person_id",
        retention="record",
        blanked=["language"],
        kept=dict.fromkeys(
            ("key", "person_id", "channel", "template", "due_at", "state", "sent_at", "created_at"),
            "shows that and when a message went out, without its words",
        )
        | dict.fromkeys(("lease_until", "attempts"), "needed to send once"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="queued"), name="notification_due"),
            models.Index(fields=["state", "lease_until"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="sent_says_when",
            )
        ]

    @property
    def link(self) -> str:
        """The address in the message, for whoever talks to the person by telephone."""
        return self.words.get("link", "")
