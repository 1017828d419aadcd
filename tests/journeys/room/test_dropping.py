"""The line drops in the middle: what both see, what is noted meanwhile, how it is well again, and how the session ends."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.browsing import axe, look
from tests.journeys.room.meeting import PATIENCE, InRoom
from tests.journeys.room.place import Place

Pair = tuple[InRoom, InRoom]
TOLD = 15_000  # milliseconds: the line is found still, then five seconds pass before a word is said

pytestmark = pytest.mark.hazard("H15")


def panel(one: InRoom) -> Page:
    return one.page.locator("#line")


def sooner(route: Route) -> None:
    """The half minute until a call is spoken of (tests/video/test_dropped_pages.py) is a few seconds here."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('data-after="30"', 'data-after="8"'))


def is_well(one: InRoom, name: str) -> None:
    axe(one.page)
    look(one.page, f"dropped-{name}")


@pytest.mark.hazard("H14")
def test_both_are_told_and_each_sees_the_way_on(pair: Pair, place: Place):
    ana, clara = pair
    ana.sees_a_moving_picture()
    ana.page.route("**/dropped/**", sooner)
    place.lossy.loss = 1.0
    expect(panel(clara)).to_be_visible(timeout=TOLD)
    expect(panel(ana)).to_contain_text("The line dropped. Clara knows.", timeout=TOLD)
    expect(panel(clara)).to_contain_text(re.compile(r"The line to Ana dropped at \d\d:\d\d"))
    expect(panel(clara)).to_contain_text("Nothing is asked of you yet")
    expect(panel(clara)).to_contain_text("If life is in danger")
    expect(ana.page.get_by_role("navigation", name="Quick help")).to_be_visible()
    is_well(clara, "therapist")
    expect(panel(ana).get_by_text("Carry on by phone?")).to_be_visible(timeout=TOLD)
    is_well(ana, "client")
    ana.page.unroute("**/dropped/**")


@pytest.mark.hazard("H06")
def test_the_client_says_that_a_call_is_not_possible_and_neither_page_is_left(pair: Pair):
    ana, clara = pair
    for one in pair:
        one.page.evaluate("() => { window.still = true }")
    panel(ana).get_by_role("button", name="I cannot take a call now").click()
    expect(panel(ana)).to_contain_text("Clara sees it.", timeout=PATIENCE)
    expect(panel(clara)).to_contain_text("I cannot take a call now", timeout=PATIENCE)
    panel(clara).get_by_text("All steps and their times").click()
    panel(clara).get_by_text("Note it Call the agreed number").click()
    panel(clara).get_by_role("group", name="Call the agreed number").get_by_role(
        "button", name="No answer"
    ).click()
    expect(panel(clara)).to_contain_text("Call the agreed number", timeout=PATIENCE)
    expect(panel(clara)).to_contain_text(re.compile(r"No answer, \d\d:\d\d"), timeout=PATIENCE)
    assert all(one.page.evaluate("() => window.still") for one in pair)


def test_the_line_comes_back_by_itself_and_the_pages_say_so(pair: Pair, place: Place):
    _ana, clara = pair
    place.lossy.loss = 0.0
    expect(panel(clara)).to_contain_text("The line to Ana is back.", timeout=PATIENCE * 2)
    for one in pair:
        expect(panel(one)).to_be_hidden(timeout=PATIENCE)
        one.sees_a_moving_picture()


@pytest.mark.hazard("H14")
def test_without_the_server_the_panel_stays_and_says_what_to_do(pair: Pair, place: Place):
    _ana, clara = pair
    clara.page.route("**/dropped/**", lambda route: route.fulfill(status=503, body="down"))
    place.lossy.loss = 1.0
    told = panel(clara).get_by_text("Go on with the steps, and write the times down")
    expect(told).to_be_visible(timeout=TOLD)
    expect(panel(clara)).to_contain_text("Who may be called")
    is_well(clara, "no-server")
    clara.page.unroute("**/dropped/**")
    clara.watch.faults[:] = [fault for fault in clara.watch.faults if "(Service Unavailable)" not in fault]
    place.lossy.loss = 0.0
    expect(panel(clara)).to_be_hidden(timeout=PATIENCE * 2)


def test_two_minutes_to_land_are_shown_to_both_and_the_end_leads_each_on(pair: Pair):
    ana, clara = pair
    clara.page.get_by_role("button", name="Two minutes to land").click()
    for one, words in ((clara, "How are they leaving?"), (ana, "How are you leaving?")):
        expect(one.page.locator("#landing")).to_contain_text(words)
        expect(one.page.locator("#landing")).to_be_visible()
        is_well(one, "landing")
    clara.page.get_by_role("button", name="Not yet").click()
    expect(ana.page.locator("#landing")).to_be_hidden()
    clara.page.get_by_role("button", name="Two minutes to land").click()
    clara.page.get_by_role("button", name="End the session").click()
    clara.page.wait_for_url("**/desk/notes/**")
    ana.page.wait_for_url("**/afterwards/")
    expect(ana.page.get_by_role("heading", level=1)).to_have_text("The session is over")
    is_well(ana, "afterwards")
