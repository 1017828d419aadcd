"""A manager's day: four lists, each with its clock (UI.md J8)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from waylight.booking import protection
from waylight.booking.models import Appointment, ReminderPlan, WaitingListEntry
from waylight.guide.models import Publication
from waylight.intake.models import Enquiry
from waylight.notifications.models import Notification
from waylight.people import registrations
from waylight.people.models import RegisterCheck, Registration, Therapist

SHOWN = 10


@dataclass(frozen=True)
class Standing:
    """A therapist as the list of registrations shows her."""

    therapist: Therapist
    why_not: str

    @property
    def is_bookable(self) -> bool:
        return not self.why_not


def waiting() -> list[Enquiry]:
    return list(Enquiry.objects.waiting()[:SHOWN])


def on_the_list() -> dict[str, int]:
    """How many people wait for a time, and how many of them are offered one."""
    rows = WaitingListEntry.objects.filter(closed_at=None)
    return rows.aggregate(
        waiting=Count("pk", distinct=True), offered=Count("offers", filter=Q(offers__answered_at=None))
    )


def standings(on: date) -> list[Standing]:
    therapists = (
        Therapist.objects.filter(user__is_active=True)
        .order_by("name")
        .prefetch_related("registrations__checks")
    )
    return [Standing(therapist, registrations.standing(therapist, on).why_not) for therapist in therapists]


def to_look_up(on: date) -> list[Registration]:
    """Those that run out within 30 days, and those that nobody has looked up for longer than the practice allows."""
    soon = registrations.expiring(on) | registrations.due_for_recheck(on)
    return list(soon.filter(therapist__user__is_active=True).select_related("therapist").distinct()[:SHOWN])


def to_confirm(user: Any) -> QuerySet[RegisterCheck]:
    """Checks that wait for a second person, without one's own registrations."""
    return (
        RegisterCheck.objects.to_confirm()
        .exclude(registration__therapist__user=user)
        .select_related("registration__therapist", "recorded_by")
    )


def affected(now: datetime) -> list[Appointment]:
    """Booked appointments that cannot be started, since the therapist's registration is not in force."""
    return list(protection.affected(now)[: SHOWN * 5])


def guide(on: date) -> list[Publication]:
    """Pages of the guide that are due for review."""
    due = Publication.objects.due(on).select_related("page", "revision").defer("revision__markdown")
    return list(due[:SHOWN])


def for_a_person() -> list[Notification]:
    """Messages that a person must pass on, or look at."""
    return list(Notification.objects.for_a_person().order_by("due_at")[: SHOWN * 5])


def without_time(now: datetime) -> int:
    """How many coming appointments have a reminder for which no safe hour is left."""
    return ReminderPlan.objects.without_time(now).count()
