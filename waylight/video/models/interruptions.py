"""What broke a session off in the middle, and what was done about it, step by step and with the times (REQUIREMENTS 5.3)."""

import uuid
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waylight.booking.models import Appointment, ContactAttempt
from waylight.privacy.declarations import Declaration
from waylight.video import dropping
from waylight.video.models.rooms import Room


class Decided(models.TextChoices):
    """What the therapist decides when somebody could not be reached, or was."""

    FINISHED = dropping.Decision.FINISHED, _("We had finished")
    BY_PHONE = dropping.Decision.BY_PHONE, _("Go on by telephone")
    NO_CONCERN = dropping.Decision.NO_CONCERN, _("Offer another time")
    CONTACT = dropping.Decision.CONTACT, _("Call the person they named")
    SERIOUS = dropping.Decision.SERIOUS, _("Call for help where they are")


class Doing(models.TextChoices):
    """The steps in their order, and what the client says from their own page."""

    REJOIN = dropping.Step.REJOIN, _("Join again")
    CALL = dropping.Step.CALL, _("Call the agreed number")
    TEXT = dropping.Step.TEXT, _("Send a message")
    CALL_AGAIN = dropping.Step.CALL_AGAIN, _("Call again")
    DECIDE = dropping.Step.DECIDE, _("Decide")
    REPLY = "reply", _("Said on their page")


class Answer(models.TextChoices):
    """What became of a step, or what the client said."""

    DONE = "done", _("Done")
    NOT_POSSIBLE = "not possible", _("Not possible")
    REACHED = "reached", _("We spoke")  # the three outcomes of a call, as in booking
    NO_ANSWER = "no answer", _("No answer")
    LEFT_WORD = "left word", _("Left a neutral message")
    CALL_ME = "call me", _("Please call me")
    CANNOT_TAKE_A_CALL = "no call", _("I cannot take a call now")


ANSWERS: dict[str, tuple[str, ...]] = {
    Doing.REJOIN: (Answer.DONE, Answer.NOT_POSSIBLE),
    Doing.CALL: (Answer.REACHED, Answer.NO_ANSWER, Answer.LEFT_WORD, Answer.NOT_POSSIBLE),
    Doing.TEXT: (Answer.DONE, Answer.NOT_POSSIBLE),
    Doing.CALL_AGAIN: (Answer.REACHED, Answer.NO_ANSWER, Answer.LEFT_WORD, Answer.NOT_POSSIBLE),
    Doing.DECIDE: tuple(Decided.values),
    Doing.REPLY: (Answer.CALL_ME, Answer.CANNOT_TAKE_A_CALL),
}


def _answers_fit() -> Q:
    return reduce(or_, (Q(step=str(step), answer__in=[*map(str, ANSWERS[step])]) for step in ANSWERS))


class OfRoomQuerySet(models.QuerySet[Any]):
    """An interruption is the clinical record's: the client's own, and the therapist's of the session; no manager's."""

    lead = "room__appointment"

    def visible_to(self, user: Any) -> "OfRoomQuerySet":
        if getattr(user, "role", "") == "manager":
            return self.none()
        return self.filter(**{f"{self.lead}__in": Appointment.objects.visible_to(user)})


class InterruptionQuerySet(OfRoomQuerySet):
    def going_on(self) -> "InterruptionQuerySet":
        """Nobody is back, and the session is not ended."""
        return self.filter(back_at=None, room__ended_at=None)


class Interruption(models.Model):
    """The line dropped, or the client left before the end. One at a time goes on in a room.

    Both browsers say when they are without the other; it is over when both have each other again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="interruptions")
    lost_at = models.DateTimeField()
    left_by_choice = models.BooleanField(default=False)  # the client left the room, the line held
    client_waits = models.BooleanField(default=False)  # the client's browser is without the therapist
    therapist_waits = models.BooleanField(default=False)  # and the other way round
    back_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, choices=Decided, blank=True)  # the latest; each is a step too
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=36, blank=True)  # a user's id

    objects = InterruptionQuerySet.as_manager()
    privacy = Declaration(
        whose="room.appointment.client_id",
        retention="record",
        kept=dict.fromkeys(
            (
                *("room", "lost_at", "left_by_choice", "client_waits", "therapist_waits"),
                *("back_at", "decision", "decided_at", "decided_by"),
            ),
            "shows when a session broke off, and who decided what",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room"], condition=Q(back_at=None), name="one_interruption_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(back_at=None) | Q(back_at__gte=models.F("lost_at")), name="back_after_it_was_lost"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by="")
                | (Q(decision__in=Decided.values, decided_at__isnull=False) & ~Q(decided_by="")),
                name="decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Interruption {self.pk}"

    @property
    def is_worried(self) -> bool:
        return self.decision in (Decided.CONTACT, Decided.SERIOUS)


class StepQuerySet(OfRoomQuerySet):
    lead = "interruption__room__appointment"


class InterruptionStep(models.Model):
    """One thing that was done, or said, and when. Said again, the newer one counts; nothing of it is deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    interruption = models.ForeignKey(Interruption, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=10, choices=Doing)
    answer = models.CharField(max_length=12, choices=[*Answer.choices, *Decided.choices])
    call = models.OneToOneField(ContactAttempt, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=36)  # a user's id

    objects = StepQuerySet.as_manager()
    privacy = Declaration(
        whose="interruption.room.appointment.client_id",
        retention="record",
        kept=dict.fromkeys(
            ("interruption", "step", "answer", "call", "taken_at", "taken_by"),
            "shows what was done when a session broke off, and when",
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["interruption", "taken_at"], name="interruption_steps")]
        constraints = [
            models.CheckConstraint(condition=_answers_fit(), name="interruption_step_is_answered"),
        ]
