"""Choosing a time from the list keeps it; each act can be taken back from the page that follows."""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from tests import cast
from tests.booking.meeting import (
    FRIDAY,
    MONDAY,
    NUMBER,
    THURSDAY,
    a_secret,
    ana_agreed,
    another,
    booked,
    form,
    noor,
    standing,
    value_of,
)
from tests.booking.pages import address, get, post, words
from tests.sign_in import signed_in
from waylight.booking import scheduling
from waylight.booking.models import Appointment, HeldFor
from waylight.notifications.models import Notification, State
from waylight.people.models import Client

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def chosen(secret, starts_at=THURSDAY, **fields):
    return Browser().post(address("keep", secret), {"starts_at": value_of(starts_at)} | fields, follow=True)


def mine(ana) -> Browser:
    return signed_in(ana.user, unlocked=False)


def kept() -> list:
    return list(Appointment.all_rows.holds().values_list("starts_at", "held_for"))


@pytest.mark.hazard("H18")
def test_a_chosen_time_is_kept_and_the_page_says_until_when_on_ones_own_clocks():
    secret = a_secret(noor())
    page = words(chosen(secret))
    assert "Is this right? When Thursday 7 January, 12:00" in page
    assert "We keep this time for you until 10:10 ." in page  # 08:00 in London is 10:00 in Athens
    assert kept() == [(THURSDAY, HeldFor.CHOOSING)]
    assert post("choose", secret, form(THURSDAY)).status_code == 302
    assert (kept(), len(standing())) == ([], 1)


def test_the_list_shows_whoever_keeps_a_time_that_time_and_nobody_else():
    secret, other = a_secret(noor(zone="Europe/London")), a_secret(another("Bea"))
    chosen(secret)
    value = value_of(THURSDAY)
    assert value in get("times", secret).content.decode()
    assert value not in get("times", other).content.decode()


def test_who_goes_back_and_chooses_another_time_keeps_that_one():
    """The same page may be shown again by the browser, with what was in its forms."""
    secret = a_secret(noor(zone="Europe/London"))
    key = {"idempotency_key": "7b0c3c3e-2c0e-4b11-9d8c-3a5b4b8f3f10"}
    chosen(secret, **key)
    assert "Friday 8 January, 10:00" in words(chosen(secret, FRIDAY, **key))
    assert kept() == [(FRIDAY, HeldFor.CHOOSING)]


def test_a_time_that_is_kept_no_longer_is_said_to_be_so(clock):
    secret = a_secret(noor())
    chosen(secret)
    clock(MONDAY + scheduling.CHOOSING)
    page = words(get("check", secret, starts_at=value_of(THURSDAY)))
    assert "This time is not kept for you now. If it is still free, you can have it." in page
    assert post("choose", secret, form(THURSDAY)).status_code == 302


@pytest.mark.parametrize("chosen_time", ["", "soon", "2027-01-07"])
def test_what_is_no_time_of_the_list_is_not_kept(chosen_time):
    secret = a_secret(noor())
    page = Browser().post(address("keep", secret), {"starts_at": chosen_time})
    assert (page.status_code, kept()) == (400, [])


@pytest.mark.hazard("H19")
def test_who_is_younger_than_the_practice_covers_hears_what_to_do():
    secret = a_secret(another("Bea"))
    cast.a_practice(minimum_age=25, telephone="020 7946 0123")
    Client.objects.update(age_band="18 to 24")
    page = words(get("times", secret))
    assert "this practice cannot meet you. If that is wrong, please talk to the practice." in page
    assert "020 7946 0123" in page
    assert chosen(secret).status_code == 409
    assert kept() == []


def test_signed_in_a_time_is_kept_booked_and_undone():
    ana = ana_agreed()
    browser = mine(ana)
    page = browser.post("/me/sessions/new/hold/", {"starts_at": value_of(THURSDAY)}, follow=True)
    assert "We keep this time for you until 08:10" in words(page)
    page = browser.post("/me/sessions/new/appointment/", form(THURSDAY), follow=True)
    assert "Until 08:03 you can undo this. Nobody is told. Undo" in words(page)
    (row,) = standing()
    page = browser.post(f"/me/sessions/{row.pk}/undoing/", form(), follow=True)
    assert "That is undone. Nobody was told." in words(page)
    assert "you can undo this" not in words(page)
    assert standing() == []
    assert not Notification.objects.exclude(state=State.WITHDRAWN).exists()


def test_signed_in_a_time_is_moved_and_that_undone():
    ana = cast.ana()
    row, browser = booked(ana, by=ana.user), mine(ana)
    browser.post(f"/me/sessions/{row.pk}/move/hold/", {"starts_at": value_of(FRIDAY)})
    assert kept() == [(FRIDAY, HeldFor.CHOOSING)]
    page = browser.post(f"/me/sessions/{row.pk}/move/appointment/", form(FRIDAY), follow=True)
    assert "Your time has moved." in words(page)
    (moved,) = standing()
    page = browser.post(f"/me/sessions/{moved.pk}/undoing/", form(), follow=True)
    assert "Thursday 7 January, 10:00" in words(page)
    assert [one.pk for one in standing()] == [row.pk]


def test_when_the_minutes_are_over_the_page_says_so(clock):
    ana = cast.ana()
    row, browser = booked(ana, by=ana.user), mine(ana)
    browser.post(f"/me/sessions/{row.pk}/cancellation/", form())
    assert "Until 08:03 you can undo this." in words(browser.get(f"/me/sessions/{row.pk}/"))
    clock(MONDAY + 3 * MINUTE)
    assert "you can undo this" not in words(browser.get(f"/me/sessions/{row.pk}/"))
    page = browser.post(f"/me/sessions/{row.pk}/undoing/", form())
    assert page.status_code == 409
    assert "The three minutes are over, so this cannot be undone here." in words(page)


