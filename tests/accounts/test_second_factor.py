"""An inbox must not open a record, and staff see nothing without their second factor."""

import pytest
from django.test import Client

from tests.accounts import pages
from tests.accounts.signing_in import KEY, ODD_PIN, by_inbox, once, unlocked, with_authenticator, with_pin
from tests.cast import ana, ben, clara, eva
from waylight.accounts.models import Pin
from waylight.accounts.second_factor import MARK

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]

RECORD = "/me/record/"
UNLOCK = "/sign-in/unlock/?next=%2Fme%2Frecord%2F"
TYPED = "It was a long day.\nThen I slept."


@pytest.fixture(autouse=True)
def _nothing_received() -> None:
    pages.received.clear()


def test_the_inbox_alone_opens_appointments(client: Client) -> None:
    by_inbox(client, with_pin(ana().user))
    assert client.get("/me/").status_code == 200


@pytest.mark.hazard("H06")
def test_the_inbox_alone_does_not_open_the_record(client: Client) -> None:
    by_inbox(client, with_pin(ana().user))
    answer = client.get(RECORD)
    assert answer["Location"] == UNLOCK
    assert b"what only she may read" not in answer.content


def test_the_inbox_alone_cannot_set_up_what_would_open_the_record(client: Client) -> None:
    user = ana().user
    by_inbox(client, user)
    assert client.get(RECORD)["Location"] == "/sign-in/set-up/"
    page = client.get("/sign-in/set-up/").content.decode()
    assert "We call you on the number you gave" in page
    for way in ("pin", "app", "passkey"):
        assert client.get(f"/sign-in/set-up/{way}/")["Location"] == "/sign-in/set-up/"
    client.post("/sign-in/set-up/pin/", {"digits": ODD_PIN, "again": ODD_PIN, **once()})
    assert not Pin.objects.filter(pk=user.pk).exists()
    assert client.get("/sign-in/set-up/passkey/challenge/").status_code == 404


def test_the_mark_opens_the_record(client: Client) -> None:
    unlocked(client, ana().user)
    assert client.get(RECORD).status_code == 200


def test_the_mark_of_one_person_is_nothing_to_another(client: Client) -> None:
    unlocked(client, ana().user)
    mark = client.session[MARK]
    other = Client()
    by_inbox(other, with_pin(ben().user))
    session = other.session
    session[MARK] = mark
    session.save()
    assert other.get(RECORD)["Location"] == UNLOCK


@pytest.mark.parametrize(("who", "page", "minutes"), [(ana, RECORD, 15), (clara, "/desk/", 30)])
def test_the_mark_lapses_when_it_is_not_used(client: Client, clock, who, page: str, minutes: int) -> None:
    clock("2026-11-26 09:00+00:00")
    user = who().user
    with_pin(user) if user.is_client else with_authenticator(user)
    unlocked(client, user)
    clock(f"2026-11-26 09:{minutes}+00:00")
    assert client.get(page).status_code == 200
    clock(f"2026-11-26 09:{2 * minutes - 1}+00:00")
    assert client.get(page).status_code == 200
    clock("2026-11-26 10:30+00:00")
    assert client.get(page)["Location"].startswith("/sign-in/unlock/")
    assert MARK not in client.session


@pytest.mark.hazard("H26")
def test_staff_without_the_mark_reach_no_page_of_a_client(client: Client) -> None:
    for user, page in ((clara().user, "/desk/"), (eva(), "/office/")):
        by_inbox(client, with_authenticator(user))
        answer = client.get(page)
        assert answer["Location"].startswith("/sign-in/unlock/")
        assert b"list of clients" not in answer.content


def test_staff_who_have_set_nothing_up_are_led_to_that(client: Client) -> None:
    by_inbox(client, eva())
    assert client.get("/office/")["Location"] == "/sign-in/set-up/"
    assert client.post("/office/")["Location"] == "/sign-in/set-up/"


