"""A client chooses how she is written to: she reads each message before she saves, and goes back without losing a word."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Someone
from tests.journeys.people import Person

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser


@pytest.mark.hazard("H06", "H25")
def test_a_client_reads_each_message_before_she_saves(someone: Someone) -> None:
    ana = Person(someone("phone"), js=True, name="messages")
    ana.steps_in_as("Ana, a client")
    ana.go("/sign-in/settings/")
    ana.follow("Choose")
    before = ana.page.evaluate("Object.fromEntries(new FormData(document.querySelector('main form')))")
    ana.choose("Do you want to be reminded", "By e-mail")
    ana.choose("Can someone else see", "No")
    ana.choose("How much may they say", "A first name as well")
    the_hours_are(ana, "18:00", "18:30")
    ana.press("See what they would say")
    ana.sees("Choose both times, with at least an hour between them.")
    the_hours_are(ana, "08:00", "23:30")
    ana.press("See what they would say")
    ana.sees("08:00 until 23:30")
    ana.sees("You meet Clara")
    ana.press("Change it")
    expect(ana.page.get_by_label("From")).to_have_value("08:00")
    ana.choose("Can someone else see", "Yes")
    ana.press("See what they would say")
    ana.sees("So they say as little as possible.")
    ana.page.get_by_text("All other messages").click()
    ana.does_not_see("You meet Clara")
    ana.press("Save this")
    ana.sees("Reminders and messages")
    expect(ana.page.locator("body")).to_contain_text("Saved. Messages follow it from now on.")
    as_before(ana, before)


def the_hours_are(ana: Person, since: str, until: str) -> None:
    ana.page.get_by_label(re.compile("^From")).fill(since)
    ana.page.get_by_label(re.compile("^Until")).fill(until)


def as_before(ana: Person, before: dict[str, str]) -> None:
    """Other journeys meet her too."""
    for name in ("reminders", "others_see", "level"):
        ana.page.locator(f'input[name="{name}"][value="{before[name]}"]').check()
    the_hours_are(ana, before["safe_from"], before["safe_until"])
    ana.press("See what they would say")
    ana.press("Save this")
