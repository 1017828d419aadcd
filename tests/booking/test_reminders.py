"""Reminders come once, in time, at safe hours; none for what was cancelled or moved, none to who did not ask for any."""

from datetime import timedelta
from typing import Any

import pytest

from tests import cast
from tests.booking.meeting import MONDAY, THURSDAY
from waylight.booking import reminders
from waylight.booking.models import Appointment
from waylight.notifications.models import Notification, State
from waylight.people import preferences
from waylight.people.models import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_monday(clock: Any) -> None:
    clock(MONDAY)


def reminded(client: Client, **chosen: Any) -> Client:
    chosen = {"reminders": "email", "address": "own@example.org"} | chosen
    preferences.keep(client, by=client.user, **chosen)
    return client


def an_appointment(**fields: Any) -> Appointment:
    return cast.an_appointment(starts_at=fields.pop("starts_at", THURSDAY), **fields)


def waiting() -> list[Notification]:
    rows = Notification.objects.filter(state=State.QUEUED, template__startswith="reminder")
    return list(rows.order_by("due_at"))


def test_a_client_who_chose_nothing_gets_no_reminder() -> None:
    reminders.plan(an_appointment())
    assert waiting() == []


def test_a_reminder_waits_until_the_hours_before_that_the_practice_set() -> None:
    cast.a_practice(reminder_hours=[24, 2])
    reminded(cast.ana())
    reminders.plan(an_appointment())
    assert [row.due_at for row in waiting()] == [THURSDAY - timedelta(days=1), THURSDAY - timedelta(hours=2)]
    assert {row.address for row in waiting()} == {"own@example.org"}


def test_planning_again_moves_what_waits_and_doubles_nothing() -> None:
    ana = reminded(cast.ana())
    appointment = an_appointment()
    reminders.plan(appointment)
    reminded(ana, address="another@example.org")
    reminders.replan_client(ana)
    assert [row.address for row in waiting()] == ["another@example.org"]


def test_forgetting_takes_back_what_waits() -> None:
    reminded(cast.ana())
    appointment = an_appointment()
    reminders.plan(appointment)
    reminders.forget(appointment)
    assert waiting() == []