def test_behind_a_secret_address_each_act_is_undone_too():
    secret = a_secret(noor(zone="Europe/London"))
    post("choose", secret, form(THURSDAY))
    assert "Until 08:03 you can undo this." in words(get("times", secret))
    post("cancel_by_link", secret, form())
    page = words(get("times", secret))
    assert "Until 08:03 you can undo this." in page
    assert "Choose a time" in page
    post("undo_by_link", secret, form())
    assert "Your time is booked" in words(get("times", secret))
    post("undo_by_link", secret, form())
    assert standing() == []
    page = post("undo_by_link", secret, form())
    assert page.status_code == 409
    assert "The three minutes are over" in words(page)


def test_before_one_cancels_it_is_said_until_when_it_is_early(clock):
    ana = cast.ana()
    row, browser = booked(ana, by=ana.user), mine(ana)
    said = words(browser.get(f"/me/sessions/{row.pk}/cancellation/"))
    assert (
        "It is early enough until Wednesday 6 January, 10:00 . After that we note that it was close." in said
    )
    clock(THURSDAY - 3 * HOUR)
    said = words(browser.get(f"/me/sessions/{row.pk}/cancellation/"))
    assert "It is close now, less than 24 hours. We note that." in said


@pytest.mark.hazard("H18")
def test_the_same_time_sent_from_two_tabs_is_booked_once_and_nobody_is_blamed():
    ana = ana_agreed()
    browser = mine(ana)
    answers = [browser.post("/me/sessions/new/appointment/", form(THURSDAY)) for _tab in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(standing()) == 1
    assert Notification.objects.filter(template="booked").count() == 1


def test_nothing_counts_down():
    page = chosen(a_secret(noor())).content.decode()
    assert "minutes left" not in page
    assert NUMBER not in page


def until_of(page: HttpResponse) -> dict[str, str]:
    """What the form of “Undo” on this page sends."""
    (until,) = re.findall(r'name="until" value="([^"]+)"', page.content.decode())
    return form() | {"until": until}


@pytest.mark.hazard("H18")
def test_undo_in_a_window_left_open_takes_back_what_that_window_says_and_nothing_later(clock):
    """Booked in one window, cancelled in another: “Undo” beside “booked” must not book it again."""
    ana = cast.ana()
    row, browser = booked(ana, by=ana.user), mine(ana)
    of_booking = until_of(browser.get(f"/me/sessions/{row.pk}/"))
    clock(MONDAY + MINUTE)
    browser.post(f"/me/sessions/{row.pk}/cancellation/", form())
    of_cancellation = until_of(browser.get(f"/me/sessions/{row.pk}/"))
    page = browser.post(f"/me/sessions/{row.pk}/undoing/", of_booking, follow=True)
    assert "This was changed meanwhile, perhaps in another window." in words(page)
    assert "This time was cancelled." in words(page)
    assert standing() == []
    browser.post(f"/me/sessions/{row.pk}/undoing/", of_cancellation)
    assert [one.pk for one in standing()] == [row.pk]


@pytest.mark.hazard("H18")
def test_behind_a_secret_address_undo_takes_back_what_its_page_says(clock):
    secret = a_secret(noor(zone="Europe/London"))
    post("choose", secret, form(THURSDAY))
    of_booking = until_of(get("times", secret))
    clock(MONDAY + MINUTE)
    post("cancel_by_link", secret, form())
    page = post("undo_by_link", secret, of_booking)
    assert (page.status_code, standing()) == (409, [])
    assert "This was changed meanwhile" in words(page)


def test_what_was_undone_in_another_window_is_said_to_have_changed_and_not_to_be_too_late():
    ana = cast.ana()
    row, browser = booked(ana, by=ana.user), mine(ana)
    of_booking = until_of(browser.get(f"/me/sessions/{row.pk}/"))
    browser.post(f"/me/sessions/{row.pk}/undoing/", of_booking)
    page = words(browser.post(f"/me/sessions/{row.pk}/undoing/", of_booking | form(), follow=True))
    assert "This was changed meanwhile" in page
    assert "three minutes" not in page


def test_who_cancels_what_is_cancelled_already_sees_that_it_is_and_is_not_asked_to_keep_it():
    ana = cast.ana()
    row, browser = booked(ana, by=ana.user), mine(ana)
    browser.post(f"/me/sessions/{row.pk}/cancellation/", form())
    page = words(browser.post(f"/me/sessions/{row.pk}/cancellation/", form(), follow=True))
    assert "This time was moved or cancelled before." in page
    assert "This time was cancelled." in page
    assert "Keep it" not in page


@pytest.mark.hazard("H18")
def test_before_a_booking_on_other_clocks_it_is_said_that_messages_follow_them():
    """Safe hours are on the client's clocks: who looks at another city's times must know that they move along."""
    browser = mine(ana_agreed())
    asked = {"starts_at": value_of(THURSDAY)}
    assert "go by the clocks of" not in words(browser.get("/me/sessions/new/check/", asked))
    page = words(browser.get("/me/sessions/new/check/", asked | {"zone": "Australia/Lord_Howe"}))
    assert "After this your times and messages go by the clocks of Lord Howe." in page
    assert "So do the hours that you call safe." in page


def test_signed_in_one_hears_that_it_can_be_cancelled_until_it_starts():
    page = mine(ana_agreed()).get("/me/sessions/new/check/", {"starts_at": value_of(THURSDAY)})
    assert "You can move it up to 24 hours before, and cancel it until it starts." in words(page)
