"""Signing in by an e-mailed code: the same answers for everybody, and no way in but this."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.accounts.signing_in import code_from_mail, once, with_pin
from tests.cast import ana, clara, eva
from waylight.accounts import codes
from waylight.accounts.accounts import close_account
from waylight.accounts.models import User
from waylight.notifications.models import Notification, State
from waylight.privacy.models import AuditEvent

# The code leaves after the commit, so the commits of these tests are real.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.accounts.pages")]


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """The cache's table belongs to no model, so nothing empties it after a test whose commits are real."""
    yield
    cache.clear()


ASK, ENTER = "/sign-in/", "/sign-in/code/"


def ask(client: Client, email: str, **more: str):
    return client.post(ASK, {"email": email, **once(), **more})


def enter(client: Client, code: str, **more: str):
    return client.post(ENTER, {"code": code, **once(), **more})


def without_what_changes(page: bytes, email: str) -> str:
    import re

    text = page.decode().replace(email, "ADDRESS")
    return re.sub(r'name="(csrfmiddlewaretoken|idempotency_key)" value="[^"]*"', "", text)


def test_the_code_from_the_inbox_signs_in(client: Client) -> None:
    user = ana().user
    assert ask(client, "Ana@Example.org")["Location"] == ENTER
    assert mail.outbox[-1].to == ["ana@example.org"]
    assert enter(client, code_from_mail())["Location"] == "/home/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert AuditEvent.objects.filter(verb="sign-in", actor=str(user.pk)).count() == 1


def test_closing_the_browser_signs_out(client: Client) -> None:
    ana()
    ask(client, "ana@example.org")
    cookie = enter(client, code_from_mail()).cookies["session"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_the_mail_says_nothing_of_what_this_is(client: Client) -> None:
    ana()
    ask(client, "ana@example.org")
    words = f"{mail.outbox[-1].subject} {mail.outbox[-1].body}".lower()
    assert not any(word in words for word in ("therap", "session", "practice", "ana", "harm"))


def test_a_known_and_an_unknown_address_get_the_same_answers() -> None:
    ana()
    answers = []
    for email in ("ana@example.org", "not@example.org"):
        client = Client()
        asked = ask(client, email)
        shown = client.get(ENTER)
        wrong = enter(client, "1234-5678")
        pages = [without_what_changes(page.content, email) for page in (shown, wrong)]
        answers.append((asked.status_code, asked["Location"], shown.status_code, wrong.status_code, pages))
    assert answers[0] == answers[1]
    assert len(mail.outbox) == 1


def test_an_unknown_address_gets_no_mail(client: Client) -> None:
    ask(client, "not@example.org")
    assert mail.outbox == []
    assert Notification.objects.count() == 0


def test_somebody_whose_account_is_closed_is_unknown(client: Client) -> None:
    close_account(ana().user, by=eva())
    assert ask(client, "ana@example.org")["Location"] == ENTER
    assert mail.outbox == []


def test_three_wrong_codes_end_the_code(client: Client) -> None:
    ana()
    ask(client, "ana@example.org")
    right = code_from_mail()
    for _ in range(3):
        enter(client, "0000-0000")
    enter(client, right)
    assert "_auth_user_id" not in client.session


def test_a_code_ends_after_ten_minutes(client: Client, clock) -> None:
    clock("2026-11-26 09:00+00:00")
    ana()
    ask(client, "ana@example.org")
    right = code_from_mail()
    clock("2026-11-26 09:10:01+00:00")
    enter(client, right)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("email", ["ana@example.org", "not@example.org"])
def test_when_the_mail_server_is_down_everybody_is_told_so_and_may_try_again(
    client: Client, settings, email: str
) -> None:
    ana()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = ask(client, email).content.decode()
    assert "We could not send the code just now. Try again in a minute, or call us." in page
    assert f'value="{email}"' in page


def test_a_code_that_could_not_leave_does_not_arrive_later(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(codes.CodeNotSent):
        codes.send_code(ana().user, "1234-5678")
    assert Notification.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize("state", [State.FAILED, State.IN_DOUBT])
def test_a_code_that_may_not_have_left_is_not_shown_to_a_manager(monkeypatch, state: State) -> None:
    def send(row: Notification) -> None:
        Notification.objects.filter(pk=row.pk).update(state=state)

    monkeypatch.setattr("waylight.notifications.delivery.send_now", send)
    with suppress(codes.CodeNotSent):
        codes.send_code(ana().user, "1234-5678")
    assert not Notification.objects.for_a_person().exists()
    assert Notification.objects.get().words == {}


def test_asking_too_often_is_slowed_down_in_the_same_words_for_everybody() -> None:
    ana()
    answers = []
    for email in ("ana@example.org", "not@example.org"):
        for _ in range(3):
            ask(Client(), email)
        page = ask(Client(), email)
        answers.append((page.status_code, without_what_changes(page.content, email)))
    assert "Wait a minute" in answers[0][1]
    assert answers[0] == answers[1]


def test_a_wrong_address_can_be_corrected_while_the_code_is_awaited(client: Client) -> None:
    ana()
    ask(client, "anna@example.org")
    assert client.get(ASK).status_code == 200
    ask(client, "ana@example.org")
    assert enter(client, code_from_mail())["Location"] == "/home/"


def test_one_is_led_to_the_page_one_wanted(client: Client) -> None:
    ana()
    wanted = client.get("/me/")["Location"]
    assert wanted == "/sign-in/?next=/me/"
    ask(client, "ana@example.org", next="/me/")
    assert enter(client, code_from_mail(), next="/me/")["Location"] == "/me/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/", "//example.com", "/\\example.com", "http://localhost/x", "javascript:alert(1)"],
)
def test_one_is_never_led_to_another_site(client: Client, elsewhere: str) -> None:
    ana()
    ask(client, "ana@example.org", next=elsewhere)
    assert enter(client, code_from_mail(), next=elsewhere)["Location"] == "/home/"


def test_signing_out_takes_a_form_and_ends_the_session(client: Client) -> None:
    ana()
    ask(client, "ana@example.org")
    enter(client, code_from_mail())
    assert client.get("/sign-in/out/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/sign-in/out/")["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("who", "page"),
    [(ana, "/me/"), (clara, "/desk/"), (eva, "/office/")],
    ids=["client", "therapist", "manager"],
)
def test_home_leads_each_to_their_own_first_page(client: Client, who, page: str) -> None:
    somebody = who()
    client.force_login(somebody if isinstance(somebody, User) else somebody.user)
    assert client.get("/home/")["Location"] == page


def test_home_leads_a_visitor_to_sign_in(client: Client) -> None:
    assert client.get("/home/")["Location"] == "/sign-in/"


@pytest.mark.parametrize(
    "closed",
    ["account_signup", "account_email", "account_reset_password", "account_set_password", "mfa_index",
     "mfa_authenticate", "account_reauthenticate", "mfa_add_webauthn", "mfa_activate_totp"],
)  # fmt: skip
def test_pages_of_the_library_that_nobody_needs_are_not_there(closed: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(closed)


def test_no_password_signs_in(client: Client) -> None:
    user = with_pin(ana().user)
    user.set_password("a long enough one")
    user.save()
    client.post(ASK, {"email": user.email, "login": user.email, "password": "a long enough one", **once()})
    assert "_auth_user_id" not in client.session
