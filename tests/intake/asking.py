"""Fills in the forms of the way in as a browser without scripts does: what a page holds is what is sent next."""

import uuid
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import reverse

from waylight.intake import enquiries
from waylight.intake.models import Enquiry
from waylight.privacy.idempotency import FIELD

NAME = "Noor A."  # with a blank and a dot, so that no random token can hold it
WORDS = "I do not really know if this counts"
WHO = {"for_whom": "me", "age_band": "25 or over", "country": "GB"}
REACH = {
    "name": NAME,
    "channel": "email",
    "address": "noor@example.org",
    "seen_by": "Nobody else",
    "may_leave_message": "",
    "words": WORDS,
    "language": "",
    "therapist": "",
    "hours": "",
}


class Reader(HTMLParser):
    """Collects what a browser would send: one dict for each form of the page that posts."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.into: tuple[str, str] | None = None  # the name of an open textarea or select, and which of both

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.forms.append({})
        elif not self.forms:
            return
        elif tag in {"textarea", "select"}:
            self.into = (name, tag)
            self.forms[-1][name] = ""
        elif tag == "option" and "selected" in given and self.into:
            self.forms[-1][self.into[0]] = given["value"]
        elif tag == "input" and name and (given["type"] not in {"radio", "checkbox"} or "checked" in given):
            self.forms[-1][name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.into and self.into[1] == "textarea":
            # The parser drops no line break at the beginning of a textarea; a browser does.
            self.forms[-1][self.into[0]] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "select"}:
            self.into = None


def form_of(page: Any) -> dict[str, str]:
    """The fields of the page's form as they stand there, hidden ones included."""
    reader = Reader()
    reader.feed(page.text)
    return next(form for form in reader.forms if FIELD in form)


def press(browser: Client, page: Any, at: str = "/ask/", **typed: str) -> Any:
    """Types into the form of a page and sends it; a button with a name is typed too: `go="who"`."""
    return browser.post(at, form_of(page) | typed)


def at_reach(browser: Client, **who: str) -> Any:
    return press(browser, browser.get("/ask/"), **WHO | who)


def at_check(browser: Client, who: dict[str, str] | None = None, **reach: str) -> Any:
    return press(browser, at_reach(browser, **who or {}), **REACH | reach)


def ask(browser: Client, who: dict[str, str] | None = None, **reach: str) -> tuple[Enquiry, str]:
    """The whole way: the enquiry, and the address at which it is followed."""
    sent = press(browser, at_check(browser, who, **reach))
    assert sent.status_code == 302, sent.text
    return Enquiry.objects.latest("received_at"), sent["Location"]


def an_enquiry(**said: Any) -> tuple[Enquiry, str]:
    """An enquiry and its secret, without the pages."""
    reach = {name: REACH[name] for name in ("name", "channel", "address", "seen_by", "words")}
    return enquiries.enquire(**WHO | reach | said)


def rows() -> dict[str, int]:
    """How many rows there are of every model of ours, and how many sessions."""
    ours = [
        model for model in apps.get_models() if model.__module__.startswith(("waylight.", "django.contrib.s"))
    ]
    return {model.__name__: model.objects.count() for model in ours}


def once(**fields: Any) -> dict[str, Any]:
    """Fields of a form with a key of their own."""
    return {FIELD: str(uuid.uuid4())} | fields


def followed(secret: str, name: str = "sent") -> str:
    return reverse(f"intake:{name}", kwargs={"secret": secret})
