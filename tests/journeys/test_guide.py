"""The guide: read on an old phone, searched without a script, and written, checked and published by two people."""

import brotli
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import axe, look
from tests.journeys.conftest import Someone
from tests.journeys.people import Person

HTML_AND_CSS, COLD, WARM = 14 * 1024, 40 * 1024, 12 * 1024  # bytes, compressed (UI.md 6)
REQUESTS = 14  # cold: page, style, font, icon and small modules
PAGES = ["/", "/read/self-harm-explained/", "/read/when-to-seek-help/", "/read/", "/search/?q=school"]
TEXT = ("text/", "application/javascript", "application/json", "image/svg")


class Weights:
    """What a visit fetches, in bytes as they go over the wire when the text among them is compressed."""

    def __init__(self, page: Page) -> None:
        self.sizes: dict[str, tuple[str, int]] = {}
        page.on("requestfinished", self.note)

    def note(self, request) -> None:
        response = request.response()
        if response is None or response.status >= 300:
            return
        kind = response.headers.get("content-type", "")
        body = response.body()
        size = len(brotli.compress(body)) if kind.startswith(TEXT) else len(body)
        self.sizes[request.url] = (kind, size)

    def of(self, *kinds: str) -> int:
        return sum(size for kind, size in self.sizes.values() if not kinds or kind.startswith(kinds))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_light_enough_for_an_old_phone(phone: Page, address: str):
    weights = Weights(phone)
    answer = phone.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200
    assert weights.of("text/html", "text/css") <= HTML_AND_CSS
    assert weights.of() <= COLD
    assert len(weights.sizes) <= REQUESTS


def test_the_second_page_is_lighter(phone: Page):
    phone.goto("/", wait_until="networkidle")
    weights = Weights(phone)
    phone.goto("/read/self-harm-explained/", wait_until="networkidle")
    assert weights.of("text/html") <= WARM


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("home", "/"),
        ("page", "/read/when-to-seek-help/"),
        ("all", "/read/"),
        ("search", "/search/?q=worried+mother"),
        ("search-guess", "/search/?q=theraphy"),
        ("search-empty", "/search/?q=zzzz"),
        ("search-long", f"/search/?q={'verylongword' * 12}"),
    ],
)
def test_public_pages_of_the_guide_have_no_fault_that_axe_finds(someone: Someone, name: str, address: str):
    for dark in (False, True):
        page = someone("phone", dark=dark)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
        axe(page)
    look(page, f"guide-{name}")


def test_somebody_finds_a_page_without_a_script(no_js: Page):
    person = Person(no_js, js=False, name="guide")
    person.go("/read/")
    person.write("What are you looking for", "worried teacher")
    person.press("Search")
    person.follow("You are a teacher")
    person.sees("Next check:")
    person.go("/search/?q=qqqq")
    person.sees("We have no page about that.")
    person.follow("Help now")
    assert "/help-now/" in no_js.url


def test_a_page_is_written_checked_and_published_by_two_people(someone: Someone):
    eva = Person(someone("desktop"), js=True, name="guide-eva")
    eva.steps_in_as("Eva, a manager")
    eva.go("/office/guide/")
    eva.sees("Waits for a clinician")
    eva.go("/office/guide/scars/text/")
    text = eva.page.get_by_label("Text", exact=True)
    text.fill(text.input_value() + "\n\nYou choose who sees them, and when.\n")
    eva.write("What did you change?", "A last line.")
    eva.press("Keep as a draft")
    eva.sees("Kept as a draft")
    eva.follow("Compare with what is public")
    eva.sees("You choose who sees them, and when.")
    eva.page.go_back()
    eva.press("Ask a clinician to check it")
    clara = Person(someone("desktop"), js=True, name="guide-clara")
    clara.steps_in_as("Dr Clara Vale")
    clara.go("/desk/guide/")
    clara.follow("Scars")
    clara.sees("What changed since the text that is public")
    clara.choose("May the public read this?", "Yes, as it is")
    clara.press("Send")
    clara.sees("A manager can publish it now.")
    eva.page.reload()
    eva.judge()
    eva.press("Publish")
    eva.sees("Published.")
    look(eva.page, "guide-eva-page")
    visitor = Person(someone("phone", js=False), js=False, name="guide")
    visitor.go("/read/scars/")
    visitor.sees("You choose who sees them, and when.")
    visitor.sees("Checked by Dr Clara Vale")


def test_a_page_that_is_taken_down_says_where_to_go(someone: Someone):
    eva = Person(someone("desktop"), js=True, name="guide-down")
    eva.steps_in_as("Eva, a manager")
    eva.go("/office/guide/take-away/withdrawal/")
    eva.press("Take it down")
    eva.sees("There is a problem")
    eva.write("Why do you take it down?", "It is out of date.")
    eva.press("Take it down")
    visitor = someone("phone")
    visitor.goto("/read/take-away/")
    expect(visitor.get_by_role("main")).to_contain_text("This page is not here now.")
    axe(visitor)
    look(visitor, "guide-withdrawn")
