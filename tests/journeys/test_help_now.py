"""J1: somebody in danger, anywhere on the site, is two taps from a phone that dials. With scripts and without."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import axe, look
from tests.journeys.conftest import Someone
from tests.journeys.people import Person

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

BUDGET = 8192  # bytes with headers (UI.md 6)
ANY_PAGE = ["/", "/privacy/", "/people/", "/ask/", "/sign-in/", "/read/", "/no-such-page/"]


def is_in_reach(page: Page, selector: str) -> bool:
    """On the screen as it opened, without scrolling."""
    box = page.locator(selector).locator("visible=true").first.bounding_box()
    height = page.viewport_size["height"]
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height


@pytest.mark.hazard("H16")
@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("knows", [True, False], ids=["country known", "country unknown"])
def test_any_page_is_two_taps_from_dialling(someone: Someone, js: bool, knows: bool):
    page = someone("phone", js=js)
    if knows:
        page.goto("/help-now/gb/")
    for address in ANY_PAGE:
        page.goto(address)
        assert is_in_reach(page, ".dock a[href='/help-now/']"), address
        page.locator(".dock a[href='/help-now/']").click()
        expect(page).to_have_url(re.compile(r"/help-now/$"))
        assert is_in_reach(page, "a[href^='tel:']"), address


@pytest.mark.hazard("H03")
def test_somebody_chooses_a_country_by_links_alone_and_the_browser_remembers_it(no_js: Page):
    person = Person(no_js, js=False, name="help")
    person.go("/help-now/")
    person.sees("Where are you?")
    person.follow("Ireland")
    person.sees("You are in: Ireland.")
    person.go("/help-now/")
    person.sees("You are in: Ireland.")
    person.follow("Change country")
    person.follow("New Zealand")
    person.go("/")
    no_js.locator(".dock a[href='/help-now/']").click()
    person.sees("You are in: New Zealand.")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_axe_finds_nothing_on_pages_of_help(someone: Someone, device: str, dark: bool):
    page = someone(device, dark=dark)
    for name, address in (
        ("country", "/help-now/gb/"),
        ("disputed", "/help-now/af/"),
        ("no-number", "/help-now/kp/"),
        ("countries", "/help-now/countries/"),
        ("not-working", "/help-now/gb/not-working/"),
        ("noted", "/help-now/gb/not-working/?noted"),
    ):
        page.goto(address)
        axe(page)
        if device == "phone" and not dark:
            look(page, f"help-{name}")


@pytest.mark.parametrize(
    "address", ["/help-now/", "/help-now/gb/", "/help-now/us/", "/help-now/gb/not-working/"]
)
def test_a_page_of_help_is_readable_after_one_request_of_eight_thousand_bytes(someone: Someone, address: str):
    page = someone("phone")
    asked: dict[str, str] = {}
    weights: dict[str, float] = {}
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.responseReceived", lambda event: note(asked, event))
    network.on(
        "Network.loadingFinished",
        lambda event: weights.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(address, wait_until="networkidle")
    documents = [request for request, kind in asked.items() if kind == "Document"]
    assert len(documents) == 1
    assert weights[documents[0]] <= BUDGET
    # What comes after is deferred: the page is read and used before.
    assert set(asked.values()) <= {"Document", "Script", "Other", "Fetch"}
    deferred = page.locator("script[src]")
    assert all(each.get_attribute("type") == "module" for each in deferred.all())


def note(asked: dict[str, str], event: dict[str, Any]) -> None:
    if not event["response"]["url"].startswith("data:"):
        asked[event["requestId"]] = event["type"]


@pytest.mark.hazard("H03")
def test_a_visitor_says_a_number_is_silent_and_two_people_see_to_another(someone: Someone):
    visitor = Person(someone("phone", js=False), js=False, name="silent")
    visitor.go("/help-now/ie/")
    visitor.follow("This number did not work")
    visitor.press("Send")
    visitor.sees("Choose the number that did not work.")
    chosen = visitor.page.get_by_role("radio").nth(1)
    chosen.check()
    visitor.press("Send")
    visitor.sees("Thank you")
    visitor.follow("Back to all the numbers")

    eva = Person(someone("desktop"), js=True, name="helplines")
    eva.steps_in_as("Eva, a manager")
    card = eva.page.get_by_role("region", name="Helplines")
    expect(card).to_contain_text("1 number is said not to work.")
    eva.go("/office/helplines/")
    eva.follow("Ireland")
    eva.sees("Somebody said that it did not work")
    name = says_right(eva)
    eva.sees("You said that it is right. A second person needs to look too.")
    visitor.go("/help-now/ie/")
    expect(visitor.page.get_by_role("heading", name=name)).to_have_count(0)

    clara = Person(someone("phone"), js=True, name="helplines-second")
    clara.steps_in_as("Dr Clara Vale")
    clara.go("/office/helplines/ie/")
    assert says_right(clara) == name
    visitor.go("/help-now/ie/")
    expect(visitor.page.get_by_role("heading", name=name)).to_be_visible()
    line = visitor.page.get_by_role("listitem").filter(has=visitor.page.get_by_role("heading", name=name))
    expect(line).to_contain_text("Two people checked this on")


def says_right(person: Person) -> str:
    """Opens the first number that is hidden, says that it is right, and gives the line's name."""
    shown, hidden_tag = (person.page.locator(".tag", has_text=words) for words in ("Shown", "Hidden"))
    hidden = person.page.locator("section.card").filter(has=hidden_tag).filter(has_not=shown).first
    name = hidden.get_by_role("heading", level=2).inner_text()
    channel = hidden.locator("article.item").filter(has=person.page.locator(".tag", has_text="Hidden")).first
    channel.get_by_text("Say what you saw").click()
    axe(person.page)
    look(person.page, f"{person.name}-open")
    channel.get_by_role("button", name="I saw it, it is right").click()
    person.sees("Saved.")
    return name
