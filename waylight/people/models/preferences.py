"""How a client wants to be written to: whether reminders come, where to, how much they say, and when."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waylight.people.models.clients import Client
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedText


class Reminders(models.TextChoices):
    """Those that bring something are channels of notifications."""

    NONE = "none", _("No reminders")
    EMAIL = "email", _("By e-mail")
    SMS = "sms", _("By text message")


class Level(models.IntegerChoices):
    """How much a message says (UI.md 5)."""

    NOTHING = 0, _("As little as possible")
    NAME = 1, _("A first name, and what to do")
    ALL = 2, _("Everything")


class MessagePreferencesQuerySet(models.QuerySet["MessagePreferences"]):
    def reminded(self) -> "MessagePreferencesQuerySet":
        return self.exclude(reminders=Reminders.NONE)

    def visible_to(self, user: Any) -> "MessagePreferencesQuerySet":
        """The client's own. Nobody else reads them: what follows from them is in each message."""
        return self.filter(client__user=user) if getattr(user, "role", "") == "client" else self.none()


class MessagePreferences(models.Model):
    """One row a client, once they have chosen. Safe hours are wall time where the client is; none means at any time.

    They reach over midnight when `safe_until` is earlier than `safe_from`. Where somebody else sees the messages they say
    as little as possible, and none is a text, which stands on the lock screen.
    """

    client = models.OneToOneField(
        Client, on_delete=models.CASCADE, primary_key=True, related_name="message_preferences"
    )
    reminders = models.CharField(max_length=5, choices=Reminders, default=Reminders.NONE)
    address = EncryptedText()  # an e-mail address or a number, where reminders and all other messages go
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.NOTHING)
    safe_from = models.TimeField(null=True)
    safe_until = models.TimeField(null=True)
    others_see = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    objects = MessagePreferencesQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept={"changed_at": "says when the person last chose"},
        blanked=["reminders", "level", "safe_from", "safe_until", "others_see"],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reminders__in=Reminders.values), name="reminders_are_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="level_is_known"),
            models.CheckConstraint(
                condition=Q(safe_from=None, safe_until=None)
                | (Q(safe_from__isnull=False, safe_until__isnull=False) & ~Q(safe_from=F("safe_until"))),
                name="safe_hours_are_a_span",
            ),
            models.CheckConstraint(
                condition=Q(others_see=False) | (Q(level=0) & ~Q(reminders="sms")),
                name="who_else_sees_it_learns_nothing",
            ),
        ]

    @property
    def wants_reminders(self) -> bool:
        return self.reminders != Reminders.NONE
