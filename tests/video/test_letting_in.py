"""The therapist's side of the door: who waits, what they said, let in, five more minutes, and what is left to ask."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from waylight.booking import attendance, precheck
from waylight.booking.models import Appointment
from waylight.privacy.idempotency import FIELD
from waylight.privacy.models import AuditEvent
from waylight.video.models import Admission, Room

pytestmark = pytest.mark.django_db
PLACE, NUMBER = "12 Mill Lane, the blue door", "+441632960123"
ASKED = {"place": "The car", "hearing": "no", "callback": NUMBER, "contact_still_right": ""}


def waiting(*, has_said_all: bool = True, **said: Any) -> Appointment:
    """Ana waits, and has said all that is asked, or nothing but `said`."""
    row = cast.an_appointment(starts_at=timezone.now())
    ana = row.client.user
    if has_said_all:
        said = {"place": PLACE, "hearing": "no", "callback": NUMBER} | said
    if said:
        precheck.say(row, "place", by=ana, **said)
    signed_in(ana).get(reverse("video:waiting", args=[row.pk]))
    return row


def panel(row: Appointment, route: str = "letting_in", user: Any = None) -> str:
    answer = signed_in(user or row.therapist.user).get(reverse(f"video:{route}", args=[row.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def post(row: Appointment, route: str, user: Any = None, mode: str = "navigate", **fields: str) -> Any:
    fields = {FIELD: str(uuid.uuid4()), "seat": str(Admission.objects.get(role="client").pk)} | fields
    browser = signed_in(user or row.therapist.user)
    return browser.post(reverse(f"video:{route}", args=[row.pk]), fields, HTTP_SEC_FETCH_MODE=mode)


def is_in(row: Appointment) -> bool:
    return Admission.objects.admitted().filter(room=row.pk, role="client").exists()


@pytest.mark.hazard("H04")
def test_the_therapist_sees_what_was_said_before_she_opens_the_door():
    row = waiting()
    text = panel(row)
    assert "Ana waits" in text and PLACE in text and NUMBER in text
    post(row, "admit")
    assert is_in(row)
    assert precheck.of(row).is_seen
    assert attendance.why_not(row, timezone.now()) == []
    assert AuditEvent.objects.filter(verb="read-check-in", person=str(row.client_id)).exists()


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("left_out", ["place", "hearing", "callback"])
def test_nobody_is_let_in_unasked_when_something_was_left_open(left_out):
    row = waiting(**{left_out: ""})
    assert "Let in, and ask" in panel(row)
    answer = post(row, "admit", mode="cors")
    assert "Not all of it is said yet" in answer.content.decode()
    assert not is_in(row)


@pytest.mark.hazard("H04")
def test_somebody_who_said_nothing_is_let_in_to_be_asked_and_the_session_begins_with_the_answers():
    row = waiting(has_said_all=False)
    post(row, "admit", ask_first="1")
    assert is_in(row)
    assert "Ask before you begin" in panel(row)
    assert attendance.why_not(row, timezone.now()) != []
    post(row, "asked", **ASKED)
    assert precheck.of(row).place == "The car"
    assert "Ask before you begin" not in panel(row)
    assert attendance.why_not(row, timezone.now()) == []


def test_an_answer_that_is_missing_is_asked_for_again_with_what_was_typed():
    row = waiting(has_said_all=False)
    post(row, "admit", ask_first="1")
    text = post(row, "asked", mode="cors", **ASKED | {"place": ""}).content.decode()
    assert "Ask where they are." in text and NUMBER in text
    assert precheck.of(row) is None


@pytest.mark.hazard("H04")
def test_i_cannot_speak_freely_is_seen_at_once_and_stays_in_view():
    row = waiting(cannot_speak=True)
    assert "They cannot speak freely." in panel(row)
    assert "They cannot speak freely." in panel(row, "who_waits")
    post(row, "admit")
    assert "cannot speak freely" in panel(row)


def test_the_agreed_sign_stands_beside_it():
    from waylight.intake import papers

    row = waiting()
    papers.save(row.client, "about", {"sign": "I ask about the cat"}, is_finished=False, by=row.client.user)
    assert "I ask about the cat" in panel(row)


def test_the_days_list_shows_initials_and_nothing_that_was_said():
    text = panel(waiting(), "who_waits")
    assert "A. waits since" in text
    assert "Ana" not in text and PLACE not in text


def test_when_nobody_waits_the_line_is_empty_and_the_panel_says_so():
    row = cast.an_appointment(starts_at=timezone.now())
    assert panel(row, "who_waits").strip() == ""
    assert "Nobody waits yet" in panel(row)


def test_five_more_minutes_are_told():
    row = waiting()
    post(row, "later")
    room = Room.objects.get()
    assert room.later_until - room.later_at == timedelta(minutes=5)
    assert "They read that you need until" in panel(row)


@pytest.mark.hazard("H09")
def test_without_a_registration_in_force_nobody_is_let_in():
    row = waiting()
    cast.a_check(cast.clara().registrations.get(), status="suspended", confirmed=False)
    assert "registration is not in force" in post(row, "admit", mode="cors").content.decode()
    assert not is_in(row)


def test_a_page_without_scripts_comes_back_to_the_room():
    row = waiting()
    assert post(row, "admit")["Location"] == reverse("home:room", args=[row.pk])


@pytest.mark.parametrize("seat", ["", "nobody", "0c8e1d7e-6f0e-4c0c-9f0e-6d3a3a3a3a3a"])
def test_a_seat_that_is_none_lets_nobody_in(seat):
    row = waiting()
    assert "not waiting any more" in post(row, "admit", mode="cors", seat=seat).content.decode()
    assert not is_in(row)


@pytest.mark.hazard("H06")
@pytest.mark.parametrize("route", ["admit", "later", "asked"])
def test_nobody_but_its_therapist_opens_the_door(route):
    row = waiting()
    for user in (row.client.user, cast.ben().user, cast.david().user, cast.eva()):
        assert post(row, route, user=user, **ASKED).status_code == 404
        page = signed_in(user).get(reverse("video:letting_in", args=[row.pk]))
        assert page.status_code == 404
    assert not is_in(row)
