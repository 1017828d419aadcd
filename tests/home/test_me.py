"""A client's today."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.care import planning
from tests.sign_in import signed_in
from waylight.care.models import TakeAway

pytestmark = pytest.mark.django_db

WORDS = "Put both feet on the floor and count the blue things."


def a_take_away():
    appointment = cast.an_appointment()
    now = timezone.now()
    return TakeAway.objects.create(appointment=appointment, client=cast.ana(), words=WORDS, given_at=now)


def test_with_the_code_alone_one_sees_the_appointment_and_nothing_of_the_record():
    a_take_away()
    text = signed_in(cast.ana().user, unlocked=False).get(reverse("home:me")).content.decode()
    assert "Dr Clara Demo" in text
    assert WORDS not in text
    assert "Unlock" in text


def test_with_the_second_factor_one_sees_the_last_take_away():
    a_take_away()
    assert WORDS in signed_in(cast.ana().user).get(reverse("home:me")).content.decode()


def test_another_client_sees_neither():
    a_take_away()
    text = signed_in(cast.ben().user).get(reverse("home:me")).content.decode()
    assert WORDS not in text
    assert "Dr Clara" not in text


@pytest.mark.parametrize("who", [cast.eva, lambda: cast.clara().user])
def test_staff_have_no_page_of_a_client(who):
    assert signed_in(who()).get(reverse("home:me")).status_code == 404


def test_the_page_names_nothing_in_its_title():
    cast.an_appointment()
    text = signed_in(cast.ana().user).get(reverse("home:me")).content.decode()
    title = text.partition("<title>")[2].partition("</title>")[0]
    assert title.strip().startswith("Today")
    assert "Clara" not in title


def test_a_clients_home_reads_the_database_ten_times_at_most():
    a_take_away()
    browser = signed_in(cast.ana().user)
    browser.get(reverse("home:me"))
    with CaptureQueriesContext(connection) as seen:
        browser.get(reverse("home:me"))
    assert len([query for query in seen.captured_queries if query["sql"].startswith("SELECT")]) <= 10


def test_whoever_has_a_plan_finds_the_way_to_it_and_what_a_therapist_changed():
    browser = signed_in(cast.ana().user)
    assert reverse("care:plan") in browser.get(reverse("home:me")).content.decode()
    planning.a_plan()
    assert "Look and approve" not in browser.get(reverse("home:me")).content.decode()
    planning.write("triggers", cast.clara().user, triggers=["Evenings"])
    text = browser.get(reverse("home:me")).content.decode()
    assert "Dr Clara Demo changed 1 part." in text
    assert "Evenings" not in text


def test_help_now_knows_the_country_that_a_client_told_us():
    browser = signed_in(cast.ana().user)
    browser.get(reverse("home:me"))
    assert browser.cookies["country"].value == cast.ana().country.lower()
    browser.cookies["country"] = "ie"
    browser.get(reverse("home:me"))
    assert browser.cookies["country"].value == "ie"
