"""Users without passwords, the PIN that a client may choose as second factor, and invitations to set one up."""

import hmac
import uuid
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from waylight.privacy.declarations import Declaration
from waylight.privacy.sealing import lasting_key


class Role(models.TextChoices):
    CLIENT = "client", _("Client")
    THERAPIST = "therapist", _("Therapist")
    MANAGER = "manager", _("Manager")


class Theme(models.TextChoices):
    SYSTEM = "", _("As my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    CONTRAST = "contrast", _("High contrast")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, role: str, **fields: Any) -> "User":
        """A user without a password: sign-in is by e-mailed code or passkey."""
        user = self.model(email=email.strip().lower(), role=role, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def visible_to(self, user: Any) -> models.QuerySet["User"]:
        """Oneself; a manager sees all."""
        if getattr(user, "role", "") == Role.MANAGER:
            return self.get_queryset()
        return self.get_queryset().filter(pk=user.pk)


class User(AbstractBaseUser):
    """Somebody who may sign in. `name` is for staff alone, whose names are public; a client's name is sealed in `people`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField(unique=True)
    role = models.CharField(max_length=9, choices=Role)
    name = models.CharField(max_length=80, blank=True)
    zone = models.CharField(max_length=60, default="Europe/London")
    theme = models.CharField(max_length=8, choices=Theme, blank=True, default=Theme.SYSTEM)
    language = models.CharField(max_length=12, blank=True)  # a code of LANGUAGES; empty: as the browser asks
    discreet = models.BooleanField(
        null=True
    )  # None: never asked, so the device's own choice counts (UI.md 2.4)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    objects = UserManager()
    privacy = Declaration(
        whose="pk",
        retention="account",
        kept={"role": "says what the account was", "created_at": "says since when"},
        blanked=[
            *("email", "name", "zone", "theme", "language", "discreet"),
            *("is_active", "password", "last_login"),
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_for_an_email"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
            models.CheckConstraint(
                condition=~models.Q(role="client") | models.Q(name=""), name="client_has_no_name_in_clear"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"

    @property
    def device_tag(self) -> str:
        """Marks what a browser keeps as this account's, so that the next person there never meets it. It says nothing else."""
        return hmac.new(lasting_key("phone copy"), str(self.pk).encode(), sha256).hexdigest()[:32]

    @property
    def is_client(self) -> bool:
        return self.role == Role.CLIENT

    @property
    def is_therapist(self) -> bool:
        return self.role == Role.THERAPIST

    @property
    def is_manager(self) -> bool:
        return self.role == Role.MANAGER

    @property
    def is_staff_member(self) -> bool:
        return self.role in {Role.THERAPIST, Role.MANAGER}


class Pin(models.Model):
    """A client's PIN as an Argon2 hash, sealed: six digits are soon guessed by who has the database and nothing else."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    hashed = models.CharField(max_length=400)
    set_at = models.DateTimeField()

    privacy = Declaration(whose="user_id", retention="account", blanked=["hashed", "set_at"])


class WrongTriesQuerySet(models.QuerySet["WrongTries"]):
    def visible_to(self, user: Any) -> "WrongTriesQuerySet":
        return self.filter(user_id=user.pk)


class WrongTries(models.Model):
    """How often in a row somebody typed a wrong PIN or authenticator code, and until when no try counts."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    count = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    objects = WrongTriesQuerySet.as_manager()
    privacy = Declaration(whose="user_id", retention="account", blanked=["count", "locked_until"])


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> "InvitationQuerySet":
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=now)

    def visible_to(self, user: Any) -> "InvitationQuerySet":
        return self if getattr(user, "role", "") == Role.MANAGER else self.filter(user_id=user.pk)


class Invitation(models.Model):
    """Lets one person set up the second factor: once, before it expires.

    An inbox must not open a record: without an open invitation nobody sets a new PIN or passkey, whoever reads the mail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=36)  # a user's id, or "worker"
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()
    privacy = Declaration(
        whose="user_id",
        retention="account",
        kept=dict.fromkeys(
            ("user", "sent_at", "sent_by", "expires_at", "used_at", "revoked_at"),
            "shows who let whom in, and when",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("sent_at")),
                name="invitation_expires_after_it_is_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(revoked_at=None),
                name="invitation_is_used_or_revoked",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at=None, revoked_at=None),
                name="one_waiting_invitation",
            ),
        ]
