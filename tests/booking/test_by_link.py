"""Choosing a time behind a secret address, as somebody without an account does."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast
from tests.booking.meeting import (
    AFTER_THE_CHANGE,
    EMAIL,
    FRIDAY,
    MARCH,
    MONDAY,
    NAME,
    NUMBER,
    THURSDAY,
    TOPIC,
    a_secret,
    agreed,
    another,
    booked,
    form,
    messages_to,
    noor,
    open_clara,
    standing,
    value_of,
)
from tests.booking.pages import address, get, post, words
from waylight.booking.models import Kind, TimeOff
from waylight.people.models import Client

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PAGES = ("times", "other_times", "check", "cancel_by_link", "calendar_by_link")


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


@pytest.mark.hazard("H18")
def test_somebody_in_athens_books_with_both_clocks_in_sight():
    client = noor()
    secret = a_secret(client)
    listed = words(get("times", secret))
    assert "All times in Athens, 2 hours ahead of London." in listed
    assert "Thursday 7 January, 12:00 10:00 where Clara is" in listed
    asked = words(get("check", secret, starts_at=value_of(THURSDAY)))
    assert "Thursday 7 January, 12:00 , your time, Athens 10:00 where Clara is" in asked
    answer = post("choose", secret, form(THURSDAY, topic=TOPIC))
    assert (answer.status_code, answer["Location"]) == (302, address("times", secret))
    done = words(get("times", secret))
    assert "Your time is booked" in done
    assert "Thursday 7 January, 12:00 , your time, Athens 10:00 where Clara is" in done
    row = standing()[0]
    assert (row.starts_at, row.topic, row.booked_by) == (THURSDAY, TOPIC, "link")
    assert Client.objects.get(pk=client.pk).contact["telephone"] == NUMBER
    assert messages_to(client) == ["booked"]


def test_in_london_there_is_one_clock():
    listed = words(get("times", a_secret(noor(zone="Europe/London"))))
    assert "All times in London." in listed
    assert "where Clara is" not in listed


def test_the_clocks_can_be_changed_and_stay_so():
    client = noor()
    secret = a_secret(client)
    listed = get("times", secret, zone="Asia/Kolkata")
    assert "All times in Kolkata, 5 hours 30 minutes ahead of London." in words(listed)
    assert 'name="zone" value="Asia/Kolkata"' in listed.content.decode()
    post("choose", secret, form(THURSDAY, zone="Asia/Kolkata"))
    assert Client.objects.get(pk=client.pk).zone == "Asia/Kolkata"
    assert "Thursday 7 January, 15:30 , your time, Kolkata" in words(get("times", secret))


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "../../etc/passwd", "Factory/x", "europe/london "])
def test_clocks_that_do_not_exist_are_left_as_they_were(zone):
    assert "All times in Athens" in words(get("times", a_secret(noor()), zone=zone))


@pytest.mark.parametrize(
    ("older", "city"), [("Asia/Calcutta", "Kolkata"), ("Europe/Kiev", "Kyiv"), ("GB", "London")]
)
def test_what_a_browser_calls_a_zone_is_its_city_of_today(older, city):
    listed = get("times", a_secret(noor()), zone=older)
    assert f"All times in {city}" in words(listed)
    assert f'/{city}" selected' in listed.content.decode()


def test_a_city_that_shares_its_clocks_with_another_keeps_its_name():
    assert "All times in Stockholm, 1 hour ahead" in words(
        get("times", a_secret(noor()), zone="Europe/Stockholm")
    )


def test_another_day_over_there_is_said():
    secret = a_secret(noor(zone="Pacific/Auckland"))
    assert "Friday 8 January, 05:30 Thursday 16:30 where Clara is" in words(get("times", secret))


@pytest.mark.hazard("H18")
def test_a_change_of_clocks_before_the_time_is_said_and_the_clock_kept(clock):
    clock(MARCH)
    secret = a_secret(noor())
    listed = words(get("times", secret))
    assert "Clocks change on Sunday 28 March." in listed
    assert "Tuesday 30 March, 12:00 10:00 where Clara is" in listed
    asked = words(get("check", secret, starts_at=value_of(AFTER_THE_CHANGE)))
    assert "Clocks change on Sunday 28 March. We kept 12:00 your time." in asked
    post("choose", secret, form(AFTER_THE_CHANGE))
    done = words(get("times", secret))
    assert "Tuesday 30 March, 12:00 , your time, Athens 10:00 where Clara is" in done
    assert "Clocks change on Sunday 28 March. We kept 12:00 your time." in done
    assert "until Monday 29 March, 12:00" in done


@pytest.mark.hazard("H18")
def test_a_change_at_the_therapists_place_alone_is_said_too(clock):
    """Kolkata's clocks never change: the same London hour is another hour there from Sunday on."""
    clock(MARCH)
    listed = words(get("times", a_secret(noor(zone="Asia/Kolkata"))))
    assert "Clocks change on Sunday 28 March where Clara is." in listed
    assert "Friday 26 March, 14:30 09:00 where Clara is" in listed
    assert "Monday 29 March, 13:30 09:00 where Clara is" in listed


def test_no_change_of_clocks_is_said_where_there_is_none():
    assert "Clocks change" not in words(get("times", a_secret(noor())))


