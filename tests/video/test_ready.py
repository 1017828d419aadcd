"""Getting ready, a step on a page, and waiting to be let in."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from waylight.accounts import pins
from waylight.booking import precheck
from waylight.booking.models import Appointment, PreCheck
from waylight.privacy.idempotency import FIELD
from waylight.privacy.models import AuditEvent
from waylight.video import admissions, getting_ready, rooms, seats
from waylight.video.models import Admission, Room

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
PLACE, NUMBER = "12 Mill Lane, the blue door", "+441632960123"


def now_open(minutes: int = 5, **fields: Any) -> Appointment:
    """Ana's session with Clara, so many minutes from now."""
    return cast.an_appointment(starts_at=timezone.now() + minutes * MINUTE, **fields)


def at(row: Appointment, route: str, *more: str) -> str:
    return reverse(f"video:{route}", args=[row.pk, *more])


def get(row: Appointment, route: str, *more: str, user: Any = None, unlocked: bool = True) -> Any:
    return signed_in(user or row.client.user, unlocked=unlocked).get(at(row, route, *more))


def say(row: Appointment, step: str, user: Any = None, **said: str) -> Any:
    browser = signed_in(user or row.client.user, unlocked=False)
    return browser.post(at(row, "ready", step), {FIELD: str(uuid.uuid4())} | said)


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_step_leads_to_the_next_and_the_last_one_to_waiting():
    row = now_open()
    for step in getting_ready.ORDER:
        following = getting_ready.after(step)
        onwards = at(row, "ready", following) if following else at(row, "waiting")
        assert "Getting ready" in text_of(get(row, "ready", step))
        assert say(row, step, **{"pass": "1"})["Location"] == onwards
    assert precheck.of(row).steps == list(getting_ready.ORDER)


def test_the_door_leads_to_the_first_step_that_is_open_and_then_to_waiting():
    row = now_open()
    assert get(row, "door")["Location"] == at(row, "ready", "camera")
    for step in getting_ready.ORDER:
        say(row, step)
    assert get(row, "door")["Location"] == at(row, "waiting")


def test_who_waited_before_is_not_asked_the_rest_again():
    row = now_open()
    get(row, "waiting")
    assert get(row, "door")["Location"] == at(row, "waiting")


def test_the_door_leads_the_therapist_into_the_room():
    row = now_open()
    answer = get(row, "door", user=row.therapist.user)
    assert answer["Location"] == reverse("home:room", args=[row.pk])


@pytest.mark.hazard("H04")
def test_what_is_said_is_kept_for_this_session_and_waits_to_be_seen():
    row = now_open()
    say(row, "hearing", hearing="not sure", cannot_speak="on")
    say(row, "place", place=PLACE, is_abroad="on")
    say(row, "number", callback=NUMBER, contact_still_right="no")
    check = precheck.of(row)
    assert (check.place, check.hearing, check.callback) == (PLACE, "not sure", NUMBER)
    assert (check.cannot_speak, check.is_abroad, check.contact_still_right) == (True, True, False)
    assert check.is_complete and not check.is_seen


def test_a_number_that_is_known_is_never_shown_whole_and_an_empty_box_means_that_it_is_right():
    row = now_open()
    client = row.client
    client.contact = client.contact | {"telephone": NUMBER}
    client.save()
    text = text_of(get(row, "ready", "number", unlocked=False))
    assert "123" in text and NUMBER not in text
    say(row, "number")
    assert precheck.of(row).callback == NUMBER


def test_a_number_that_is_none_comes_back_with_a_sentence():
    row = now_open()
    text = text_of(say(row, "number", callback="the red one"))
    assert "the red one" in text
    assert not PreCheck.objects.exists()


def test_where_somebody_is_is_not_shown_again_even_to_them():
    row = now_open()
    say(row, "place", place=PLACE)
    for step in getting_ready.ORDER:
        assert PLACE not in text_of(get(row, "ready", step))
    assert PLACE not in text_of(get(row, "waiting"))


def test_an_empty_box_takes_nothing_back():
    row = now_open()
    say(row, "hearing", hearing="yes", cannot_speak="on")
    say(row, "hearing")
    say(row, "place", place=PLACE)
    say(row, "place")
    say(row, "place", **{"pass": "1", "place": "Elsewhere"})
    check = precheck.of(row)
    assert (check.place, check.hearing, check.cannot_speak) == (PLACE, "yes", True)


