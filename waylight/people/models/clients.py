"""Clients, whom to call for them, and the episodes of care that open their record to a therapist."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from waylight.people.models.therapists import Therapist
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedJSON, EncryptedText
from waylight.privacy.keyring import KeyDestroyed


def is_client(user: Any) -> bool:
    return getattr(user, "role", "") == "client"


class ClientQuerySet(models.QuerySet["Client"]):
    def in_care_of(self, user: Any) -> "ClientQuerySet":
        """Those with an open episode of care with this therapist."""
        return self.filter(
            Exists(EpisodeOfCare.objects.open().filter(client=OuterRef("pk"), therapist__user=user))
        )

    def visible_to(self, user: Any) -> "ClientQuerySet":
        """A client sees herself, a therapist her clients; a manager sees who they are, not their record."""
        role = getattr(user, "role", "")
        if role == "manager":
            return self
        if role == "therapist":
            return self.in_care_of(user)
        return self.filter(user_id=user.pk) if role == "client" else self.none()


class Client(models.Model):
    """FHIR Patient. The id is the person's id from the enquiry on, so the same two keys go on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="client"
    )
    name = EncryptedText()
    contact = (
        EncryptedJSON()
    )  # {"channel", "address", "seen_by", "may_leave_message"}: as given at the enquiry
    country = models.CharField(max_length=2)
    age_band = models.CharField(max_length=10)
    zone = models.CharField(max_length=60, default="Europe/London")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ClientQuerySet.as_manager()
    privacy = Declaration(
        whose="pk",
        retention="record",
        kept=dict.fromkeys(("country", "age_band"), "says under which law and age rule care was given")
        | {"created_at": "says since when", "user": "the account goes its own way"},
        blanked=["zone"],
    )

    def __str__(self) -> str:
        return f"Client {self.pk}"

    @property
    def language(self) -> str:
        """The language that messages to them are written in: the one they keep with their account."""
        return self.user.language if self.user else ""

    @property
    def initials(self) -> str:
        """As staff screens show a client by default: names are hidden."""
        return " ".join(f"{part[0].upper()}." for part in self.known_as.split()[:2]) or "?"

    @property
    def known_as(self) -> str:
        """The name; nothing is left of one that was erased."""
        try:
            return self.name
        except KeyDestroyed:
            return ""


class OfClientQuerySet(models.QuerySet[Any]):
    """Rows of a client: for the client, and the therapist who has an open episode of care. No manager."""

    client = "client"  # where the client is, seen from the row

    def visible_to(self, user: Any) -> Any:
        if getattr(user, "role", "") not in {"client", "therapist"}:
            return self.none()
        return self.filter(**{f"{self.client}__in": Client.objects.visible_to(user)})


class EmergencyContact(models.Model):
    """FHIR RelatedPerson: whom the therapist may call, and whom never."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="contacts")
    name = EncryptedText()
    relation = EncryptedText()
    telephone = EncryptedText()
    may_call = models.BooleanField()  # False: this person must not be called
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfClientQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept={
            "client": "the row goes with the client",
            "may_call": "means nothing without the name",
            "position": "an order",
            "created_at": "a time",
        },
    )


class EpisodeOfCareQuerySet(models.QuerySet["EpisodeOfCare"]):
    def open(self) -> "EpisodeOfCareQuerySet":
        return self.filter(ends_on=None)

    def newest_open(self) -> "EpisodeOfCare | None":
        """The one that began last and goes on, with client and therapist."""
        rows = self.open().select_related("client__user", "therapist")
        return rows.order_by("-starts_on").first()

    def visible_to(self, user: Any) -> "EpisodeOfCareQuerySet":
        role = getattr(user, "role", "")
        if role == "manager":
            return self
        if role == "therapist":
            return self.filter(therapist__user=user)
        return self.filter(client__user=user) if role == "client" else self.none()


class EpisodeOfCare(models.Model):
    """FHIR EpisodeOfCare: this therapist cares for this client, from one day to another. Access rests on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="episodes")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="episodes")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    objects = EpisodeOfCareQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            ("client", "therapist", "starts_on", "ends_on"), "says who cared for the person, and when"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "therapist"],
                condition=Q(ends_on=None),
                name="one_open_episode_with_a_therapist",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="episode_ends_after_it_starts",
            ),
        ]
