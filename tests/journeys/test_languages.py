"""Two languages that nobody speaks: texts 40 % longer, and everything from right to left (tests/pseudo.py).

They show what sticks out of its place, what lies under the dock, what stays on the left, and which words are not marked.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import pseudo
from tests.journeys.browsing import axe, somebody
from tests.journeys.running import Running, a_practice

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

OPEN = (
    "/",
    "/how-it-works/",
    "/shared-phones/",
    "/people/",
    "/ask/",
    "/questions/",
    "/sign-in/",
    "/language/",
)
CRISIS = ("/help-now/", "/help-now/gb/", "/now/")
HERS = (
    "/me/",
    "/me/sessions/",
    "/me/papers/",
    "/me/papers/about/",
    "/me/practice/",
    "/me/take-aways/",
    "/sign-in/settings/",
)
# Pages on which every word is marked. What a person wrote, names, numbers and times are in no catalogue.
MARKED = (
    "/",
    "/how-it-works/",
    "/shared-phones/",
    "/ask/",
    "/questions/",
    "/sign-in/",
    "/language/",
    "/help-now/",
    "/now/",
)
WORDS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("script, style, noscript, time, code, [dir=auto], [data-unread], [lang]:not(html), .mark, option")) {
      continue;
    }
    found.push(walker.currentNode.data.trim());
  }
  return found.filter(Boolean);
}"""
HIDDEN_FOCUS = """() => {
  const dock = [...document.querySelectorAll(".dock")].find((each) => getComputedStyle(each).display !== "none");
  const focus = document.activeElement;
  if (!dock || !focus || focus === document.body || dock.contains(focus)) return false;
  const [there, box] = [focus.getBoundingClientRect(), dock.getBoundingClientRect()];
  return there.height > 0 && there.top >= box.top;
}"""


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("abroad")
    assert pseudo.keep(folder) > 500
    with a_practice(folder, on_postgresql=False, WAYLIGHT_PSEUDO="1") as running:
        yield running
    shutil.rmtree(folder / "locale")


@pytest.fixture
def page(browser: Browser, abroad: Running, request: pytest.FixtureRequest) -> Iterator[Page]:
    page, watch = somebody(browser, abroad.address, "phone", dark=False, js=True)
    page.goto(f"/language/{request.param}/")
    yield page
    page.context.close()
    assert watch.faults == []


in_both = pytest.mark.parametrize("page", [pseudo.LONGER, pseudo.RIGHT_TO_LEFT], indirect=True)


def sign_in(page: Page) -> None:
    page.goto("/demo/")
    page.locator("section.card").filter(has_text="Ana, a client").get_by_role("button").click()
    page.wait_for_url("**/me/")


def look(page: Page, address: str) -> None:
    folder = os.environ.get("WAYLIGHT_SHOTS")
    if folder:
        name = re.sub(r"\W+", "-", address).strip("-") or "home"
        page.screenshot(
            path=Path(folder) / f"{page.locator('html').get_attribute('lang')}-{name}.png", full_page=True
        )


def judge(page: Page, address: str) -> None:
    """Nothing scrolls sideways on the narrowest phones, the dock covers no focus, and axe finds nothing."""
    page.goto(address)
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 844})
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= width, f"{address} is {wide} wide at {width}"
    expect(page.locator(".dock")).to_be_in_viewport()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert not page.evaluate(HIDDEN_FOCUS), f"{address}: the dock covers the focus"
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    axe(page)
    look(page, address)


@in_both
def test_open_pages_bear_longer_words_and_both_directions(page: Page) -> None:
    for address in (*OPEN, *CRISIS):
        judge(page, address)


@in_both
def test_a_clients_pages_bear_longer_words_and_both_directions(page: Page) -> None:
    sign_in(page)
    for address in HERS:
        judge(page, address)


@pytest.mark.parametrize("page", [pseudo.RIGHT_TO_LEFT], indirect=True)
def test_from_right_to_left_the_page_is_mirrored(page: Page) -> None:
    for address in ("/", "/help-now/gb/"):
        page.goto(address)
        html = page.locator("html")
        expect(html).to_have_attribute("dir", "rtl")
        expect(html).to_have_attribute("lang", "ar-XB")
        help_, leave = (page.locator(".dock a").nth(number).bounding_box() for number in (0, 1))
        assert help_ is not None
        assert leave is not None
        assert help_["x"] > leave["x"]
        assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).textAlign") in {
            "start",
            "right",
        }


@pytest.mark.parametrize("page", [pseudo.LONGER], indirect=True)
def test_every_word_of_these_pages_is_marked(page: Page) -> None:
    unmarked = {}
    for address in (*OPEN, *CRISIS):
        page.goto(address)
        plain = [text for text in page.evaluate(WORDS) if text.isascii() and re.search(r"[A-Za-z]{3,}", text)]
        print(f"{address}: {len(plain)} texts are not marked")
        unmarked[address] = plain
    assert {address: unmarked[address] for address in MARKED if unmarked[address]} == {}


@pytest.mark.parametrize("page", [pseudo.LONGER], indirect=True)
def test_scripts_speak_the_language_of_the_page(page: Page) -> None:
    for address in ("/", "/now/", "/sign-in/"):
        page.goto(address)
        page.keyboard.press("Shift")
        said = pseudo.longer("Shift: press %(number)s more times to leave.") % {"number": 2}
        expect(page.locator("body > .vh[role=status]")).to_have_text(said)
    sending = page.locator("html").get_attribute("data-sending")
    assert sending == pseudo.longer("Sending…")
