"""The page before a session: what was shared, in the client's words, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.care import planning
from tests.cast import an_appointment, ana, at, ben, clara, david, eva
from tests.exercises.going import a_finished_entry
from tests.sign_in import signed_in
from waylight.booking.models import Appointment
from waylight.care import goals
from waylight.care.models import TakeAway
from waylight.exercises import assignments, diary, entries
from waylight.exercises.models import Entry
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
NOW = "2026-11-23 12:00"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(NOW), tick=False):
        yield


def ago(**span: int):
    return time_machine.travel(timezone.now() - timedelta(**span), tick=False)


def sessions() -> Appointment:
    """One that took place a week ago, with its take-away; returns the one tomorrow."""
    past = an_appointment(starts_at=timezone.now() - timedelta(days=7), status="fulfilled")
    TakeAway.objects.create(appointment=past, client=ana(), words="One breath first.", given_at=past.ends_at)
    return an_appointment(topic="My sister")


def a_shared_urge(words: str = "", peak: int = 6, *, share: bool = True) -> Entry:
    entry = diary.note(ana(), {"urge_peak": peak}, by=ana().user)
    step = diary.step(entry.form, "words")
    entry = entries.save_step(entry, step, {"before": words}, by=ana().user)
    return entries.share(entry, by=ana().user) if share else entry


def page(appointment: Appointment, by=None) -> str:
    answer = signed_in(by or clara().user).get(reverse("home:prepare", args=[appointment.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_holds_what_they_want_to_talk_about_the_take_away_and_their_goals() -> None:
    appointment = sessions()
    goal = goals.add(ana(), "Go to the choir again", by=ana().user)
    goals.rate(goal, 3, by=ana().user)
    text = page(appointment)
    for words in ("My sister", "One breath first.", "Go to the choir again", "One number so far: 3."):
        assert words in text


def test_only_what_was_shared_is_there_and_only_since_the_last_session() -> None:
    with ago(days=9):
        a_shared_urge("Long before")
    appointment = sessions()
    with ago(days=2):
        a_shared_urge("The bus was full")
    a_shared_urge("Kept to myself", share=False)
    text = page(appointment)
    assert "The bus was full" in text
    assert "Kept to myself" not in text
    assert "Long before" not in text


def test_what_is_taken_back_is_gone_from_it() -> None:
    appointment = sessions()
    entry = a_shared_urge("The bus was full")
    entries.unshare(entry, by=ana().user)
    assert "The bus was full" not in page(appointment)


def test_what_was_suggested_stands_with_the_clients_answer() -> None:
    appointment = sessions()
    row = assignments.assign(ana(), "cbt-thought-record", by=clara().user)
    assignments.answer(row, "not_this_week", by=ana().user)
    assert "Not this week" in page(appointment)


def test_it_says_what_changed_in_the_plan_since_then() -> None:
    with ago(days=10):
        planning.a_plan()
    appointment = sessions()
    assert "Taken out:" not in page(appointment)
    planning.write("by_myself", ana().user, by_myself=[*planning.STEPS[1:], "Ring the bell"])
    planning.write("safer_space", ana().user, safer_space="My aunt has moved")
    assert "2 parts are not approved." in page(appointment)
    planning.approve()
    text = page(appointment)
    assert "Ring the bell" in text
    assert planning.STEPS[0] in text
    assert "My aunt" not in text
    assert "Changed. Open the plan to read it." in text


def test_before_the_first_session_it_says_so() -> None:
    text = page(an_appointment())
    assert "No session so far" in text
    assert "Nothing shared." in text


def test_the_outsider_a_manager_and_the_client_do_not_find_it() -> None:
    appointment = sessions()
    for other in (david().user, eva(), ana().user, ben().user):
        answer = signed_in(other).get(reverse("home:prepare", args=[appointment.pk]))
        assert answer.status_code == 404


def test_reading_it_leaves_a_trace() -> None:
    appointment = sessions()
    page(appointment)
    event = AuditEvent.objects.get(verb="read-preparation")
    assert (event.actor, event.person) == (str(clara().user.pk), str(ana().pk))


@pytest.mark.hazard("H11")
def test_it_says_numbers_and_words_and_never_a_judgement() -> None:
    appointment = sessions()
    for days, peak in ((6, 2), (1, 10)):
        with ago(days=days):
            a_shared_urge("Words", peak)
    text = page(appointment).lower()
    for word in (
        "worse",
        "at risk",
        "high risk",
        "severe",
        "alert",
        "warning",
        "deteriorat",
        "trend",
        "flag",
    ):
        assert word not in text


def test_it_asks_the_database_little_however_much_there_is() -> None:
    appointment = sessions()
    planning.a_plan()
    for number in range(3):
        goals.rate(goals.add(ana(), f"Goal {number}", by=ana().user), 5, by=ana().user)
    assignments.assign(ana(), "cbt-thought-record", by=clara().user)
    for _ in range(15):
        a_shared_urge("Words")
    browser = signed_in(clara().user)
    address = reverse("home:prepare", args=[appointment.pk])
    browser.get(address)
    with CaptureQueriesContext(connection) as seen:
        browser.get(address)
    reads = [query["sql"] for query in seen.captured_queries if query["sql"].startswith("SELECT")]
    assert len(reads) < 12, "\n".join(reads)


def test_it_says_in_words_how_an_exercise_left_them() -> None:
    appointment = sessions()
    entry = entries.say_how_it_was(a_finished_entry(), "worse", by=ana().user)
    entries.share(entry, by=ana().user)
    assert "Afterwards: worse." in page(appointment)