@pytest.mark.parametrize("route", [("ready", "place"), ("waiting",)])
def test_nobody_else_gets_ready_or_waits_there(route):
    row = now_open()
    outsiders = [cast.ben().user, cast.david().user, cast.eva(), cast.clara().user]
    assert {get(row, *route, user=user).status_code for user in outsiders} == {404}
    assert not Admission.objects.exists()


def test_a_step_that_is_none_is_not_there():
    row = now_open()
    assert get(row, "ready", "fingerprint").status_code == 404


@pytest.mark.parametrize("minutes", [16, -81])
def test_before_and_after_its_time_there_is_nothing_to_get_ready_for(minutes):
    row = now_open(minutes)
    assert get(row, "ready", "place").status_code == 404
    assert get(row, "waiting").status_code == 404


def test_waiting_survives_loading_the_page_again_and_going_away():
    row = now_open()
    assert "Dr Clara Demo is not here yet" in text_of(get(row, "waiting"))
    get(row, "waiting")
    assert Admission.objects.count() == 1
    left = signed_in(row.client.user).post(at(row, "leave_waiting"), {FIELD: str(uuid.uuid4())})
    assert left["Location"] == reverse("home:me")
    assert not Admission.objects.open().exists()
    assert "Dr Clara Demo is not here yet" in text_of(get(row, "waiting"))


def test_who_waits_without_scripts_asks_again_by_itself():
    assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in text_of(
        get(now_open(), "waiting")
    )


def test_whoever_is_let_in_is_led_into_the_room():
    row = now_open()
    get(row, "waiting")
    admissions.admit(Room.objects.get(), Admission.objects.get().pk, by=row.therapist.user)
    assert get(row, "waiting")["Location"] == reverse("home:room", args=[row.pk])


def test_who_waits_reads_how_long_the_therapist_needs(clock):
    row = now_open()
    get(row, "waiting")
    rooms.later(Room.objects.get(), by=row.therapist.user)
    assert "needs a few more minutes" in text_of(get(row, "waiting"))


def test_after_ten_minutes_somebody_who_waits_reads_whom_to_ask(clock):
    cast.a_practice(telephone="01632 960142")
    row = now_open()
    assert "01632" not in text_of(get(row, "waiting"))
    clock(row.starts_at + 11 * MINUTE)
    assert "01632" in text_of(get(row, "waiting"))


def test_the_quiet_sign_is_told_and_can_be_taken_back():
    row = now_open()
    browser = signed_in(row.client.user)
    for value, expected in (("yes", True), ("no", False)):
        browser.post(at(row, "sign"), {FIELD: str(uuid.uuid4()), "cannot_speak": value})
        assert precheck.of(row).cannot_speak is expected
    assert "speak freely" in text_of(get(row, "waiting"))


def test_a_seat_is_taken_with_the_pin_once_and_kept_without_it():
    """The session lasts longer than the mark, and nobody whose line dropped is asked for a PIN."""
    row = now_open()
    pins.keep(row.client.user, "274915")
    locked = signed_in(row.client.user, unlocked=False)
    for route in ("door", "waiting"):
        assert locked.get(at(row, route))["Location"].startswith(reverse("accounts:unlock"))
    assert not Admission.objects.exists()
    get(row, "waiting")
    assert text_of(locked.get(at(row, "waiting")))


def test_who_never_set_up_more_than_a_code_waits_with_the_code():
    row = now_open()
    assert text_of(get(row, "waiting", unlocked=False))


def test_the_address_of_the_page_is_all_that_a_title_says():
    row = now_open()
    for route in [("ready", "hearing"), ("waiting",)]:
        title = text_of(get(row, *route)).partition("<title>")[2].partition("</title>")[0]
        assert title.strip().startswith("Room")
        assert "Clara" not in title


def test_getting_ready_leaves_a_trace_without_words():
    row = now_open()
    say(row, "place", place=PLACE)
    trace = AuditEvent.objects.get(verb="say-before-session")
    assert (trace.actor, trace.person) == (str(row.client.user_id), str(row.client_id))
    assert seats.seat_of(row.client.user, row.pk, timezone.now()).admission is None
