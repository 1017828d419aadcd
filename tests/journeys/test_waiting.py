"""Ana finds no time that suits her and waits; a time opens, is kept for her alone, and she says yes: on a phone, with axe."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import axe, look
from tests.journeys.people import Person

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

THE_DAY = (datetime.now(UTC) + timedelta(days=10)).date()


def test_a_time_opens_for_who_waits(someone) -> None:
    ana = Person(someone("phone"), js=True, name="waiting-ana")
    eva = Person(someone("desktop", dark=True), js=True, name="waiting-eva")
    ana.steps_in_as("Ana, a client")
    ana.go("/me/sessions/")
    ana.follow("Tell me when something opens")
    ana.page.get_by_label("It may begin up to").select_option("06:00")
    ana.press("Put me on the list")
    ana.sees("You wait for a time")
    ana.sees("up to 06:00 (London time)")

    eva.steps_in_as("Eva, a manager")
    eva.page.get_by_role("main").get_by_role("link", name="Open places and waiting").click()
    eva.judge()
    waiting = eva.page.get_by_role("table", name="People who wait for a time")
    waiting.get_by_role("link", name="A.", exact=True).click()
    eva.judge()
    eva.sees("No free time fits just now.")
    place = eva.page.url

    eva.page.goto("/office/team/1/hours/")
    section = eva.page.locator("#extra")
    section.locator("summary").click()
    form = section.locator("details form")
    form.get_by_label("Day").fill(THE_DAY.isoformat())
    form.get_by_label("From").fill("06:00")
    form.get_by_label("Until").fill("07:00")
    form.get_by_role("button").click()
    eva.page.goto(place)
    offer = eva.page.get_by_role("button", name="06:00, Dr Clara Vale")
    if offer.count():  # unless the worker, which looks each minute, was quicker
        offer.click()
    eva.sees("Kept until")
    eva.seen.clear()
    eva.judge()

    ana.go("/me/sessions/")
    ana.sees("If you say no, you stay on the list.")
    ana.seen.clear()
    ana.judge()
    ana.follow("See more about this time")
    ana.press("Yes, book it")
    ana.sees("06:00")
    ana.does_not_see("You wait for a time")
    eva.go("/office/waiting/")
    expect(waiting.get_by_role("link", name="A.", exact=True)).to_have_count(0)


def test_the_public_reads_how_long_it_is(someone) -> None:
    page = someone("phone", dark=True)
    for address in ("/", "/cost/"):
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text("Counted on")
        axe(page)
        look(page, f"waiting-public{address.replace('/', '-')}")