@pytest.mark.parametrize(
    "address",
    [
        "/sign-in/set-up/",
        "/sign-in/unlock/",
        "/sign-in/settings/",
        "/sign-in/out/",
        "/help-now/",
        "/public/",
        "/home/",
    ],
)
def test_staff_without_the_mark_reach_what_leads_to_it(client: Client, address: str) -> None:
    by_inbox(client, with_authenticator(clara().user))
    answer = client.get(address)
    assert answer.status_code == 200 or answer["Location"] == "/desk/"


def test_a_lock_takes_the_mark_and_shows_the_way_back(client: Client) -> None:
    unlocked(client, with_authenticator(clara().user))
    answer = client.post("/sign-in/lock/", headers={"referer": "http://testserver/desk/"})
    assert answer["Location"] == "/sign-in/unlock/?next=%2Fdesk%2F"
    assert client.get("/desk/")["Location"] == "/sign-in/unlock/?next=%2Fdesk%2F"


def test_a_lock_pressed_from_elsewhere_leads_back_home(client: Client) -> None:
    unlocked(client, with_authenticator(clara().user))
    client.post("/sign-in/lock/", headers={"referer": "http://example.com//example.com/x"})
    assert (
        'name="next" value="/home/"' in client.get("/sign-in/unlock/?next=%2F%2Fexample.com").content.decode()
    )


@pytest.mark.hazard("H13")
def test_what_was_typed_while_the_record_locked_itself_is_kept_and_can_be_sent(client: Client) -> None:
    by_inbox(client, with_pin(ana().user))
    key = once()
    answer = client.post(RECORD, {"words": TYPED, "strength": "0", **key})
    assert answer["Location"] == "/sign-in/unlock/"
    locked = client.get("/sign-in/unlock/").content.decode()
    assert "What you wrote is kept" in locked
    assert "long day" not in locked
    assert pages.received == []
    assert client.post("/sign-in/unlock/", {"digits": ODD_PIN, **once()})["Location"] == "/sign-in/kept/"
    page = client.get("/sign-in/kept/").content.decode()
    assert f'action="{RECORD}"' in page
    assert 'name="words" value="It was a long day.\nThen I slept."' in page
    assert f'name="{KEY}" value="{key[KEY]}"' in page
    client.post(RECORD, {"words": TYPED, "strength": "0", **key})
    assert pages.received[0]["words"] == TYPED


def test_kept_words_are_not_readable_without_the_mark(client: Client) -> None:
    by_inbox(client, with_pin(ana().user))
    client.post(RECORD, {"words": TYPED, **once()})
    answer = client.get("/sign-in/kept/")
    assert answer["Location"].startswith("/sign-in/unlock/")
    assert b"long day" not in answer.content


def test_kept_words_come_up_once_and_can_be_let_go(client: Client) -> None:
    by_inbox(client, with_pin(ana().user))
    client.post(RECORD, {"words": TYPED, **once()})
    client.post("/sign-in/unlock/", {"digits": ODD_PIN, **once()})
    assert client.get("/sign-in/kept/").status_code == 200
    client.post("/sign-in/lock/")
    assert client.post("/sign-in/unlock/", {"digits": ODD_PIN, **once()})["Location"] == "/home/"
    client.post("/sign-in/kept/", once())
    assert "kept_words" not in client.session


def test_kept_words_go_after_a_day(client: Client, clock) -> None:
    clock("2026-11-26 09:00+00:00")
    by_inbox(client, with_pin(ana().user))
    client.post(RECORD, {"words": TYPED, **once()})
    clock("2026-11-27 09:01+00:00")
    assert client.post("/sign-in/unlock/", {"digits": ODD_PIN, **once()})["Location"] == "/home/"


def test_a_draft_saved_in_the_background_is_refused_and_not_kept(client: Client) -> None:
    by_inbox(client, with_pin(ana().user))
    answer = client.post(RECORD, {"words": TYPED}, headers={"sec-fetch-mode": "cors"})
    assert answer.status_code == 403
    assert "kept_words" not in client.session


def test_pages_run_in_the_time_zone_of_whoever_is_signed_in(client: Client) -> None:
    user = ana().user
    user.zone = "Asia/Kolkata"
    user.save()
    by_inbox(client, user)
    assert client.get("/me/").content == b"times in Asia/Kolkata"
    from django.utils import timezone

    assert timezone.get_current_timezone_name() == "UTC"