@pytest.mark.parametrize("is_booked", [False, True])
def test_the_pages_show_times_and_nothing_of_the_person(is_booked):
    client = noor()
    secret = a_secret(client)
    if is_booked:
        post("choose", secret, form(THURSDAY, topic=TOPIC))
    for name in PAGES:
        response = Browser().get(address(name, secret), {"starts_at": value_of(FRIDAY)}, follow=True)
        text = response.content.decode()
        private = (NAME, NAME.split()[0], NAME.split()[1], EMAIL, NUMBER, NUMBER[3:], TOPIC, str(client.pk))
        assert [word for word in private if word in text] == [], name
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"


def test_titles_are_neutral():
    secret = a_secret(noor())
    for response in (get("times", secret), get("times", "forged")):
        title = re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL).group(1)
        assert title.strip().startswith("Times")
        assert not re.search("harm|therap|session|crisis", title, re.IGNORECASE)


@pytest.mark.hazard("H18")
def test_when_the_time_is_gone_what_was_typed_stays_and_three_others_are_one_press_away():
    secret = a_secret(noor())
    booked(another("Bea"))
    answer = post("choose", secret, form(THURSDAY, topic=TOPIC, zone="Europe/Athens"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Someone took Thursday 7 January, 12:00 a moment ago." in words(answer)
    assert TOPIC in text
    assert f'value="{NUMBER}"' in text
    offered = re.findall(r'name="starts_at" value="([^"]+)"', text)
    assert offered == ["2027-01-07T09:00Z", "2027-01-07T09:30Z", "2027-01-07T10:30Z"]
    key = re.search(r'name="idempotency_key" value="([^"]+)"', text).group(1)
    again = form(None, starts_at=offered[2], telephone=NUMBER, topic=TOPIC, idempotency_key=key)
    assert post("choose", secret, again).status_code == 302
    assert (standing()[1].topic, len(standing())) == (TOPIC, 2)


@pytest.mark.hazard("H18")
def test_a_refusal_speaks_in_the_clocks_that_were_chosen():
    client = noor()
    secret = a_secret(client)
    booked(another("Bea"))
    answer = post("choose", secret, form(THURSDAY, zone="Asia/Kolkata"))
    assert "Someone took Thursday 7 January, 15:30 a moment ago." in words(answer)
    assert "These are close: 14:30 · 15:00 · 16:00." in words(answer)
    assert Client.objects.get(pk=client.pk).zone == "Europe/Athens"


def test_a_number_that_cannot_be_called_is_said_and_the_topic_stays():
    secret = a_secret(noor())
    for telephone in ("", "my sister's", "12"):
        answer = post("choose", secret, form(THURSDAY, telephone=telephone, topic=TOPIC))
        assert answer.status_code == 200
        assert "There is a problem" in words(answer)
        assert TOPIC in answer.content.decode()
    assert standing() == []


def test_a_known_number_is_not_asked_for_again():
    contact = {"channel": "call", "address": NUMBER, "seen_by": "", "may_leave_message": False}
    secret = a_secret(noor(contact=contact))
    asked = get("check", secret, starts_at=value_of(THURSDAY)).content.decode()
    assert 'name="telephone"' not in asked
    fields = form(THURSDAY)
    del fields["telephone"]
    assert post("choose", secret, fields).status_code == 302


@pytest.mark.parametrize(
    "chosen", ["", "soon", "2027-01-07", "2027-01-07T10:00", "0001-01-01T00:00Z", "9999-12-31T23:59Z"]
)
def test_what_is_no_time_of_the_list_leads_back_to_the_list(chosen):
    secret = a_secret(noor())
    answer = post("choose", secret, form(None, starts_at=chosen, telephone=NUMBER))
    assert answer.status_code == 400
    assert "Choose one of the times." in words(answer)
    looked = get("check", secret, starts_at=chosen)
    assert looked["Location"].startswith(address("times", secret))


def test_a_time_that_is_not_offered_is_refused_with_those_close_by():
    secret = a_secret(noor())
    answer = post("choose", secret, form(THURSDAY + timedelta(minutes=7)))
    assert answer.status_code == 409
    assert "is not among the free times" in words(answer)
    assert standing() == []


def test_a_session_without_agreement_leads_to_the_papers():
    open_clara()
    ana = cast.ana()
    secret = a_secret(ana, Kind.SESSION)
    page = get("times", secret)
    assert "A session needs your agreement first." in words(page)
    assert reverse("intake:papers") in page.content.decode()
    assert post("choose", secret, form(THURSDAY)).status_code == 409
    agreed(ana)
    assert post("choose", secret, form(THURSDAY)).status_code == 302


@pytest.mark.hazard("H09")
def test_with_a_therapist_who_is_not_registered_there_are_no_times_but_people():
    cast.a_practice(telephone="020 7946 0123")
    secret = a_secret(noor())
    cast.a_check(cast.clara().registrations.get(), status="suspended", confirmed=False)
    page = words(get("times", secret))
    assert "No times can be booked with this therapist at the moment." in page
    assert "A person can help you: call 020 7946 0123" in page
    assert post("choose", secret, form(THURSDAY)).status_code == 409


def test_when_nothing_is_free_a_person_helps():
    secret = a_secret(noor())
    cast.clara().opening_hours.all().delete()
    assert "Nothing is free in the next weeks." in words(get("times", secret))


def test_the_list_costs_as_many_questions_whatever_is_booked():
    client = noor()
    secret = a_secret(client)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            get("times", secret)
        return len(asked)

    few = questions()
    for number in range(30):
        start = MONDAY + timedelta(days=number // 4, hours=number % 4 + 30)
        cast.an_appointment(another(f"P{number}"), cast.clara(), starts_at=start)
        TimeOff.objects.create(therapist=cast.clara(), starts_at=start, ends_at=start + HOUR)
    assert questions() == few
    assert few < 20
