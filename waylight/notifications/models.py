"""A message on its way out. The row is the job: claimed with a lease, sent, and marked (ASSURANCE E3)."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waylight.notifications.templates import NAMES
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedJSON, EncryptedText, Sealed

LAST_LETTER = "\U0010ffff"
DAY = timedelta(days=1)


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    CALL = "call", _("Telephone call")


ADDRESSES = {
    Channel.EMAIL: _("an e-mail address"),
    Channel.SMS: _("a mobile telephone"),
    Channel.CALL: _("a telephone number"),
}


class State(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    IN_DOUBT = "in doubt", _("Not sure whether it left")
    FAILED = "failed", _("Could not be sent")
    BOUNCED = "bounced", _("Sent, and came back")
    TOO_LATE = "too late", _("Too late to send")
    BY_HAND = "by hand", _("To be done by a person")
    WITHDRAWN = "withdrawn", _("Taken back")


class Fault(models.TextChoices):
    """Why a message could not be sent."""

    ADDRESS = "address", _("There is something wrong with the address.")
    REFUSED = "refused", _("The service that carries it refused it for good.")
    UNREACHED = "unreached", _("The service that carries it took it at no try.")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def due(self, now: datetime) -> "NotificationQuerySet":
        return self.filter(state=State.QUEUED, due_at__lte=now).useful(now).order_by("due_at")

    def useful(self, now: datetime) -> "NotificationQuerySet":
        return self.filter(Q(useful_until=None) | Q(useful_until__gt=now))

    def late(self, now: datetime) -> "NotificationQuerySet":
        """Those that wait and would now come after what they speak of."""
        return self.filter(state__in=[State.QUEUED, State.BY_HAND], useful_until__lte=now)

    def lost(self, now: datetime) -> "NotificationQuerySet":
        """Those whose sender vanished, or takes longer than anybody may."""
        return self.filter(state=State.SENDING, lease_until__lt=now)

    def waiting(self) -> "NotificationQuerySet":
        """Those that nobody has begun to hand over, be it that somebody has them in hand."""
        not_begun = Q(state__in=[State.QUEUED, State.SENDING], begun_at__isnull=True)
        return self.filter(Q(state=State.BY_HAND) | not_begun)

    def starting(self, prefix: str) -> "NotificationQuerySet":
        """Those whose key starts so, found by the index of the key."""
        found = self.filter(key__startswith=prefix)
        if connection.vendor == "sqlite":  # its LIKE knows no index
            found = found.filter(key__gte=prefix, key__lt=prefix + LAST_LETTER)
        return found

    def for_a_person(self, now: datetime | None = None) -> "NotificationQuerySet":
        """Those that need somebody, the oldest first: to be passed on by hand now, in doubt, refused, come back or too late."""
        by_hand = Q(state=State.BY_HAND, due_at__lte=now or timezone.now())
        unseen = Q(state__in=[State.IN_DOUBT, State.FAILED, State.BOUNCED, State.TOO_LATE], seen_at=None)
        return self.filter(by_hand | unseen).order_by("due_at")

    def called(self, provider_id: str) -> "NotificationQuerySet":
        """Those that the gateway of texts calls so."""
        return self.filter(provider_id=provider_id).exclude(provider_id="")

    def forget(self, **fields: Any) -> int:
        """Sets the fields and empties address and words, in one statement: a link or code is kept no longer than needed."""
        return self.update(address=Sealed(b""), words=Sealed(b""), **fields)

    def visible_to(self, user: Any) -> "NotificationQuerySet":
        """Managers alone look after what is sent."""
        return self if getattr(user, "role", "") == "manager" else self.none()


class Notification(models.Model):
    """`key` names the message once and for all ("reminder:<appointment>:24h"), so that it is never queued twice."""

    id = models.UUIDField(
        primary_key=True, default=uuid.uuid4
    )  # the carrier's key too, so that it takes it once
    key = models.CharField(max_length=120, unique=True)
    person_id = models.UUIDField(db_index=True)  # whose keys seal it: a client's or a staff member's
    channel = models.CharField(max_length=5, choices=Channel)
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=12, blank=True)  # of whoever reads it; empty: English
    address = EncryptedText()
    words = EncryptedJSON()  # what the template needs: times and links, never anything clinical
    due_at = models.DateTimeField()
    useful_until = models.DateTimeField(null=True)  # not sent from then on: a reminder of what has begun
    quiet_from = models.DateTimeField(
        null=True
    )  # from here to `quiet_until`, and so each day after, nobody tries again
    quiet_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    claim = models.CharField(max_length=32, blank=True)  # of whoever has it in hand, new each time
    lease_until = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(
        null=True
    )  # handing it over began, and nobody has surely refused it since
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=10, choices=Fault, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)  # what the gateway of texts calls it
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)  # the gateway said that the telephone has it
    seen_at = models.DateTimeField(null=True)  # somebody has looked after what came back or was too late
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NotificationQuerySet.as_manager()
    privacy = Declaration(
        whose="person_id",
        retention="record",
        blanked=["language", "provider_id", "quiet_from", "quiet_until"],
        kept=dict.fromkeys(
            ("key", "person_id", "channel", "template", "due_at", "state", "sent_at", "created_at"),
            "shows that and when a message went out, without its words",
        )
        | dict.fromkeys(
            ("useful_until", "fault", "delivered_at", "seen_at"),
            "shows what became of a message that did not go out, or came back",
        )
        | dict.fromkeys(("claim", "lease_until", "begun_at", "attempts"), "needed to send once"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["channel", "due_at"], condition=Q(state="queued"), name="notification_due"),
            models.Index(
                fields=["state", "useful_until"],
                condition=Q(useful_until__isnull=False),
                name="notification_late",
            ),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="notification_provider"),
            models.Index(fields=["state", "due_at"], name="notification_log"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["sent", "bounced"], sent_at__isnull=False)
                | (~Q(state__in=["sent", "bounced"]) & Q(sent_at__isnull=True)),
                name="sent_says_when",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(state="sent"), name="delivered_was_sent"
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | (~Q(claim="") & Q(lease_until__isnull=False)),
                name="sending_is_leased",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_until__gt=models.F("quiet_from")),
                name="quiet_has_an_end",
            ),
        ]

    def after_quiet(self, moment: datetime) -> datetime:
        """This moment, or the end of the quiet hours in which it lies, unless the message would be of no use by then."""
        if self.quiet_from is None or self.quiet_until is None or moment < self.quiet_from:
            return moment
        days = (moment - self.quiet_from) // DAY
        until = self.quiet_until + days * DAY
        is_useful = self.useful_until is None or until < self.useful_until
        return until if moment < until and is_useful else moment

    @property
    def link(self) -> str:
        """The address in the message, for whoever talks to the person by telephone."""
        return self.words.get("link", "")

    @property
    def name(self) -> str:
        """What it is, in plain words for staff."""
        return str(NAMES.get(self.template, self.template))

    @property
    def kind_of_address(self) -> str:
        """Where it goes, without the address itself."""
        return str(ADDRESSES[Channel(self.channel)])
