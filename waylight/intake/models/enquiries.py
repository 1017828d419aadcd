"""Enquiries, and what became of them."""

import uuid
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waylight.people.languages import name_of as language_name
from waylight.people.models import Therapist
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedJSON, EncryptedText


def digest_of(secret: str) -> str:
    """What is kept of a secret address: enough to know it again, not to make it again."""
    return sha256(secret.encode()).hexdigest()


class ForWhom(models.TextChoices):
    ME = "me", _("For me")
    SOMEONE = "someone", _("I am worried about someone")


class AgeBand(models.TextChoices):
    """Wide, so that the answer says no more than the practice needs."""

    UNDER_13 = "under 13", _("Under 13")
    FROM_13 = "13 to 15", _("13 to 15")
    FROM_16 = "16 to 17", _("16 or 17")
    FROM_18 = "18 to 24", _("18 to 24")
    FROM_25 = "25 or over", _("25 or over")

    @property
    def youngest(self) -> int:
        return {"under 13": 0, "13 to 15": 13, "16 to 17": 16, "18 to 24": 18, "25 or over": 25}[self.value]


class Source(models.TextChoices):
    FORM = "form", _("The form on the site")
    EMAIL = "email", _("E-mail")
    TELEPHONE = "telephone", _("Telephone")


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def waiting(self) -> "EnquiryQuerySet":
        """Those who have had no answer yet, the oldest promise first. Who was told that they wait for a time has had one."""
        return self.filter(answered_at=None, listed_at=None).order_by("answer_due_at")

    def answered(self) -> "EnquiryQuerySet":
        return self.exclude(answered_at=None).order_by("-answered_at")

    def of_secret(self, secret: str) -> "EnquiryQuerySet":
        """The one that its own person follows at the address with this secret."""
        return self.filter(withdrawal_digest=digest_of(secret)).select_related("withdrawal", "decline")

    def visible_to(self, user: Any) -> "EnquiryQuerySet":
        """Managers alone: a therapist learns what the client tells her."""
        return self if getattr(user, "role", "") == "manager" else self.none()


class Enquiry(models.Model):
    """FHIR ServiceRequest: somebody asks for a first talk. `person_id` is the person's id, later the client's too.

    `answered_at` is set by an offer, a decline or a withdrawal, each of which is a row of its own. `listed_at`: nothing was
    free, and they were told that they wait for a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField(default=uuid.uuid4, unique=True)
    for_whom = models.CharField(max_length=7, choices=ForWhom)
    age_band = models.CharField(max_length=10, choices=AgeBand)  # of the person who would be helped
    country = models.CharField(max_length=2)
    source = models.CharField(max_length=9, choices=Source, default=Source.FORM)
    name = EncryptedText()
    contact = (
        EncryptedJSON()
    )  # {"channel": email|sms|call, "address", "seen_by", "may_leave_message": bool or None}
    preferences = (
        EncryptedJSON()
    )  # {"language": code, "therapist": slug, "hours": words}: each may be missing
    words = EncryptedText()
    zone = models.CharField(max_length=60, default="Europe/London")
    received_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawal_digest = models.CharField(
        max_length=64, unique=True
    )  # SHA-256 of the secret in the withdrawal link

    objects = EnquiryQuerySet.as_manager()
    privacy = Declaration(
        whose="person_id",
        retention="enquiry",
        kept=dict.fromkeys(
            (
                "person_id",
                "for_whom",
                "age_band",
                "country",
                "source",
                "received_at",
                "answer_due_at",
                "answered_at",
                "listed_at",
                "entered_by",
            ),
            "counts for how long people wait",
        )
        | {"withdrawal_digest": "nobody can make the address from it"},
        blanked=["zone"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["answer_due_at"], condition=Q(answered_at=None), name="enquiry_waiting"),
            models.Index(fields=["-answered_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(source="form", entered_by=None)
                | (~Q(source="form") & Q(entered_by__isnull=False)),
                name="entered_by_a_person_unless_by_form",
            )
        ]

    @property
    def client_id(self) -> uuid.UUID:
        return self.person_id

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")

    @property
    def is_declined(self) -> bool:
        return hasattr(self, "decline")

    def wishes(self) -> list[tuple[str, str]]:
        """What was wished for, in words: (what, wish)."""
        wish = self.preferences
        asked_for = Therapist.objects.filter(slug=wish.get("therapist", "")).first()
        found = {
            _("Language"): language_name(wish["language"]) if wish.get("language") else "",
            _("Would like to talk to"): asked_for.name if asked_for else "",
            _("A good time to reach them"): wish.get("hours", ""),
        }
        return [(str(what), words) for what, words in found.items() if words]


class OfEnquiryQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfEnquiryQuerySet":
        return self.filter(enquiry__in=Enquiry.objects.visible_to(user))


class Withdrawal(models.Model):
    """The person took the enquiry back."""

    enquiry = models.OneToOneField(Enquiry, on_delete=models.CASCADE, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()

    objects = OfEnquiryQuerySet.as_manager()
    privacy = Declaration(
        whose="enquiry.person_id",
        retention="enquiry",
        kept={"enquiry": "the row goes with it", "withdrawn_at": "a time"},
    )


class Decline(models.Model):
    """The practice cannot help, said kindly and with an alternative."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    enquiry = models.OneToOneField(Enquiry, on_delete=models.CASCADE, related_name="decline")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret in the message's link
    alternative = EncryptedText()
    declined_at = models.DateTimeField()
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfEnquiryQuerySet.as_manager()
    privacy = Declaration(
        whose="enquiry.person_id",
        retention="enquiry",
        kept=dict.fromkeys(("enquiry", "declined_at", "declined_by"), "says who answered, and when")
        | {"digest": "nobody can make the address from it"},
    )
