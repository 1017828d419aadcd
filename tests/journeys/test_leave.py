"""Leaving: what the browser's Back button shows afterwards, in both modes, with scripts and without (UI.md 2.4)."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Someone
from tests.journeys.outside import come_from_a_search, history, lead_out, outside
from tests.journeys.people import Person
from tests.journeys.running import Running

pytestmark = [pytest.mark.hazard("H06"), pytest.mark.only_on("sqlite")]  # what it proves lies in the browser

LEAVE = re.compile("^Leave$")


@pytest.fixture(scope="module")
def world() -> Iterator[str]:
    with outside() as address:
        yield address


def leave(page: Page, world: str) -> None:
    page.locator("a[data-leave]:visible").last.click()
    page.wait_for_url(f"{world}/weather")


def turn_on_discreet_mode(page: Page) -> None:
    """In another tab, as the page about shared phones says: what a tab showed before stays in its history."""
    other = page.context.new_page()
    other.goto("/shared-phones/")
    other.get_by_role("button", name="Turn discreet mode on").click()
    expect(other.get_by_text("Discreet mode is on.")).to_be_visible()
    other.close()


def choose_in_settings(page: Page, answer: str) -> None:
    page.goto("/sign-in/settings/")
    page.get_by_role("group", name="Discreet mode").get_by_label(answer, exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def walk(page: Page) -> None:
    page.get_by_role("contentinfo").get_by_role("link", name="Privacy in plain words").click()
    page.wait_for_url("**/privacy/")
    page.get_by_role("contentinfo").get_by_role("link", name="Stay safe on shared phones").click()
    page.wait_for_url("**/shared-phones/")


def test_leave_takes_away_the_page_one_is_on(practice: Running, someone: Someone, world: str) -> None:
    page = someone("phone")
    lead_out(page, practice, world)
    come_from_a_search(page, practice, world)
    walk(page)
    leave(page, world)
    assert history(page, practice, world) == ["search", "/", "/privacy/", "weather"]
    page.go_back()
    expect(page).to_have_url(re.compile("/privacy/"))


def test_after_leaving_back_shows_nothing_that_was_chosen(
    practice: Running, someone: Someone, world: str
) -> None:
    page = someone("phone")
    lead_out(page, practice, world)
    page.goto("/questions/")
    page.get_by_role("button", name="Begin").click()
    for answer in ("I am safe, but I have thoughts of ending my life", "It happens less"):
        page.get_by_label(answer, exact=True).check()
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Question 3 of 6")).to_be_visible()
    leave(page, world)
    for number in (2, 1):
        page.go_back()
        expect(page.get_by_text(f"Question {number} of 6")).to_be_visible()
        expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.get_by_label("Yes, I am safe", exact=True).check()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Question 2 of 6")).to_be_visible()
    page.go_back()
    expect(
        page.get_by_label("Yes, I am safe", exact=True)
    ).to_be_checked()  # whoever comes back goes on as before


def test_in_discreet_mode_back_shows_what_was_before_us(
    practice: Running, someone: Someone, world: str
) -> None:
    page = someone("phone")
    lead_out(page, practice, world)
    turn_on_discreet_mode(page)
    come_from_a_search(page, practice, world)
    walk(page)
    assert history(page, practice, world) == ["search", "/shared-phones/"]
    leave(page, world)
    assert history(page, practice, world) == ["search", "weather"]
    page.go_back()
    expect(page.get_by_role("heading")).to_have_text("Search")


def test_in_discreet_mode_pages_have_a_back_of_their_own_and_no_picture(
    practice: Running, someone: Someone, world: str
) -> None:
    page = someone("phone")
    lead_out(page, practice, world)
    page.goto("/how-it-works/")
    expect(page.locator("[data-back]")).to_be_hidden()
    turn_on_discreet_mode(page)
    come_from_a_search(page, practice, world)
    expect(page.locator(".scene")).to_be_hidden()
    walk(page)
    page.locator("[data-back] a").click()
    page.wait_for_url(f"{practice.address}/")
    page.get_by_role("link", name="Help now").filter(visible=True).first.click()
    page.wait_for_url("**/help-now/")
    page.get_by_role("link", name="Ireland").first.click()
    page.wait_for_url("**/help-now/ie/")
    assert history(page, practice, world)[-2:] == ["search", "/help-now/ie/"]


def test_without_scripts_leave_leads_away_too(practice: Running, someone: Someone, world: str) -> None:
    page = someone("phone", js=False)
    lead_out(page, practice, world)
    come_from_a_search(page, practice, world)
    page.get_by_role("link", name=LEAVE).filter(visible=True).first.click()
    expect(page).to_have_url(f"{world}/weather")
    person = Person(page, js=False, name="leaving")
    person.steps_in_as("Ana, a client")
    person.go("/me/sessions/")
    page.get_by_role("link", name=LEAVE).filter(visible=True).first.click()
    expect(page).to_have_url(f"{world}/weather")
    page.go_back()
    expect(page).to_have_url(re.compile("/sign-in/"))
    expect(page.locator("body")).not_to_contain_text("Your sessions")


def test_after_leaving_back_shows_a_client_nothing_of_theirs(
    practice: Running, someone: Someone, world: str
) -> None:
    page = someone("phone")
    lead_out(page, practice, world)
    person = Person(page, js=True, name="leaving")
    person.steps_in_as("Ana, a client")
    person.go("/me/papers/")
    person.follow("About you")
    leave(page, world)
    page.go_back()
    expect(page).to_have_url(re.compile("/sign-in/"))
    assert not [cookie for cookie in page.context.cookies() if "session" in cookie["name"]]


def test_shift_three_times_leaves_unless_it_is_turned_off(
    practice: Running, someone: Someone, world: str
) -> None:
    page = someone("desktop")
    lead_out(page, practice, world)
    page.goto("/shared-phones/")
    page.get_by_role("button", name="Turn Shift off").click()
    page.goto("/how-it-works/")
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).to_have_url(re.compile("/how-it-works/"))
    page.goto("/shared-phones/")
    page.get_by_role("button", name="Turn Shift on again").click()
    page.goto("/how-it-works/")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"{world}/weather")


def test_a_client_turns_it_on_and_forms_leave_no_entry(
    practice: Running, someone: Someone, world: str
) -> None:
    page = someone("phone")
    lead_out(page, practice, world)
    person = Person(page, js=True, name="discreet")
    person.steps_in_as("Ana, a client")
    choose_in_settings(page, "Yes")
    own = page.context.new_page()
    come_from_a_search(own, practice, world, "/me/")
    me = Person(own, js=True, name="discreet")
    me.follow("Open the papers")
    own.wait_for_url("**/me/papers/")
    me.follow("Who to call")
    own.wait_for_url("**/me/papers/people/")
    own.goto("/me/papers/people/new/")
    entries = history(own, practice, world)
    own.get_by_role("button", name="Save").first.click()
    expect(own.locator("[data-problem]")).to_be_focused()
    me.write("Their name", "Rea")
    me.choose("May your therapist call them?", "No, never call this person")
    own.get_by_role("button", name="Save").first.click()
    own.wait_for_url("**/me/papers/people/")
    me.sees("Rea")
    assert len(history(own, practice, world)) == len(entries)
    choose_in_settings(page, "No")
    page.wait_for_function("() => localStorage.getItem('quiet') === null")


def hide(page: Page, state: str) -> None:
    page.evaluate(
        "(state) => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        state,
    )


def test_in_discreet_mode_a_hidden_page_is_covered_and_locks_after_two_minutes(
    practice: Running, someone: Someone, world: str
) -> None:
    page = someone("phone")
    lead_out(page, practice, world)
    person = Person(page, js=True, name="away")
    person.steps_in_as("Ana, a client")
    choose_in_settings(page, "Yes")
    page.clock.install()
    person.go("/me/papers/")
    title = page.title()
    hide(page, "hidden")
    expect(page.locator("h1")).to_be_hidden()
    assert page.title().strip() == ""
    hide(page, "visible")
    expect(page.locator("h1")).to_be_visible()
    assert page.title() == title
    hide(page, "hidden")
    page.clock.fast_forward(121_000)
    page.wait_for_url("**/sign-in/unlock/**")
    person.go("/me/papers/")
    expect(page).to_have_url(re.compile("/sign-in/unlock/"))
    choose_in_settings(page, "No")
