"""Appointments. The database refuses an overlap of a therapist's or a client's whatever the code does (migration 0002)."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waylight.booking.models.series import Series
from waylight.people.models import Client, EpisodeOfCare, Therapist
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedText

OPENS_BEFORE = timedelta(minutes=15)  # UI.md J5
LONGEST = timedelta(hours=4)  # the database holds to it (migration 0002)


class Kind(models.TextChoices):
    FIRST_TALK = "first talk", _("First talk")
    SESSION = "session", _("Session")


class Medium(models.TextChoices):
    """How the two meet. The telephone stays the choice of either."""

    ROOM = "room", _("by video")
    TELEPHONE = "telephone", _("by telephone")

    @classmethod
    def usual(cls, client: Client) -> "Medium":
        """The room opens to whoever signs in; somebody without an account is called."""
        return cls.ROOM if client.user_id is not None else cls.TELEPHONE


class Status(models.TextChoices):
    """FHIR appointment status."""

    BOOKED = "booked", _("Booked")
    FULFILLED = "fulfilled", _("Took place")
    CANCELLED = "cancelled", _("Cancelled")
    NOSHOW = "noshow", _("Nobody came")
    HELD = "held", _("Kept free")  # not yet an appointment: FHIR Slot's busy-tentative


COUNTED = (Status.BOOKED, Status.FULFILLED)  # sessions of a course: what took place or is to come


class HeldFor(models.TextChoices):
    """Why a time is kept free, and so what ends it."""

    CHOOSING = "choosing", _("Being chosen")  # one at a time for each client
    OFFER = "offer", _("Offered to somebody who waits")
    UNDO = "undo", _("Given up a moment ago")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def standing(self, now: Any = None) -> "AppointmentQuerySet":
        """Those that take up time; of the times kept free, those whose hold has not run out."""
        ran_out = Q(status=Status.HELD, held_until__lte=now or timezone.now())
        return self.exclude(status=Status.CANCELLED).exclude(ran_out)

    def holds(self) -> "AppointmentQuerySet":
        return self.filter(status=Status.HELD)

    def not_held_for(self, client: Any) -> "AppointmentQuerySet":
        """Without what is kept free for this client: to her those times are free."""
        return self.exclude(status=Status.HELD, client=client)

    def meeting(self, start: Any, end: Any, long_before: Any = None) -> "AppointmentQuerySet":
        """Those that meet this span, in no order. The third bound, LONGEST before it, keeps the search from the whole past."""
        bound = long_before or start - LONGEST
        return self.filter(starts_at__lt=end, ends_at__gt=start, starts_at__gt=bound)

    def free_holds(self) -> int:
        """Deletes these holds; says how many. Nothing but an offer refers to one, so nothing else is searched."""
        offers = apps.get_model("booking", "TimeOffer")._default_manager
        offers.filter(hold__in=self.values("pk")).update(hold=None)
        return self.filter(status=Status.HELD)._raw_delete(self.db)

    def upcoming(self, now: datetime) -> "AppointmentQuerySet":
        return self.filter(status=Status.BOOKED, ends_at__gt=now).order_by("starts_at")

    def between(self, start: datetime, end: datetime) -> "AppointmentQuerySet":
        return self.meeting(start, end).order_by("starts_at")

    def past(self, now: datetime) -> "AppointmentQuerySet":
        """Over, or called off; a moved one stands where it was moved to."""
        over = self.filter(~Q(status=Status.BOOKED) | Q(ends_at__lte=now), replaced_by=None)
        return over.without_undone().order_by("-starts_at")

    def without_undone(self) -> "AppointmentQuerySet":
        """Without those that were taken back at once: nobody heard of them, so they are no cancelled appointments."""
        return self.exclude(cancellation__was_undone=True)

    def numbered(self) -> "AppointmentQuerySet":
        """With `number`, its place among those of its series that took place or are to come; None where it has none."""
        same = Appointment.objects.filter(series=models.OuterRef("series"), status__in=COUNTED)
        before = same.filter(starts_at__lte=models.OuterRef("starts_at")).order_by().values("series")
        number = models.Subquery(before.annotate(number=models.Count("pk")).values("number"))
        counts = models.When(status__in=COUNTED, series__isnull=False, then=number)
        return self.select_related("series").annotate(number=models.Case(counts))

    def visible_to(self, user: Any) -> "AppointmentQuerySet":
        """The client's own; a therapist's with clients in an open episode of care; a manager sees times, not words.

        A therapist whose care has ended still sees her own sessions that are not closed: their notes and take-aways are owed.
        """
        role = getattr(user, "role", "")
        if role == "manager":
            return self
        if role == "client":
            return self.filter(client__user=user)
        if role == "therapist":
            open_episode = EpisodeOfCare.objects.open().filter(
                client=models.OuterRef("client"), therapist__user=user
            )
            is_owed = Q(status=Status.BOOKED, starts_at__lte=timezone.now())
            return self.filter(models.Exists(open_episode) | is_owed, therapist__user=user)
        return self.none()


class Appointments(models.Manager.from_queryset(AppointmentQuerySet)):  # type: ignore[misc]
    """Appointments alone. A time that is kept free stands under the same constraint and is none: see `Appointment.all_rows`."""

    def get_queryset(self) -> AppointmentQuerySet:
        return super().get_queryset().exclude(status=Status.HELD)


class Appointment(models.Model):
    """FHIR Appointment. Times in UTC; both people's zones are shown. `topic` is what the client wants to talk about.

    A hold is a row of this table too, so that the database lets nobody else have its time: status HELD until `held_until`,
    and `held_for` a reason.
    `all_rows` has the holds among the appointments; every other way to them leaves holds out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="appointments")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=10, choices=Kind)
    medium = models.CharField(max_length=9, choices=Medium, default=Medium.ROOM)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=9, choices=Status, default=Status.BOOKED)
    topic = EncryptedText()
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=36)  # a user's id, "link" or "worker"
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )  # the one that was moved
    held_until = models.DateTimeField(null=True)
    held_for = models.CharField(max_length=8, choices=HeldFor, blank=True)
    outside_hours = EncryptedText()  # the reason of the member of staff who overruled the hours
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, related_name="appointments"
    )  # of which it is one

    objects = Appointments()
    all_rows = AppointmentQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            (
                "client",
                "therapist",
                "kind",
                "medium",
                "starts_at",
                "ends_at",
                "status",
                "booked_at",
                "booked_by",
                "replaces",
                "held_until",
                "held_for",
                "series",
            ),
            "shows which sessions took place",
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["therapist", "starts_at"]),
            models.Index(fields=["client", "starts_at"]),
            models.Index(fields=["starts_at"], condition=Q(status="booked"), name="appointment_booked"),
            models.Index(fields=["held_until"], condition=Q(status="held"), name="appointment_held"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="appointment_status_is_known"),
            models.CheckConstraint(condition=Q(medium__in=Medium.values), name="appointment_medium_is_known"),
            models.CheckConstraint(
                condition=Q(status="held", held_until__isnull=False)
                | (~Q(status="held") & Q(held_until__isnull=True)),
                name="hold_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(status="held", held_for__in=HeldFor.values)
                | (~Q(status="held") & Q(held_for="")),
                name="hold_says_what_for",
            ),
            models.UniqueConstraint(
                fields=["client"], condition=Q(held_for="choosing"), name="one_time_chosen_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Appointment {self.pk}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_booked(self) -> bool:
        return self.status == Status.BOOKED

    @property
    def is_by_video(self) -> bool:
        return self.medium == Medium.ROOM

    @property
    def was_undone(self) -> bool:
        """Whether it was taken back before anybody heard of it."""
        cancellation = getattr(self, "cancellation", None) if self.status == Status.CANCELLED else None
        return cancellation is not None and cancellation.was_undone

    def is_open(self, now: datetime) -> bool:
        """From 15 minutes before its start one may get ready and begin."""
        return self.is_booked and now >= self.starts_at - OPENS_BEFORE

    def has_begun(self, now: datetime) -> bool:
        return now >= self.starts_at

    def cut_off(self, hours: int) -> datetime:
        """Until then it can be moved or cancelled freely; `hours` is the practice's setting."""
        return self.starts_at - timedelta(hours=hours)


class OfAppointmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAppointmentQuerySet":
        return self.filter(appointment__in=Appointment.objects.visible_to(user))


class OfCancellationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfCancellationQuerySet":
        return self.filter(cancellation__appointment__in=Appointment.objects.visible_to(user))


class Cancellation(models.Model):
    """An appointment was called off, or moved (then `replaced_by` of the appointment says where to)."""

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="cancellation")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reason = EncryptedText()
    was_late = models.BooleanField()
    was_undone = models.BooleanField(
        default=False
    )  # a booking or a move was taken back before anybody heard of it
    cancelled_at = models.DateTimeField()
    cancelled_by = models.CharField(max_length=36)  # a user's id, "link" or "worker"

    objects = OfAppointmentQuerySet.as_manager()
    privacy = Declaration(
        whose="appointment.client_id",
        retention="record",
        kept=dict.fromkeys(
            ("appointment", "was_late", "was_undone", "cancelled_at", "cancelled_by"),
            "shows which sessions took place",
        ),
    )


class Waiver(models.Model):
    """A late cancellation that does not count as one: a member of staff said so, and why."""

    cancellation = models.OneToOneField(Cancellation, on_delete=models.PROTECT, related_name="waiver")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reason = EncryptedText()
    waived_at = models.DateTimeField()
    waived_by = models.CharField(max_length=36)  # a user's id

    objects = OfCancellationQuerySet.as_manager()
    privacy = Declaration(
        whose="cancellation.appointment.client_id",
        retention="record",
        kept=dict.fromkeys(("cancellation", "waived_at", "waived_by"), "shows which sessions took place"),
    )
