"""Unlocking with a PIN or an authenticator code: five tries, then a pause, and one answer to every wrong one."""

import pytest
from django.test import Client

from tests.accounts.signing_in import (
    ODD_PIN,
    by_inbox,
    code_of_the_app,
    once,
    unlocked,
    with_authenticator,
    with_pin,
)
from tests.cast import ana, clara
from waylight.accounts import tries, unlocking
from waylight.accounts.models import WrongTries
from waylight.privacy.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]

UNLOCK = "/sign-in/unlock/"


def try_it(client: Client, digits: str, **more: str):
    return client.post(UNLOCK, {"digits": digits, **once(), **more})


def test_the_right_pin_unlocks_and_leads_on_under_a_new_session_key(client: Client) -> None:
    by_inbox(client, with_pin(ana().user))
    before = client.session.session_key
    assert try_it(client, ODD_PIN, next="/me/record/")["Location"] == "/me/record/"
    assert client.get("/me/record/").status_code == 200
    assert client.session.session_key != before
    assert AuditEvent.objects.filter(verb="unlock").count() == 1


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com", "/\\example.com", "\\\\example.com"]
)
def test_unlocking_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    by_inbox(client, with_pin(ana().user))
    assert try_it(client, ODD_PIN, next=elsewhere)["Location"] == "/home/"


def test_every_wrong_pin_gets_the_same_answer_and_is_not_shown_again(client: Client) -> None:
    by_inbox(client, with_pin(ana().user))
    first, second = (try_it(client, digits).content.decode() for digits in ("111111", "482918"))
    assert "That did not work. Check it and try again." in first
    assert "That did not work. Check it and try again." in second
    assert "482918" not in second
    assert AuditEvent.objects.filter(verb="fail-unlock").count() == 2


def test_after_five_wrong_tries_even_the_right_pin_waits(client: Client, clock) -> None:
    clock("2026-11-26 09:00+00:00")
    by_inbox(client, with_pin(ana().user))
    pages = [try_it(client, "111222").content.decode() for _ in range(5)]
    assert "You can try again from Thursday 26 November, 09:16." in pages[4]
    assert "try again from" not in pages[3]
    clock("2026-11-26 09:15:59+00:00")
    assert try_it(client, ODD_PIN).status_code == 200
    clock("2026-11-26 09:16:00+00:00")
    assert try_it(client, ODD_PIN).status_code == 302


def test_each_pause_is_twice_as_long_up_to_a_day(clock) -> None:
    clock("2026-11-26 09:00+00:00")
    user = with_pin(ana().user)
    pauses = []
    for _ in range(14):
        WrongTries.objects.filter(pk=user.pk).update(locked_until=None)
        tries.count(user)
        row = WrongTries.objects.get(pk=user.pk)
        pauses.append(row.locked_until and (row.locked_until.timestamp() - row_start()) // 60)
    assert pauses[:4] == [None] * 4
    assert pauses[4:8] == [16, 31, 61, 121]
    assert pauses[-1] == 24 * 60 + 1


def row_start() -> float:
    from tests.cast import at

    return at("2026-11-26 09:00").timestamp()


def test_the_pause_leaves_appointments_and_help_open(client: Client) -> None:
    by_inbox(client, with_pin(ana().user))
    for _ in range(5):
        try_it(client, "111222")
    assert client.get("/me/").status_code == 200
    assert client.get("/help-now/").status_code == 200


def test_the_right_one_ends_the_count(client: Client) -> None:
    user = with_pin(ana().user)
    by_inbox(client, user)
    for digits in ("111222", "111222", "111222", "111222", ODD_PIN):
        try_it(client, digits)
    assert not WrongTries.objects.filter(pk=user.pk).exists()


def test_a_pin_of_six_signs_of_another_script_is_an_answer_too(client: Client) -> None:
    by_inbox(client, with_pin(ana().user))
    assert try_it(client, "٤٨٢٩١٧").status_code == 200
    assert try_it(client, "").status_code == 200


def test_a_code_of_the_app_unlocks_once(client: Client, clock) -> None:
    clock("2026-11-26 09:00+00:00")
    by_inbox(client, with_authenticator(clara().user))
    code = code_of_the_app()
    assert try_it(client, code)["Location"] == "/home/"
    client.post("/sign-in/lock/")
    assert try_it(client, code).status_code == 200
    assert client.get("/desk/")["Location"].startswith(UNLOCK)


def test_a_phone_whose_clock_is_half_a_minute_off_still_unlocks(client: Client, clock) -> None:
    clock("2026-11-26 09:00+00:00")
    by_inbox(client, with_authenticator(clara().user))
    assert try_it(client, code_of_the_app(-1))["Location"] == "/home/"


def test_a_code_of_the_app_that_is_over_does_not_unlock(client: Client, clock) -> None:
    clock("2026-11-26 09:00+00:00")
    by_inbox(client, with_authenticator(clara().user))
    assert try_it(client, code_of_the_app(-2)).status_code == 200


def test_wrong_codes_of_the_app_are_counted_like_wrong_pins() -> None:
    user = with_authenticator(clara().user)
    for _ in range(4):
        with pytest.raises(unlocking.DoesNotFit):
            unlocking.check(user, "authenticator", "000000")
    with pytest.raises(tries.TooManyTries):
        unlocking.check(user, "authenticator", "000000")
    with pytest.raises(tries.TooManyTries):
        unlocking.check(user, "authenticator", code_of_the_app())


def test_a_pin_does_not_unlock_for_staff(client: Client) -> None:
    user = with_pin(clara().user)
    by_inbox(client, user)
    assert client.get("/desk/")["Location"] == "/sign-in/set-up/"
    assert try_it(client, ODD_PIN)["Location"] == "/sign-in/set-up/"


def test_whoever_is_unlocked_is_led_on(client: Client) -> None:
    unlocked(client, with_pin(ana().user))
    assert client.get(f"{UNLOCK}?next=/me/record/")["Location"] == "/me/record/"
