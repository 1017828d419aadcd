"""The line that the next page shows: read by that page, and by nobody who looks at the cookie."""

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpResponse
from django.test import RequestFactory

from waylight.privacy.passing_words import SealedCookie

WORDS = "Approved. This is your plan now."


def a_cookie(words: str = WORDS) -> str:
    storage, response = SealedCookie(RequestFactory().get("/")), HttpResponse()
    storage.add(constants.SUCCESS, words)
    storage.update(response)
    return response.cookies["messages"].value


def read(cookie: str) -> list[Message]:
    request = RequestFactory().get("/")
    request.COOKIES["messages"] = cookie
    return list(SealedCookie(request))


def test_the_next_page_shows_it() -> None:
    assert [each.message for each in read(a_cookie("Žofia’s words – “kept”"))] == ["Žofia’s words – “kept”"]


@pytest.mark.hazard("H06")
def test_the_cookie_tells_nobody_what_was_done() -> None:
    assert "Approved" not in a_cookie() and a_cookie() != a_cookie()
    assert len(a_cookie("Saved.")) == len(a_cookie("Sent."))


@pytest.mark.parametrize("cookie", ["", "nonsense", "AAAA", "é"])
def test_a_cookie_that_is_not_ours_says_nothing(cookie: str) -> None:
    assert read(cookie) == []


def test_a_changed_cookie_says_nothing() -> None:
    sealed = a_cookie()
    assert read(("A" if sealed[0] != "A" else "B") + sealed[1:]) == []
