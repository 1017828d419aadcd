"""Closed by default: the open pages are listed here, and nothing else answers somebody who is not signed in."""

import inspect
import re

import pytest
from django.test import Client

from tests.repository.routes import Route, every_route

pytestmark = pytest.mark.django_db

# Pages that anybody may open. A page is added here when it is meant to be open, and for no other reason.
OPEN = {
    "accounts:choose_language",
    "accounts:languages",
    "accounts:home",  # sends everybody to their own first page
    *(f"crisis:{name}" for name in ("countries", "country", "help_now", "leave")),
    *(
        f"crisis:{name}"
        for name in ("hurt", "kept_plan", "manifest", "no_signal", "now", "signed_out", "worker")
    ),
    *(
        f"crisis:{name}"
        for name in ("breathe", "busy", "cards", "comfort", "look", "more", "release", "steady", "write")
    ),
    *(
        f"guide:{name}"
        for name in (
            "accessibility",
            "complaints",
            "cost",
            "everything",
            "for_me",
            "for_someone",
            "home",
            "how_it_works",
            "page",
            "privacy",
        )
    ),
    *(f"guide:{name}" for name in ("robots", "search", "shared_phones", "sitemap", "what_we_cannot_protect")),
    # For machines: without a token of the practice, or a client's own open record, they give nothing of anybody (tests/fhir).
    *(f"fhir:{name}" for name in ("anything_else", "anywhere_else", "metadata", "read", "search")),
    "notifications:sms_report",  # for the gateway of texts alone, which shows a secret
    "practice:not_working",  # "this number did not work": no session, no cookie, nothing about who sends it
    *(f"people:{name}" for name in ("list", "therapist")),
    "intake:ask",
    "intake:questions",
    # Behind a secret address: they show times, or what somebody asked themselves.
    "booking:calendar_feed",
    *(f"intake:{name}" for name in ("answer", "sent", "withdraw")),
    *(
        f"booking:{name}"
        for name in (
            "answer_by_link",
            "calendar_by_link",
            "cancel_by_link",
            "check",
            "choose",
            "end_waiting_by_link",
            "keep",
            "offered",
            "other_times",
            "times",
            "undo_by_link",
            "waiting_by_link",
        )
    ),
    # Behind the secret of a guest, whom therapist and client both let into one session; and where they go afterwards.
    *(f"video:{name}" for name in ("guest_after", "guest_call", "guest_door")),
    "operations:health",
}
# Open addresses of libraries, kept by allauth for signing in.
OPEN_OF_LIBRARIES = {
    "account_confirm_login_code",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "mfa_login_webauthn",
}


def closed() -> list[Route]:
    return [route for route in every_route() if not route.is_open]


def test_the_open_pages_are_those_of_the_list() -> None:
    assert {route.name for route in every_route() if route.is_open} == OPEN | OPEN_OF_LIBRARIES


def test_a_closed_page_sends_a_visitor_to_sign_in(client: Client) -> None:
    answers = {route.name: client.get(route.address()) for route in closed()}
    let_in = {name for name, answer in answers.items() if not sent_away(answer)}
    assert let_in == set()


def test_a_closed_form_is_not_taken_from_a_visitor(client: Client) -> None:
    answers = {route.name: client.post(route.address()) for route in closed()}
    let_in = {name for name, answer in answers.items() if not sent_away(answer)}
    assert let_in == set()


def sent_away(answer) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/sign-in/")


def test_every_view_that_takes_a_form_says_what_happens_when_it_is_sent_twice() -> None:
    silent = []
    for route in every_route():
        takes_forms = re.search(r"\bPOST\b|require_POST", inspect.getsource(inspect.unwrap(route.view)))
        if route.is_ours and takes_forms and not getattr(route.view, "sends", ""):
            silent.append(route.name)
    assert silent == []
