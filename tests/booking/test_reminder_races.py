"""Workers send while clients cancel, move and choose anew: no reminder twice, none for what was called off before it left."""

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from tests import cast
from tests.booking import contest
from tests.booking.meeting import another, open_clara
from tests.booking.reminding import an_appointment, reminded
from waylight.booking import reminders, scheduling
from waylight.booking.models import Appointment, Kind, Status
from waylight.notifications import delivery
from waylight.notifications.models import Notification, State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.hazard("H18")]

MANY = 5


def due_now(count: int) -> list[Appointment]:
    """Appointments of tomorrow, whose reminders are due at this moment."""
    open_clara()
    start = timezone.now().replace(second=0, microsecond=0) + timedelta(days=1, minutes=1)
    made = []
    for number in range(count):
        client = reminded(another(f"Rival{number}"), address=f"rival{number}@example.org")
        made.append(an_appointment(start + timedelta(hours=number), client=client, kind=Kind.FIRST_TALK))
        reminders.plan(made[-1])
    Notification.objects.filter(template="reminder").update(due_at=timezone.now())
    return made


def reminders_sent() -> Counter[str]:
    """Of each appointment, how many reminders of it left."""
    texts = [message.body for message in mail.outbox if message.subject == "A reminder"]
    return Counter(found[1] for text in texts if (found := re.search(r"/me/sessions/([0-9a-f-]{36})/", text)))


def states(appointment: Appointment) -> list[str]:
    rows = Notification.objects.filter(key__startswith=f"reminder:{appointment.pk}:")
    return list(rows.values_list("state", flat=True))


def test_cancelling_against_two_workers() -> None:
    made = due_now(MANY)

    def cancels(number: int) -> None:
        scheduling.cancel(made[number], by=cast.eva())

    def works(_number: int) -> None:
        delivery.send_due(timezone.now())

    results = contest.contest(cancels, works, works, attempts=MANY)
    assert results.faults == {}
    delivery.send_due(timezone.now())
    sent = reminders_sent()
    for appointment in made:
        assert states(appointment) in ([State.SENT], [State.WITHDRAWN])
        assert sent[str(appointment.pk)] == (1 if states(appointment) == [State.SENT] else 0)


def test_moving_against_workers_who_plan_and_send() -> None:
    made = due_now(MANY)
    away = timedelta(days=3)

    def moves(number: int) -> None:
        scheduling.move(made[number], made[number].starts_at + away, by=cast.eva(), outside_hours="Asked for")

    def works(_number: int) -> None:
        reminders.replan_all(timezone.now())
        delivery.send_due(timezone.now())

    results = contest.contest(moves, works, attempts=MANY)
    assert (results.faults, results.refused) == ({}, 0)
    sent = reminders_sent()
    for old in made:
        new = Appointment.objects.get(replaces=old)
        assert states(new) == [State.QUEUED]
        assert states(old) in ([State.SENT], [State.WITHDRAWN])
        assert sent[str(old.pk)] <= 1 and sent[str(new.pk)] == 0


def test_choosing_anew_against_workers_doubles_nothing() -> None:
    (appointment,) = due_now(1)
    client = appointment.client

    def chooses(number: int) -> None:
        address = f"number{number}@example.org"
        reminders.choose(client, by=client.user, reminders="email", address=address)

    def works(_number: int) -> None:
        reminders.replan_all(timezone.now())
        delivery.send_due(timezone.now())

    results = contest.contest(chooses, works, attempts=MANY)
    assert results.faults == {}
    assert len(states(appointment)) == 1
    assert reminders_sent()[str(appointment.pk)] <= 1


def test_what_is_cancelled_while_a_worker_has_it_in_hand_does_not_leave(monkeypatch: Any) -> None:
    (appointment,) = due_now(1)
    send_batch = delivery._send_batch

    def cancelled_first(*given: Any) -> int:
        if Appointment.objects.get(pk=appointment.pk).status == Status.BOOKED:
            scheduling.cancel(appointment, by=cast.eva())
        return send_batch(*given)

    monkeypatch.setattr(delivery, "_send_batch", cancelled_first)
    delivery.send_due(timezone.now())
    assert reminders_sent() == {}
    assert states(appointment) == [State.WITHDRAWN]
