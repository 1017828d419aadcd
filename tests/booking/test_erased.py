"""Somebody's words were erased: no piece of the worker stops for it, no list breaks, and a page about them says so."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.booking.meeting import MONDAY, THURSDAY, TOPIC, another, form
from tests.booking.pages import words
from tests.booking.reminding import an_appointment, reminded, waiting
from tests.cast import at
from tests.sign_in import signed_in
from waylight.booking import protection, reminders
from waylight.booking.models import BusyTime, OwnCalendar, ReminderPlan, Status
from waylight.booking.outside import calendars
from waylight.notifications.models import Notification
from waylight.people.models import RegisterCheck
from waylight.privacy import keyring

pytestmark = pytest.mark.django_db
FRIDAY = at("2027-01-08 10:00")


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def erase(person) -> None:
    for kind in keyring.KINDS:
        keyring.destroy(person, kind)


def test_reminders_of_others_are_planned_all_the_same():
    gone, there = an_appointment(client=reminded()), an_appointment(FRIDAY, client=reminded(another("Zoe")))
    erase(gone.client_id)
    reminders.replan_all(timezone.now())
    assert waiting(of=there)
    assert not waiting(of=gone)
    assert reminders.replan_all(timezone.now()) == 0, "it is asked about again and again"


def test_reminders_that_waited_are_taken_back_when_the_rules_change():
    gone = an_appointment(client=reminded())
    reminders.plan(gone)
    assert waiting(of=gone)
    erase(gone.client_id)
    ReminderPlan.objects.update(rules="of another day")
    reminders.replan_all(timezone.now())
    assert not waiting(of=gone)


def test_others_hear_that_their_therapist_is_away():
    an_appointment()
    an_appointment(FRIDAY, client=another("Zoe"))
    erase(cast.ana().pk)
    RegisterCheck.objects.all().delete()
    assert protection.protect_clients(cast.clara(), by=cast.eva()) == 1


def test_the_calendar_of_a_therapist_who_is_gone_is_forgotten_and_others_are_read(monkeypatch):
    for therapist in (cast.clara(), cast.david()):
        calendars.keep(therapist, "https://calendar.example.org/busy.ics", by=therapist.user)
    BusyTime.objects.create(therapist=cast.clara(), starts_at=THURSDAY, ends_at=FRIDAY)
    erase(cast.clara().user_id)
    asked = []
    monkeypatch.setattr(calendars, "ask", lambda *of: asked.append(of[0]) or calendars.Answer(spans=[]))
    calendars.read_due(timezone.now())
    for _address, answer in calendars._under_way().values():
        answer.result()
    assert calendars.read_due(timezone.now()) == 1
    assert asked == ["https://calendar.example.org/busy.ics"]
    assert OwnCalendar.objects.get().therapist == cast.david()
    assert not BusyTime.objects.exists()


def test_an_answer_that_nobody_thought_of_is_a_failure_of_that_calendar_alone(monkeypatch):
    calendars.keep(cast.clara(), "https://calendar.example.org/busy.ics", by=cast.clara().user)

    def ask(*_of):
        raise ZeroDivisionError

    monkeypatch.setattr(calendars, "ask", ask)
    calendars.read_due(timezone.now())
    for _address, answer in calendars._under_way().values():
        answer.exception()
    assert calendars.read_due(timezone.now()) == 1
    assert OwnCalendar.objects.get().failures == 1


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("clara", "booking:desk_calendar"),
        ("clara", "home:desk"),
        ("clara", "home:clients"),
        ("eva", "booking:office_calendar"),
        ("eva", "booking:reminders_without_time"),
    ],
)
def test_a_list_goes_on_without_the_name(who, name):
    row = an_appointment(at("2027-01-04 12:00"), client=reminded(), topic=TOPIC)
    ReminderPlan.objects.create(
        appointment=row, rules="", zone="UTC", chosen_at=timezone.now(), no_time_for=[24]
    )
    an_appointment(at("2027-01-05 10:00"), client=another("Zoe"))
    erase(row.client_id)
    user = cast.eva() if who == "eva" else cast.clara().user
    answer = signed_in(user).get(reverse(name))
    assert answer.status_code == 200
    assert "?" in words(answer)


def test_what_is_still_booked_can_be_cancelled_and_their_therapist_hears_of_it():
    row = an_appointment(THURSDAY)
    erase(row.client_id)
    browser, page = signed_in(cast.eva()), reverse("booking:office_cancel", args=[row.client_id, row.pk])
    assert "? with Dr Clara Demo" in words(browser.get(page))
    assert browser.post(page, form()).status_code == 302
    row.refresh_from_db()
    assert row.status == Status.CANCELLED
    assert list(Notification.objects.values_list("template", flat=True)) == ["calendar-changed"]


def test_a_page_about_them_says_that_it_is_erased():
    row = an_appointment(topic=TOPIC)
    erase(row.client_id)
    for user, name, about in (
        (cast.clara().user, "home:client", row.client_id),
        (cast.clara().user, "booking:move_for", row.pk),
        (cast.ana().user, "booking:appointment", row.pk),
    ):
        answer = signed_in(user).get(reverse(name, args=[about]))
        assert answer.status_code == 410, name
        assert "is erased" in answer.content.decode()
