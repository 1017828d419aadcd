"""Reminders of what is booked. Each is a row that waits among the notifications, due at a moment in UTC; no clock runs for it.

That moment comes from the client's own clocks, so it is worked out anew when what it rests on changes: the appointment, what
the client chose, where they are, the practice's hours before, and the rules of the zones themselves (`replan_all`).
"""

from datetime import datetime
from typing import Any

import tzdata
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from waylight.booking import links, safe_hours, telling, zones
from waylight.booking.models import Appointment, ReminderPlan, Status
from waylight.booking.models.appointments import AppointmentQuerySet
from waylight.booking.safe_hours import due_at
from waylight.notifications.models import Notification, State
from waylight.notifications.notify import withdraw
from waylight.people import preferences
from waylight.people.models import Client, MessagePreferences
from waylight.practice.models import Practice
from waylight.privacy import audit

__all__ = ["due_at", "forget", "plan", "replan_all", "replan_client", "see_no_time"]

BATCH = 200  # appointments in one turn of the worker
NOT_SENT = [State.QUEUED, State.BY_HAND, State.WITHDRAWN]


def plan(appointment: Appointment) -> None:
    """Queues the reminders that its client chose, in place of those that wait. Call it inside the act's transaction.

    One whose moment was past before it was booked is left out: the person has just heard of it. One for which the safe
    hours leave no moment is noted for a manager.
    """
    chosen = preferences.of(appointment.client)
    if not chosen.wants_reminders:
        return
    _clear(appointment)
    if not appointment.is_booked:
        return
    now, zone, practice = timezone.now(), zones.zone_of(appointment.client), Practice.current()
    safe = chosen.safe_from, chosen.safe_until
    no_time_for = []
    for hours in practice.reminder_hours:
        due = due_at(appointment.starts_at, hours, zone, *safe, now=now)
        if due is not None:
            _queue(appointment, hours, due)
        elif safe_hours.asked_at(appointment.starts_at, hours, zone) > now:
            no_time_for.append(hours)
    _keep(appointment, practice, zone, chosen, no_time_for)


def forget(appointment: Appointment) -> None:
    """Takes back the reminders that wait: it was cancelled, moved or undone."""
    withdraw(_prefix(appointment))


def replan_client(client: Client) -> None:
    """After a change of what the client chose, or of where they are."""
    coming = Appointment.objects.upcoming(timezone.now()).filter(client=client)
    for appointment in coming.select_related("client__user", "therapist"):
        forget(appointment)
        plan(appointment)


def replan_all(now: datetime) -> int:
    """For the schedule: plans anew what was planned by other rules than those of now, the soonest first. Says how many."""
    stale = list(_stale(now).values_list("pk", "client_id")[:BATCH])
    for pk, client in stale:
        _replan(pk, client)
    return len(stale)


@transaction.atomic
def see_no_time(row: ReminderPlan, *, by: Any) -> None:
    """A manager has seen that a reminder finds no safe hour, and does what there is to do."""
    if ReminderPlan.objects.filter(pk=row.pk, seen_at=None).update(
        seen_at=timezone.now(), seen_by=str(by.pk)
    ):
        audit.record("see-reminder-without-time", by=by, person=row.appointment.client_id, about=row)


@transaction.atomic
def _replan(pk: Any, client: Any) -> None:
    Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client)
    plan(Appointment.objects.select_related("client__user", "therapist").get(pk=pk))


def _stale(now: datetime) -> AppointmentQuerySet:
    """Booked appointments of clients with reminders, whose reminders were planned by other rules, or not at all."""
    as_planned = Q(
        reminder_plan__rules=_rules(Practice.current()),
        reminder_plan__zone=Coalesce("client__user__zone", "client__zone"),
        reminder_plan__chosen_at=F("client__message_preferences__changed_at"),
    )
    coming = Appointment.objects.filter(status=Status.BOOKED, starts_at__gt=now)
    reminded = coming.filter(client__in=MessagePreferences.objects.reminded().values("client"))
    return reminded.exclude(as_planned).order_by("starts_at")


def _clear(appointment: Appointment) -> None:
    """Makes room for the same keys. What was sent, or is on its way, stays and is not sent twice."""
    theirs = Notification.objects.filter(person_id=appointment.client_id, state__in=NOT_SENT)
    theirs.filter(key__startswith=_prefix(appointment)).delete()


def _queue(appointment: Appointment, hours: int, due: datetime) -> None:
    telling.tell(
        "reminder",
        appointment.client,
        key=f"{_prefix(appointment)}{hours}h",
        words=telling.words_about(appointment, links.address_for(appointment)),
        due_at=due,
        starts_at=appointment.starts_at,
    )


def _keep(
    appointment: Appointment,
    practice: Practice,
    zone: str,
    chosen: MessagePreferences,
    no_time_for: list[int],
) -> None:
    values = {
        "rules": _rules(practice),
        "zone": zone,
        "chosen_at": chosen.changed_at,
        "no_time_for": no_time_for,
    }
    ReminderPlan.objects.update_or_create(
        appointment=appointment, defaults=values | {"seen_at": None, "seen_by": ""}
    )


def _rules(practice: Practice) -> str:
    """The version of the zones' rules, and the practice's hours before: "2026f 24,2"."""
    return f"{tzdata.IANA_VERSION} {','.join(map(str, practice.reminder_hours))}"


def _prefix(appointment: Appointment) -> str:
    return f"reminder:{appointment.pk}:"
