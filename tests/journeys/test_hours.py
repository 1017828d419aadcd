"""Dr Clara Vale sets her hours on a phone, by keyboard and without a script; Eva sees the same page at a desk."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.house import examine, nothing_is
from tests.journeys.measures import wrong_by_keyboard
from tests.journeys.people import Person

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

FAR_OFF = datetime.now(UTC).date() + timedelta(days=200)  # past all that the demonstration has booked


def form_of(page: Page, part: str):
    """The form behind “Add …” of a part, opened."""
    section = page.locator(f"#{part}")
    if section.locator("details:not([open])").count():
        section.locator("summary").click()
    return section.locator("details form")


def test_a_therapist_takes_time_off_and_nothing_is_lost_or_silent(someone) -> None:
    clara = Person(someone("phone"), js=True, name="hours")
    clara.steps_in_as("Dr Clara Vale")
    clara.go("/desk/hours/")
    page = clara.page
    form = form_of(page, "time-off")
    form.get_by_label("First day").fill(FAR_OFF.isoformat())
    form.get_by_label("Last day").fill((FAR_OFF - timedelta(days=1)).isoformat())
    form.get_by_role("button").click()
    clara.sees("The last day must not come before the first.")
    examine(page, "hours-refused")
    form = form_of(page, "time-off")
    expect(form.get_by_label("First day")).to_have_value(FAR_OFF.isoformat())
    form.get_by_label("Last day").fill((FAR_OFF + timedelta(days=2)).isoformat())
    form.get_by_role("button").click()
    expect(page.locator(".hours-week")).to_contain_text("Time off")
    examine(page, "hours-time-off")
    page.locator("#time-off .hours-rows li").last.get_by_role("link", name="Change").click()
    examine(page, "hours-change")
    page.goto(page.url.partition("#")[0])  # from the top
    nothing_is(wrong_by_keyboard(page), page)
    clara.follow("Leave it as it is")
    page.locator("#time-off .hours-rows").get_by_role("button", name="Take away").last.click()
    clara.sees("Taken away:")


def test_a_manager_adds_a_break_without_a_script(someone) -> None:
    eva = Person(someone("desktop", js=False), js=False, name="hours-eva")
    eva.steps_in_as("Eva")
    page = eva.page
    eva.go("/office/team/1/hours/")
    form = form_of(page, "breaks")
    form.get_by_label("Friday").check()
    form.get_by_label("From").fill("05:00")
    form.get_by_label("Until").fill("05:30")
    form.get_by_role("button").click()
    eva.sees("Friday, 05:00 to 05:30")
    expect(page.locator("h1")).to_have_text(re.compile("Hours"))
