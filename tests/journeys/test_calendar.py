"""Dr Clara Vale goes through her weeks by keyboard alone, and lets her phone read her times; Eva sees everybody's."""

import pytest
from playwright.sync_api import Page

from tests.journeys.browsing import axe, look
from tests.journeys.measures import wrong_at_a_glance, wrong_by_keyboard, wrong_when_looked_at_closely
from tests.journeys.people import Person

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

MOST_STOPS = 60


def judge(page: Page, name: str, *, closely: bool = False) -> None:
    page.wait_for_load_state()
    axe(page)
    look(page, f"calendar-{name}")
    wrong = wrong_at_a_glance(page) | (wrong_when_looked_at_closely(page) if closely else {})
    assert {what: names for what, names in wrong.items() if names} == {}


def press_by_keyboard(page: Page, words: str) -> None:
    """Tab until the focus is on the link or button with these words, then Enter."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.innerText || ''").strip().startswith(words):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Nothing that says “{words}” took the focus.")


def test_a_therapist_finds_her_week_and_day_by_keyboard_alone(someone) -> None:
    clara = Person(someone("desktop"), js=True, name="calendar")
    clara.steps_in_as("Dr Clara Vale")
    page = clara.page
    press_by_keyboard(page, "Calendar")
    judge(page, "week", closely=True)
    this_week = page.locator("h1").inner_text()
    press_by_keyboard(page, "Week after")
    assert page.locator("h1").inner_text() != this_week
    judge(page, "week-after")
    press_by_keyboard(page, "This week")
    assert page.locator("h1").inner_text() == this_week
    press_by_keyboard(page, "Day")
    judge(page, "day")
    assert {what: names for what, names in wrong_by_keyboard(page).items() if names} == {}
    page.goto("/desk/calendar/settings/")
    judge(page, "settings")
    press_by_keyboard(page, "Make an address")
    assert page.get_by_label("The address", exact=True).input_value().endswith(".ics")
    judge(page, "address")


def test_a_manager_sees_everybodys_week_and_chooses_whose(someone) -> None:
    eva = Person(someone("phone"), js=True, name="calendar-eva")
    eva.steps_in_as("Eva")
    eva.go("/office/calendar/")
    judge(eva.page, "office")
    eva.pick("Whose times", "david-osei")
    eva.press("Show")
    eva.sees("Break")
    judge(eva.page, "office-one")


def test_a_client_makes_an_address_for_her_times(someone) -> None:
    ana = Person(someone("phone"), js=True, name="calendar-ana")
    ana.steps_in_as("Ana, a client")
    ana.go("/me/settings/calendar/")
    judge(ana.page, "mine", closely=True)
    ana.press("Make an address")
    judge(ana.page, "mine-address")
