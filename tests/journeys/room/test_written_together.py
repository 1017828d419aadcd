"""A page that client and therapist write in at once, while the line drops and comes back, and what is kept of it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsing import axe, look
from tests.journeys.room.meeting import PATIENCE, InRoom
from tests.journeys.room.place import Place

Pair = tuple[InRoom, InRoom]


def asked_for(pair: Pair, key: str) -> None:
    """Clara asks for a page, Ana opens it."""
    ana, clara = pair
    for one in pair:
        one.hears_something()  # so they are connected
    clara.page.get_by_label("Page", exact=True).select_option(key)
    clara.page.get_by_role("button", name="Ask to open it").click()
    ana.page.get_by_role("button", name="Open it").click()
    expect(clara.page.get_by_role("button", name="Close the page")).to_be_visible()


def box(page: Page, label: str) -> Locator:
    return page.locator("[data-part=form]").get_by_label(label, exact=True)


def goes_on_writing(page: Page, label: str, words: str) -> None:
    box(page, label).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def saved(one: InRoom) -> None:
    expect(one.page.locator("[data-part=saved]")).to_have_text(re.compile("^Saved "), timeout=PATIENCE)


def closed(pair: Pair) -> None:
    ana, clara = pair
    ana.page.get_by_role("button", name="Close the page").click()
    expect(ana.page.get_by_label("Page", exact=True)).to_be_focused()
    expect(clara.page.get_by_text("Ana has closed the page.")).to_be_visible()


def judged(pair: Pair, name: str) -> None:
    for one, who in zip(pair, ("client", "therapist"), strict=True):
        axe(one.page)
        look(one.page, f"room-{name}-{who}")


@pytest.mark.hazard("H06")
def test_two_who_write_in_one_line_of_the_plan_while_the_line_drops_lose_no_word(
    pair: Pair, place: Place
) -> None:
    ana, clara = pair
    asked_for(pair, "plan/by_myself")
    judged(pair, "plan")
    goes_on_writing(clara.page, "Line 4", "Water the plants.")
    expect(box(ana.page, "Line 4")).to_have_value("Water the plants.")
    place.lossy.is_cut = True
    goes_on_writing(ana.page, "Line 4", " Then tea.")
    goes_on_writing(clara.page, "Line 4", " Slowly.")
    clara.is_told("The line stopped. Trying again…")
    expect(box(clara.page, "Line 4")).to_have_value("Water the plants. Slowly.")
    place.lossy.is_cut = False
    for one in pair:
        expect(box(one.page, "Line 4")).to_have_value(
            re.compile(r"^Water the plants\..*Then tea\."), timeout=PATIENCE
        )
        expect(box(one.page, "Line 4")).to_have_value(
            re.compile(r"^Water the plants\..*Slowly\."), timeout=PATIENCE
        )
    together = box(ana.page, "Line 4").input_value()
    expect(box(clara.page, "Line 4")).to_have_value(together)
    saved(ana)
    saved(clara)
    closed(pair)
    with ana.page.context.expect_page() as opened:
        ana.page.evaluate("open('/me/plan/parts/by_myself/')")
    expect(opened.value.get_by_label("Line 4", exact=True)).to_have_value(together)
    expect(opened.value.get_by_text("at the same time")).to_have_count(0)
    opened.value.close()


def test_a_thought_record_is_seen_while_it_is_open_and_stays_the_clients_alone(pair: Pair) -> None:
    ana, clara = pair
    asked_for(pair, "record/moment")
    judged(pair, "record")
    goes_on_writing(ana.page, "What was happening?", "The bus was late.")
    goes_on_writing(clara.page, "What was happening?", " Everyone looked up.")
    expect(box(ana.page, "What was happening?")).to_have_value(re.compile("looked up"))
    saved(ana)
    ana.page.get_by_role("button", name="Next page").click()
    expect(clara.page.get_by_role("heading", name="Thought record: Feelings")).to_be_visible()
    box(ana.page, "Or in your own words: Feeling").fill("cornered")
    expect(box(clara.page, "Or in your own words: Feeling")).to_have_value("cornered")
    clara.page.get_by_role("button", name="Add another feeling").click()
    expect(ana.page.get_by_role("group", name="Feeling 2")).to_be_visible()
    closed(pair)
    assert "cornered" not in clara.page.content()
    plan = clara.page.locator("a[href$='/plan/']").first.get_attribute("href") or ""
    with clara.page.context.expect_page() as opened:
        clara.page.evaluate("(page) => open(page)", plan.removesuffix("plan/"))
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    assert "The bus was late" not in opened.value.content()
    opened.value.close()


def test_what_is_jotted_in_the_room_begins_the_note(pair: Pair) -> None:
    _ana, clara = pair
    clara.page.get_by_label("Jot pad").fill("Her sister rang.")
    expect(clara.page.locator("form[data-save] [data-saved]").first).to_have_text(re.compile("^Saved "))
    note = clara.page.evaluate(
        "document.querySelector('form[data-save]').dataset.save.replace('jotting/', '')"
    )
    with clara.page.context.expect_page() as opened:
        clara.page.evaluate("(note) => open(note)", note)
    expect(opened.value.get_by_label("What you worked on")).to_have_value("Her sister rang.")
    opened.value.close()


def test_words_written_while_the_client_loads_the_page_again_come_back(pair: Pair) -> None:
    ana, clara = pair
    asked_for(pair, "loop")
    goes_on_writing(clara.page, "What comes before", "A hard day.")
    expect(box(ana.page, "What comes before")).to_have_value(re.compile("A hard day"))
    ana.page.reload()
    goes_on_writing(clara.page, "What comes before", " And alone.")
    expect(box(ana.page, "What comes before")).to_have_value(
        re.compile("A hard day. And alone"), timeout=PATIENCE
    )
    closed(pair)
