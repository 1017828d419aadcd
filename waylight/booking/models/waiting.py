"""Who waits for a time, and what was offered to whom: one time to one person at a time."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waylight.booking.models.appointments import Appointment, Kind
from waylight.intake.models import Enquiry
from waylight.people.models import Client, EpisodeOfCare, Therapist
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedText


class Closing(models.TextChoices):
    """Why somebody waits no longer."""

    BOOKED = "booked", _("A time was booked")
    TAKEN_OFF = "taken off", _("Taken off the list by the practice")
    LEFT = "left", _("Does not want to wait any more")


class WaitingListEntryQuerySet(models.QuerySet["WaitingListEntry"]):
    def open(self) -> "WaitingListEntryQuerySet":
        """Who still waits, the longest first."""
        return self.filter(closed_at=None).order_by("since_at", "pk")

    def visible_to(self, user: Any) -> "WaitingListEntryQuerySet":
        """A client sees her own place; managers see all. A therapist sees who waits for a time with her."""
        role = getattr(user, "role", "")
        if role == "manager":
            return self
        if role == "client":
            return self.filter(client__user=user)
        return self.filter(therapist__user=user) if role == "therapist" else self.none()


class WaitingListEntry(models.Model):
    """Somebody waits for a time. `person_id` is the id of the enquiry's person, who later is the client of the same id.

    Empty wishes mean "any": `language` (BCP 47), `approach`, `therapist`, `weekdays` (ISO numbers), `earliest` and `latest`
    (wall times in `zone`, the person's). `instead_of` is the appointment that would move, for who waits for an earlier time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField()
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, related_name="waiting")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, null=True, related_name="waiting")
    kind = models.CharField(max_length=10, choices=Kind)
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, null=True, related_name="waiting")
    language = models.CharField(max_length=12, blank=True)
    approach = models.CharField(max_length=12, blank=True)
    weekdays = models.JSONField(default=list)
    earliest = models.TimeField(null=True)
    latest = models.TimeField(null=True)
    zone = models.CharField(max_length=60)
    instead_of = models.ForeignKey(Appointment, on_delete=models.SET_NULL, null=True, related_name="+")
    note = EncryptedText()  # what else matters, in a few words
    since_at = models.DateTimeField()
    added_by = models.CharField(max_length=36)  # a user's id, or "link"
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=9, choices=Closing, blank=True)
    reason = EncryptedText()  # why the practice took somebody off

    objects = WaitingListEntryQuerySet.as_manager()
    privacy = Declaration(
        whose="person_id",
        retention="record",
        kept=dict.fromkeys(
            (
                "person_id",
                "enquiry",
                "client",
                "kind",
                "therapist",
                "instead_of",
                "since_at",
                "added_by",
                "closed_at",
                "closed_because",
            ),
            "shows how long people wait",
        ),
        blanked=["language", "approach", "weekdays", "earliest", "latest", "zone"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["since_at"], condition=Q(closed_at=None), name="waiting_now"),
            models.Index(fields=["person_id"], name="waiting_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "kind"], condition=Q(closed_at=None), name="one_place_in_the_queue"
            ),
            models.CheckConstraint(
                condition=Q(enquiry__isnull=False) | Q(client__isnull=False), name="somebody_waits"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_because="")
                | (Q(closed_at__isnull=False) & ~Q(closed_because="")),
                name="waiting_ends_for_a_reason",
            ),
        ]


class Answer(models.TextChoices):
    TAKEN = "taken", _("Taken")
    NOT_WANTED = "not wanted", _("Not wanted")
    RAN_OUT = "ran out", _("Not answered in time")
    WITHDRAWN = "withdrawn", _("Withdrawn by the practice")


class TimeOfferQuerySet(models.QuerySet["TimeOffer"]):
    def open(self) -> "TimeOfferQuerySet":
        return self.filter(answered_at=None)

    def visible_to(self, user: Any) -> "TimeOfferQuerySet":
        return self.filter(entry__in=WaitingListEntry.objects.visible_to(user))


class TimeOffer(models.Model):
    """One free time, offered to one who waits. The hold keeps it free until `expires_at`; then the next is asked.

    `episode` is the care that began with this offer: only who is in care can be booked. It ends when the time is not taken.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    entry = models.ForeignKey(WaitingListEntry, on_delete=models.CASCADE, related_name="offers")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    hold = models.OneToOneField(Appointment, on_delete=models.SET_NULL, null=True, related_name="offer")
    episode = models.ForeignKey(EpisodeOfCare, on_delete=models.SET_NULL, null=True, related_name="+")
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)

    objects = TimeOfferQuerySet.as_manager()
    privacy = Declaration(
        whose="entry.person_id",
        retention="record",
        kept=dict.fromkeys(
            (
                "entry",
                "therapist",
                "starts_at",
                "hold",
                "episode",
                "offered_at",
                "expires_at",
                "answered_at",
                "answer",
            ),
            "shows what was offered, and when",
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(answered_at=None), name="offers_running"),
            models.Index(fields=["answered_at"], name="offers_answered"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(answered_at=None), name="one_offer_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["entry", "therapist", "starts_at"], name="never_the_same_time_twice"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("offered_at")), name="offer_expires_after_it_was_made"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="offer_ends_with_an_answer",
            ),
        ]
