"""A client's own pages, signed in by a code alone; what belongs to others is not there."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from tests import cast
from tests.booking.meeting import (
    AFTER_THE_CHANGE,
    FRIDAY,
    MARCH,
    MONDAY,
    NUMBER,
    THURSDAY,
    TOPIC,
    agreed,
    ana_agreed,
    another,
    booked,
    form,
    messages_to,
    open_clara,
    standing,
    value_of,
)
from tests.booking.pages import words
from tests.sign_in import signed_in
from waylight.booking import scheduling
from waylight.booking.models import Appointment, Cancellation, Kind, Status
from waylight.people.models import Client

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ABOUT_ONE = (
    "appointment",
    "topic",
    "move",
    "move_keep",
    "move_check",
    "move_choose",
    "cancel",
    "undo",
    "calendar",
)
ABOUT_NONE = ("mine", "new", "new_keep", "new_check", "new_choose")


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def by_code(client: Client) -> Browser:
    """Signed in by the e-mailed code, without a second factor."""
    return signed_in(client.user, unlocked=False)


def get(client: Client, name: str, *args: Any, **query: Any) -> Any:
    return by_code(client).get(reverse(f"booking:{name}", args=args), query)


def post(client: Client, name: str, *args: Any, follow: bool = False, **fields: Any) -> Any:
    sent = {"idempotency_key": str(uuid.uuid4())} | fields
    return by_code(client).post(reverse(f"booking:{name}", args=args), sent, follow=follow)


def in_athens(client: Client) -> Client:
    client.user.zone = "Europe/Athens"
    client.user.save()
    return client


def test_a_code_alone_opens_every_page_about_times():
    row = booked(cast.ana())
    assert "Thursday 7 January, 10:00" in words(get(row.client, "mine"))
    for name in ("appointment", "move", "cancel", "calendar"):
        assert get(row.client, name, row.pk).status_code == 200, name
    assert get(row.client, "move_check", row.pk, starts_at=value_of(FRIDAY)).status_code == 200
    assert get(row.client, "new").status_code == 200


def test_a_session_is_booked_with_ones_own_therapist():
    ana = in_athens(ana_agreed())
    assert "All times in Athens, 2 hours ahead of London." in words(get(ana, "new"))
    asked = words(get(ana, "new_check", starts_at=value_of(THURSDAY)))
    assert "Thursday 7 January, 12:00" in asked
    assert "10:00 where Clara is" in asked
    done = post(ana, "new_choose", follow=True, **form(THURSDAY, topic=TOPIC))
    assert "Your time is booked." in words(done)
    row = standing()[0]
    assert (row.booked_by, row.kind, row.topic) == (str(ana.user_id), Kind.FIRST_TALK, TOPIC)


def test_after_the_first_talk_it_is_a_session_and_needs_the_agreement():
    open_clara()
    ana = cast.ana()
    cast.an_appointment(ana, starts_at=MONDAY - 72 * HOUR, kind=Kind.FIRST_TALK, status=Status.FULFILLED)
    page = get(ana, "new")
    assert "A session needs your agreement first." in words(page)
    assert reverse("intake:papers") in page.content.decode()
    assert post(ana, "new_choose", **form(THURSDAY)).status_code == 409
    agreed(ana)
    assert post(ana, "new_choose", **form(THURSDAY)).status_code == 302
    assert standing()[-1].kind == Kind.SESSION


def test_who_is_with_nobody_hears_whom_to_ask():
    ana = cast.ana()
    ana.episodes.update(ends_on=MONDAY.date())
    assert "You are with no therapist at the moment" in words(get(ana, "new"))
    assert post(ana, "new_choose", **form(THURSDAY))["Location"] == reverse("booking:new")
    assert standing() == []


def test_a_form_sent_twice_books_once():
    ana = ana_agreed()
    sent = form(THURSDAY)
    answers = [post(ana, "new_choose", **sent) for _ in range(2)]
    (row,) = standing()
    assert {answer["Location"] for answer in answers} == {reverse("booking:appointment", args=[row.pk])}


@pytest.mark.hazard("H18")
@pytest.mark.parametrize("name", ["new_choose", "new_keep"])
def test_a_second_window_that_books_the_same_hears_that_it_is_booked_already(name):
    ana = ana_agreed()
    post(ana, "new_choose", **form(THURSDAY))
    page = post(ana, name, follow=True, **form(THURSDAY))
    assert "This time is booked for you already." in words(page)
    assert "There is a problem" not in words(page)
    assert len(standing()) == 1


def test_when_the_time_is_gone_what_was_typed_stays():
    ana = ana_agreed()
    booked(another("Bea"))
    answer = post(ana, "new_choose", **form(THURSDAY, topic=TOPIC))
    assert answer.status_code == 409
    assert "Someone took Thursday 7 January, 10:00 a moment ago." in words(answer)
    assert TOPIC in answer.content.decode()
    assert f'value="{NUMBER}"' in answer.content.decode()
    assert len(re.findall('name="starts_at"', answer.content.decode())) == 3


def test_a_time_is_moved():
    ana = cast.ana()
    row = booked(ana)
    assert "It stays yours until you have chosen." in words(get(ana, "move", row.pk))
    done = post(ana, "move_choose", row.pk, follow=True, **form(FRIDAY))
    assert "Your time has moved." in words(done)
    assert [one.starts_at for one in standing()] == [FRIDAY]


def test_a_move_to_a_time_that_is_gone_leaves_the_old_one():
    row = booked(cast.ana())
    booked(another("Bea"), FRIDAY)
    answer = post(row.client, "move_choose", row.pk, **form(FRIDAY))
    assert answer.status_code == 409
    assert "Someone took Friday 8 January, 10:00 a moment ago." in words(answer)
    assert [one.starts_at for one in standing()] == [THURSDAY, FRIDAY]


def test_after_the_cut_off_it_is_not_moved_and_still_cancelled(clock):
    row = booked(cast.ana())
    clock(THURSDAY - 3 * HOUR)
    page = words(get(row.client, "appointment", row.pk))
    assert "It is close now, so it cannot be moved here. You can cancel until it starts." in page
    answer = post(row.client, "move_choose", row.pk, **form(FRIDAY))
    assert answer.status_code == 409
    assert "too close to change this online" in words(answer)
    asked = words(get(row.client, "cancel", row.pk))
    assert "It is close now, less than 24 hours. We note that. Cancelling still helps." in asked
    done = post(row.client, "cancel", row.pk, follow=True)
    assert "Your time is cancelled. Thank you for telling us." in words(done)
    assert Cancellation.objects.get().was_late
    assert messages_to(row.client) == ["cancelled"]


def test_before_booking_it_is_said_until_when_one_can_move_it(clock):
    ana = ana_agreed()
    assert "up to 24 hours before" in words(get(ana, "new_check", starts_at=value_of(THURSDAY)))
    clock(THURSDAY - 20 * HOUR)
    page = words(get(ana, "new_check", starts_at=value_of(THURSDAY)))
    assert "It is close, so it cannot be moved here afterwards." in page


def test_nobody_is_blamed_for_a_late_cancellation(clock):
    row = booked(cast.ana())
    clock(THURSDAY - 3 * HOUR)
    said = words(get(row.client, "cancel", row.pk)).lower()
    assert not re.search(r"\b(late|missed|fee|charge|should|sorry)\b", said)


def test_what_has_begun_offers_no_change(clock):
    row = booked(cast.ana())
    clock(THURSDAY)
    page = words(get(row.client, "appointment", row.pk))
    assert "Join" in page
    assert "Cancel it" not in page
    page = words(post(row.client, "cancel", row.pk, follow=True))
    assert "This time has begun or is over. It cannot be changed." in page
    assert [one.pk for one in standing()] == [row.pk]


@pytest.mark.hazard("H18")
def test_a_change_of_clocks_is_said_on_the_appointments_page(clock):
    clock(MARCH)
    row = booked(in_athens(cast.ana()), AFTER_THE_CHANGE)
    page = words(get(row.client, "appointment", row.pk))
    assert "Tuesday 30 March, 12:00 , your time, Athens 10:00 where Clara is" in page
    assert "Clocks change on Sunday 28 March. We kept 12:00 your time." in page


def test_what_one_wants_to_talk_about_is_taken_and_not_shown_again():
    ana = cast.ana()
    row = booked(ana)
    post(ana, "topic", row.pk, topic=TOPIC)
    done = post(ana, "topic", row.pk, follow=True, topic="And the dog")
    assert "Clara has what you wrote before." in words(done)
    for name in ("appointment", "move", "cancel"):
        assert TOPIC not in get(ana, name, row.pk).content.decode()
    assert TOPIC not in get(ana, "mine").content.decode()
    assert Appointment.objects.get().topic == f"{TOPIC}\n\nAnd the dog"


def test_a_topic_that_is_empty_or_too_long_is_said_and_stays_on_the_page():
    row = booked(cast.ana())
    assert "Write a word or two" in words(post(row.client, "topic", row.pk, topic=" "))
    long = "letters " * 300
    answer = post(row.client, "topic", row.pk, topic=long)
    assert long.strip() in answer.content.decode()
    assert Appointment.objects.get().topic == ""


def test_a_topic_fills_up_and_then_says_so():
    row = booked(cast.ana())
    for _ in range(3):
        assert post(row.client, "topic", row.pk, topic="x" * 1990).status_code == 302
    answer = post(row.client, "topic", row.pk, topic="y" * 1990)
    assert answer.status_code == 409
    assert "You can say the rest when you speak." in words(answer)
    assert "y" not in Appointment.objects.get().topic


def test_nothing_is_written_to_a_time_that_was_cancelled():
    row = booked(cast.ana())
    scheduling.cancel(row, by=cast.eva())
    assert post(row.client, "topic", row.pk, topic=TOPIC).status_code == 409
    assert Appointment.objects.get().topic == ""


def test_the_calendar_file_is_on_the_clients_clocks():
    row = booked(in_athens(cast.ana()))
    (event,) = Calendar.from_ical(get(row.client, "calendar", row.pk).content).walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2027-01-07T12:00:00+02:00"


@pytest.mark.parametrize("who", [cast.ben, cast.clara, cast.david, cast.eva])
@pytest.mark.parametrize("name", ABOUT_ONE)
def test_what_is_anas_is_not_there_for_anybody_else(who, name):
    row = booked(cast.ana(), topic=TOPIC)
    user = getattr(who(), "user", None) or who()
    browser, address = signed_in(user), reverse(f"booking:{name}", args=[row.pk])
    assert browser.get(address).status_code in {404, 405}
    assert browser.post(address, form(FRIDAY, topic="mine")).status_code == 404
    assert [(one.pk, one.starts_at, one.topic) for one in standing()] == [(row.pk, THURSDAY, TOPIC)]


@pytest.mark.parametrize("who", [cast.clara, cast.david, cast.eva])
@pytest.mark.parametrize("name", ABOUT_NONE)
def test_a_clients_pages_are_not_there_for_staff(who, name):
    user = getattr(who(), "user", None) or who()
    assert signed_in(user).get(reverse(f"booking:{name}")).status_code == 404


def test_ben_sees_his_own_and_nothing_of_anas():
    booked(cast.ana())
    assert "Nothing is booked." in words(get(cast.ben(), "mine"))


@pytest.mark.parametrize("name", [*ABOUT_ONE, *ABOUT_NONE])
def test_a_visitor_is_asked_to_sign_in(name):
    args = [booked(cast.ana()).pk] if name in ABOUT_ONE else []
    for answer in (
        Browser().get(reverse(f"booking:{name}", args=args)),
        Browser().post(reverse(f"booking:{name}", args=args), form(FRIDAY)),
    ):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


def test_a_moved_time_stands_once_in_the_list():
    ana = cast.ana()
    row = booked(ana)
    scheduling.move(row, FRIDAY, by=ana.user)
    page = words(get(ana, "mine"))
    assert "Friday 8 January, 10:00" in page
    assert "Thursday 7 January" not in page


def test_the_address_of_a_moved_time_leads_to_where_it_is_now():
    ana = cast.ana()
    row = booked(ana)
    moved = scheduling.move(scheduling.move(row, FRIDAY, by=ana.user), FRIDAY + HOUR, by=ana.user)
    answer = by_code(ana).get(reverse("booking:appointment", args=[row.pk]), follow=True)
    assert answer.redirect_chain[-1] == (reverse("booking:appointment", args=[moved.pk]), 302)
    assert "Cancel it" in words(answer)


@pytest.mark.parametrize("name", ["move", "cancel"])
def test_what_was_cancelled_is_not_offered_for_change(name):
    ana = cast.ana()
    row = booked(ana)
    scheduling.cancel(row, by=ana.user)
    answer = get(ana, name, row.pk)
    assert answer["Location"] == reverse("booking:appointment", args=[row.pk])
    assert "This time was cancelled." in words(get(ana, "appointment", row.pk))


def test_the_list_says_kindly_what_became_of_each():
    ana, clara = cast.ana(), cast.clara()
    for days, status in ((3, Status.NOSHOW), (4, Status.CANCELLED), (5, Status.FULFILLED)):
        cast.an_appointment(ana, clara, starts_at=MONDAY - timedelta(days=days), status=status)
    page = words(get(ana, "mine"))
    assert "Session, we did not speak" in page
    assert "Session, cancelled" in page
    assert "missed" not in page.lower()


def test_the_list_costs_as_many_questions_however_long_it_is():
    ana, clara = cast.ana(), cast.clara()
    cast.an_appointment(ana, clara, starts_at=MONDAY - timedelta(days=1))
    booked(ana)

    def questions(browser: Browser) -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("booking:mine"))
        return len(asked)

    browser = by_code(ana)
    few = questions(browser)
    for days in range(2, 45):
        cast.an_appointment(ana, clara, starts_at=MONDAY - timedelta(days=days))
        cast.an_appointment(ana, clara, starts_at=MONDAY + timedelta(days=days, hours=5))
    assert questions(browser) == few
