"""Flight mode (UI.md J6): what was there once opens again from a cold start, and nothing private is among it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import somebody
from tests.journeys.people import Person
from tests.journeys.wire import Wire

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

HELD = "async () => (await (await caches.open('help')).keys()).map((one) => new URL(one.url).pathname)"
READY = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  while (active.state !== "activated") await new Promise((again) => setTimeout(again, 50));
  return Boolean(navigator.serviceWorker.controller);
}"""
FOLLOWED = """async (wanted) => {
  const now = () => caches.match("/now/", { ignoreVary: true }).then((page) => page.text());
  while (!(await now()).includes(wanted)) await new Promise((again) => setTimeout(again, 50));
}"""
FIRST_NUMBER = ".dock a[href^='tel:']"


@pytest.fixture
def visitor(browser: Browser, wire: Wire) -> Iterator[Page]:
    """Somebody at the other end of the wire. What the console says of a line that is cut is no fault."""
    page, watch = somebody(browser, wire.address, "phone", dark=False, js=True)
    yield page
    page.context.close()
    assert not [fault for fault in watch.faults if "ERR_CONNECTION_REFUSED" not in fault]


def held(page: Page) -> list[str]:
    """What the worker holds, once it has taken over."""
    if not page.evaluate(READY):
        page.reload()  # a page that came while the worker woke up is the next one's to rule
    return page.evaluate(HELD)


def cold(page: Page) -> Page:
    """A new page of the same browser, as after the phone was in a pocket."""
    page.close()
    return page.context.new_page()


def number(page: Page) -> str:
    return page.locator(FIRST_NUMBER).first.get_attribute("href") or ""


@pytest.mark.hazard("H05", "H16")
def test_what_helps_opens_in_flight_mode_from_a_cold_start(visitor: Page, wire: Wire):
    visitor.goto("/help-now/ie/")
    its_own = number(visitor)
    held(visitor)
    wire.cut()
    page = cold(visitor)
    for address, words in {
        "/now/": "Just the next 10 minutes.",
        "/now": "Just the next 10 minutes.",
        "/now/after/": "You have not undone anything.",
        "/now/more/": "Pick one. Any one will do.",
        "/now/breathe/": "while you count 1, 2, 3, 4, 5, 6.",
        "/now/look/": "5 things you can see",
        "/now/comfort/#b2": "Make a warm drink",
        "/now/busy/": "Do a puzzle or a word game",
        "/now/release/": "Write it all down",
        "/now/steady/": "Listen to the sounds around you",
        "/now/cards/": "No card shows on this phone.",
        "/help-now/": "You are in: Ireland.",
        "/help-now/ie/": "You are in: Ireland.",
        "/help-now/countries/": "Where are you?",
    }.items():
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text(words)
        assert "countries" in address or number(page) == its_own
    page.goto("/now/")
    page.get_by_text("Breathe slowly").click()
    expect(page.get_by_text("Eyes open is fine.")).to_be_visible()
    expect(page.get_by_role("button", name="Keep this here")).to_be_visible()  # its scripts are there too


@pytest.mark.hazard("H03")
def test_another_country_takes_the_place_of_the_one_before(visitor: Page, wire: Wire):
    visitor.goto("/help-now/ie/")
    held(visitor)
    visitor.goto("/help-now/us/")
    wanted = number(visitor)
    visitor.evaluate(FOLLOWED, wanted)
    wire.cut()
    page = cold(visitor)
    page.goto("/now/")
    assert number(page) == wanted
    page.goto("/help-now/ie/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where are you?")


@pytest.mark.hazard("H16")
def test_a_line_on_which_nothing_comes_does_not_hold_help_up(visitor: Page, wire: Wire):
    visitor.goto("/help-now/ie/")
    held(visitor)
    wire.hang()
    page = cold(visitor)
    page.goto("/now/")
    expect(page.get_by_role("main")).to_contain_text("Just the next 10 minutes.")
    page.get_by_role("link", name="Leave", exact=True).click()
    page.wait_for_url("**/leave/")
    assert page.title().strip() == ""


@pytest.mark.hazard("H06")
def test_leave_leads_to_an_empty_page_that_says_nothing(visitor: Page, wire: Wire):
    visitor.goto("/now/")
    held(visitor)
    wire.cut()
    visitor.get_by_role("link", name="Leave", exact=True).click()
    visitor.wait_for_url("**/leave/")
    assert visitor.title().strip() == ""
    assert visitor.locator("body").inner_text().strip() == ""


def test_any_other_page_says_what_works(visitor: Page, wire: Wire):
    visitor.goto("/")
    held(visitor)
    wire.cut()
    page = cold(visitor)
    page.goto("/shared-phones/")
    expect(page.get_by_role("heading", level=1)).to_have_text("No signal")
    page.get_by_role("link", name="My plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My plan")
    page.goto("/me/plan/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My plan")


@pytest.mark.hazard("H06")
def test_no_page_of_an_account_comes_into_a_cache(visitor: Page, wire: Wire):
    person = Person(visitor, js=False, name="offline")
    person.steps_in_as("Ana, a client")
    held(visitor)
    for address in ("/me/", "/me/plan/", "/me/papers/", "/me/settings/"):
        visitor.goto(address)
    everything = visitor.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)))).flat()"
    )
    public = re.compile(r"/now/.*|/help-now/.*|/static/.*")
    assert everything
    assert [path for path in everything if not public.fullmatch(path)] == []


@pytest.mark.hazard("H06", "H16")
def test_signing_out_without_a_signal_is_finished_before_any_page_is_shown(visitor: Page, wire: Wire):
    person = Person(visitor, js=False, name="offline")
    person.steps_in_as("Ana, a client")
    visitor.goto("/me/")
    held(visitor)
    wire.cut()
    visitor.get_by_role("contentinfo").get_by_role("button", name="Sign out").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("signing out is not finished")
    visitor.goto("/me/")
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("signing out is not finished")
    wire.mend()
    visitor.goto("/me/")
    expect(visitor).to_have_url(re.compile("/sign-in/"))
    assert visitor.evaluate("async () => (await caches.keys())") == ["help"]


@pytest.mark.hazard("H06")
def test_leaving_without_a_signal_takes_the_cookies_before_any_page_is_shown(visitor: Page, wire: Wire):
    """Whoever picks the phone up a minute later, with a signal, finds nobody signed in: as after Leave with one."""
    person = Person(visitor, js=False, name="offline")
    person.steps_in_as("Ana, a client")
    visitor.goto("/me/plan/")
    held(visitor)
    wire.cut()
    visitor.get_by_role("link", name="Leave", exact=True).click()
    visitor.wait_for_url("**/leave/")
    visitor.goto("/me/plan/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("My plan")
    expect(visitor.get_by_role("button", name="Sign out")).to_have_count(0)
    wire.mend()
    visitor.goto("/me/plan/")
    expect(visitor).to_have_url(re.compile("/sign-in/"))
    assert visitor.evaluate("async () => (await caches.keys())") == ["help"]


def test_the_worker_shows_a_fresh_page_while_there_is_a_signal(visitor: Page):
    visitor.goto("/help-now/ie/")
    held(visitor)
    answer = visitor.goto("/now/")
    assert answer is not None
    assert answer.from_service_worker
    visitor.context.clear_cookies()
    visitor.goto("/help-now/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Where are you?")
