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
from waylight.notifications.models import Notification, NotificationQuerySet, State
from waylight.notifications.notify import withdraw
from waylight.people import preferences
from waylight.people.models import Client, MessagePreferences
from waylight.practice.models import Practice
from waylight.privacy import audit
from waylight.privacy.keyring import KeyDestroyed

__all__ = ["choose", "due_at", "forget", "plan", "replan_all", "replan_client", "see_no_time"]

BATCH = 200  # appointments in one turn of the worker


def plan(appointment: Appointment, *, chosen: MessagePreferences | None = None) -> None:
    """Queues the reminders that its client chose, in place of those that wait. Call it inside the act's transaction.

    One whose moment was past before anybody knew of it is left out: the person has just heard of the time itself. One for
    which the safe hours leave no moment is noted for a manager. Two that fall together are one. `chosen`: where it is at hand.
    """
    chosen = chosen or preferences.of(appointment.client)
    if not chosen.wants_reminders or not appointment.is_booked:
        return
    now, practice, zone = timezone.now(), Practice.current(), zones.zone_of(appointment.client)
    safe = zone, chosen.safe_from, chosen.safe_until
    waited = _clear(appointment)
    gone = set(_theirs(appointment).values_list("key", flat=True))
    dues: dict[datetime, str] = {}
    no_time_for = []
    for hours in practice.reminder_hours:
        key = f"{_prefix(appointment)}{hours}h"
        is_past = safe_hours.asked_at(appointment.starts_at, hours, zone) <= now
        if key in gone or (is_past and key not in waited):
            continue
        due = (
            safe_hours.not_before(now, *safe)
            if is_past
            else due_at(appointment.starts_at, hours, *safe, now=now)
        )
        if due is None or due >= appointment.starts_at:
            no_time_for.append(hours)
        else:
            dues.setdefault(due, key)
    for due, key in dues.items():
        _queue(appointment, key, due, safe_hours.end_of_safe_hours(due, *safe))
    _keep(appointment, chosen, zone, practice, no_time_for)


def forget(appointment: Appointment) -> None:
    """Takes back the reminders that wait: it was cancelled, moved or undone."""
    withdraw(_prefix(appointment))


@transaction.atomic
def choose(client: Client, *, by: Any, **chosen: Any) -> MessagePreferences:
    """Keeps what the client chose about messages, and has all that waits follow it. Takes and raises as `preferences.keep`."""
    kept = preferences.keep(client, by=by, **chosen)
    telling.tell_anew(client)
    replan_client(client)
    return kept


def replan_client(client: Client) -> None:
    """After a change of what the client chose, or of where they are."""
    wants_reminders = preferences.of(client).wants_reminders
    coming = Appointment.objects.upcoming(timezone.now()).filter(client=client)
    for appointment in coming.select_related("client__user", "therapist"):
        if wants_reminders:
            plan(appointment)
        else:
            forget(appointment)
            ReminderPlan.objects.filter(pk=appointment.pk).delete()


def replan_all(now: datetime) -> int:
    """For the schedule: plans anew what was planned by other rules than those of now, the soonest first. Says how many."""
    stale = list(_stale(now).values_list("pk", "client_id")[:BATCH])
    for pk, client in stale:
        _replan(pk, client)
    return len(stale)


@transaction.atomic
def see_no_time(row: ReminderPlan, *, by: Any) -> None:
    """A manager has seen that a reminder finds no safe hour, and does what there is to do."""
    unseen = ReminderPlan.objects.filter(pk=row.pk, seen_at=None)
    if unseen.update(seen_at=timezone.now(), seen_by=str(by.pk)):
        audit.record("see-reminder-without-time", by=by, person=row.appointment.client_id, about=row)


@transaction.atomic
def _replan(pk: Any, client: Any) -> None:
    """The client's row is locked first, as in every act that changes what a client has booked.

    Nobody can write to a client whose words were erased: that is noted, so that nobody else's reminders wait for it.
    """
    Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client)
    appointment = Appointment.objects.select_related("client__user", "therapist").get(pk=pk)
    try:
        with transaction.atomic():
            plan(appointment)
    except KeyDestroyed:
        forget(appointment)
        chosen, zone = preferences.of(appointment.client), zones.zone_of(appointment.client)
        _keep(appointment, chosen, zone, Practice.current(), [])


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


def _theirs(appointment: Appointment) -> NotificationQuerySet:
    """All its reminders, by the index of the person: a person has few messages and a practice many."""
    rows = Notification.objects.filter(person_id=appointment.client_id)
    return rows.filter(key__startswith=_prefix(appointment))


def _clear(appointment: Appointment) -> set[str]:
    """Makes room for the same keys; gives those that were waiting.

    What was sent, or may have been since its hand-over began, stays: none goes twice.
    """
    untouched = _theirs(appointment).filter(begun_at=None)
    keys = set(untouched.waiting().values_list("key", flat=True))
    untouched.waiting().delete()
    untouched.filter(state=State.WITHDRAWN).delete()
    return keys


def _queue(appointment: Appointment, key: str, due: datetime, safe_until: datetime | None) -> None:
    """Not after the beginning, nor after the safe hours in which it is due: too late, it is shown to a manager instead."""
    telling.tell(
        "reminder",
        appointment.client,
        key=key,
        words=telling.words_about(appointment, links.address_for(appointment)),
        due_at=due,
        useful_until=min(filter(None, (appointment.starts_at, safe_until))),
    )


def _keep(
    appointment: Appointment,
    chosen: MessagePreferences,
    zone: str,
    practice: Practice,
    no_time_for: list[int],
) -> None:
    row = ReminderPlan.objects.filter(pk=appointment.pk).first() or ReminderPlan(appointment=appointment)
    if row.no_time_for != no_time_for:
        row.no_time_for, row.seen_at, row.seen_by = no_time_for, None, ""
    row.rules, row.zone, row.chosen_at = _rules(practice), zone, chosen.changed_at
    row.save()


def _rules(practice: Practice) -> str:
    """The version of the zones' rules, and the practice's hours before: "2026f 24,2"."""
    return f"{tzdata.IANA_VERSION} {','.join(map(str, practice.reminder_hours))}"


def _prefix(appointment: Appointment) -> str:
    return f"reminder:{appointment.pk}:"
