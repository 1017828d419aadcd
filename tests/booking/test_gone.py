"""Somebody was quicker: who chose the same time is told so at once, at little cost, with the three nearest one press away."""

import re

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.booking.meeting import FRIDAY, MONDAY, THURSDAY, a_secret, another, booked, form, noor, value_of
from tests.booking.pages import address, get, words
from tests.sign_in import signed_in
from waylight.booking import scheduling
from waylight.booking.models import Appointment

pytestmark = pytest.mark.django_db
MOST_OF_A_BOOKING = 26


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def chosen(secret, starts_at=THURSDAY):
    return Browser().post(address("keep", secret), {"starts_at": value_of(starts_at)}, follow=True)


def statements(act) -> list[str]:
    """What the database is asked by a request; it is sent once before, so that nothing is new to the process."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return [one["sql"] for one in asked]


@pytest.mark.hazard("H18")
def test_when_somebody_was_quicker_the_three_nearest_are_one_press_away():
    secret = a_secret(noor())
    booked(another("Bea"))
    page = chosen(secret)
    assert page.redirect_chain[0][1] == 303
    assert not Appointment.all_rows.holds().exists()
    assert "Someone took Thursday 7 January, 12:00 a moment ago." in words(page)
    offered = re.findall(r'name="starts_at" value="([^"]+)"', page.content.decode())
    assert offered == ["2027-01-07T09:00Z", "2027-01-07T09:30Z", "2027-01-07T10:30Z"]
    page = Browser().post(address("keep", secret), {"starts_at": offered[0]}, follow=True)
    assert "Thursday 7 January, 11:00" in words(page)
    assert "We keep this time for you" in words(page)


def test_the_page_of_a_time_that_is_gone_shows_all_times_once_it_is_free_again():
    secret = a_secret(noor())
    row = booked(another("Bea"))
    gone = {"gone": value_of(THURSDAY)}
    assert "Choose a time close by" in words(get("times", secret, **gone))
    Appointment.objects.filter(pk=row.pk).update(status="cancelled")
    page = get("times", secret, **gone)
    assert "Choose a time close by" not in words(page)
    assert value_of(THURSDAY) in page.content.decode()


@pytest.mark.parametrize("gone", ["", "soon", "2027-01-07", "2027-01-07T10:00Z"])
def test_nothing_is_said_to_be_gone_that_nobody_has(gone):
    assert "Someone took" not in words(get("times", a_secret(noor()), gone=gone))


def test_a_time_kept_for_another_is_gone_until_it_runs_out(clock):
    secret, other = a_secret(noor()), a_secret(another("Bea"))
    chosen(other)
    assert "Someone took Thursday 7 January, 12:00 a moment ago." in words(chosen(secret))
    clock(MONDAY + scheduling.CHOOSING)
    assert "We keep this time for you" in words(chosen(secret))


def test_signed_in_too_a_time_to_move_to_may_be_gone():
    ana = cast.ana()
    row, browser = booked(ana, by=ana.user), signed_in(ana.user, unlocked=False)
    booked(another("Bea"), FRIDAY)
    page = browser.post(f"/me/sessions/{row.pk}/move/hold/", {"starts_at": value_of(FRIDAY)}, follow=True)
    assert page.redirect_chain[0][1] == 303
    assert "Someone took Friday 8 January, 10:00 a moment ago." in words(page)
    assert "Keep the time you have" in words(page)


def test_who_came_too_late_costs_two_statements_and_no_lock():
    """The link, and a look at the time (decision 20)."""
    first, second = a_secret(noor()), a_secret(another("Bea"))
    chosen(first)
    asked = statements(lambda: Browser().post(address("keep", second), {"starts_at": value_of(THURSDAY)}))
    assert len(asked) == 2, asked
    assert not any("FOR " in one or "SAVEPOINT" in one for one in asked)


def test_a_booking_costs_no_more_statements_than_it_has_acts():
    """None twice, and nothing that another statement tells already (decision 20)."""
    chosen(a_secret(another("Bea")), FRIDAY)
    secret = a_secret(noor())
    asked = statements(lambda: Browser().post(address("choose", secret), form(THURSDAY)))
    assert len(asked) <= MOST_OF_A_BOOKING, "\n".join(asked)
    assert len({one for one in asked if one.startswith("SELECT")}) == sum(
        one.startswith("SELECT") for one in asked
    )
