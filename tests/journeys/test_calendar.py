"""Dr Clara Vale goes through her weeks by keyboard alone, and lets her phone read her times; Eva sees everybody's."""

import pytest
from playwright.sync_api import Page

from tests.journeys.house import examine, nothing_is
from tests.journeys.measures import wrong_by_keyboard
from tests.journeys.people import Person

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

MOST_STOPS = 60


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
    examine(page, "calendar-week", closely=True)
    this_week = page.locator("h1").inner_text()
    press_by_keyboard(page, "Week after")
    assert page.locator("h1").inner_text() != this_week
    examine(page, "calendar-week-after")
    press_by_keyboard(page, "This week")
    assert page.locator("h1").inner_text() == this_week
    press_by_keyboard(page, "Day")
    examine(page, "calendar-day")
    nothing_is(wrong_by_keyboard(page), page)
    page.goto("/desk/calendar/settings/")
    examine(page, "calendar-settings")
    press_by_keyboard(page, "Make an address")
    assert page.get_by_label("The address", exact=True).input_value().endswith(".ics")
    examine(page, "calendar-address")


def test_a_manager_sees_everybodys_week_and_chooses_whose(someone) -> None:
    eva = Person(someone("phone"), js=True, name="calendar-eva")
    eva.steps_in_as("Eva")
    eva.go("/office/calendar/")
    examine(eva.page, "calendar-office")
    eva.pick("Whose times", "david-osei")
    eva.press("Show")
    eva.sees("Break")
    examine(eva.page, "calendar-office-one")


def test_a_client_makes_an_address_for_her_times(someone) -> None:
    ana = Person(someone("phone"), js=True, name="calendar-ana")
    ana.steps_in_as("Ana, a client")
    ana.go("/me/settings/calendar/")
    examine(ana.page, "calendar-mine", closely=True)
    ana.press("Make an address")
    examine(ana.page, "calendar-mine-address")
