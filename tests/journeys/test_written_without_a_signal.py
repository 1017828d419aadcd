"""J6, writing at two at night: on empty pages that the phone carries, or in the middle of one when the signal goes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import axe, look, somebody
from tests.journeys.people import Person
from tests.journeys.test_kept_plan import DUMP
from tests.journeys.wire import Wire

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

EXPECTED = re.compile(r"net::ERR_|status of 422|status of 404 .*/draft/")
SAVED = "What you wrote without a signal is saved now."


@pytest.fixture
def phones(browser: Browser, wire: Wire) -> Iterator[list[Page]]:
    """Two phones of one person at the other end of the wire. What the console says of a line that is cut, or of a page
    that is refused, is no fault."""
    both = [somebody(browser, wire.address, "phone", dark=False, js=True) for _ in range(2)]
    yield [page for page, _watch in both]
    for page, watch in both:
        page.context.close()
        assert not [fault for fault in watch.faults if not EXPECTED.search(fault)]


def ana(page: Page, name: str) -> Person:
    person = Person(page, js=False, name=name)
    person.steps_in_as("Ana, a client")
    return person


def held(page: Page) -> None:
    page.goto("/now/")
    page.wait_for_function("() => navigator.serviceWorker.controller")


def test_a_page_that_is_too_long_says_so_itself_and_once(phones: list[Page], wire: Wire):
    phone = phones[0]
    person = ana(phone, "long")
    person.go("/me/practice/")
    phone.get_by_role("link", name="Open Thought record").click()
    phone.get_by_role("button", name="Begin").first.click()
    phone.wait_for_load_state()
    phone.get_by_label("What was happening?").fill("z" * 9000)
    phone.get_by_role("button", name="Save and go on").click()
    expect(phone.get_by_role("alert")).to_contain_text("Your words are still here.")
    expect(phone.get_by_label("What was happening?")).to_have_value("z" * 9000)
    expect(phone.locator("[data-written]")).to_be_hidden()


@pytest.mark.hazard("H13")
def test_the_diary_is_written_without_a_signal_and_is_in_the_account_once(phones: list[Page], wire: Wire):
    phone = phones[0]
    person = ana(phone, "carried")
    person.go("/me/practice/phone/")
    phone.get_by_role("radio", name="Nothing").check()
    axe(phone)
    look(phone, "carried-choose")
    person.press("Keep it on this phone")
    expect(phone.locator("keep-plan [role=status]")).to_contain_text("Done.")
    held(phone)
    wire.cut()
    phone.goto("/me/diary/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Write it down")
    axe(phone)
    look(phone, "carried-closed")
    phone.locator("article").filter(has_text="Urge diary").get_by_role("button", name="Write").click()
    phone.get_by_role("radio", name="6", exact=True).check()
    axe(phone)
    look(phone, "carried-number")
    phone.get_by_role("button", name="Save and go on").click()
    phone.get_by_role("button", name="Save and go on").click()
    phone.get_by_label("What was going on just before?").fill("The long corridor")
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.locator("article [role=status]").first).to_contain_text("Kept on this phone.")
    assert "corridor" not in phone.evaluate(DUMP)
    wire.mend()
    phone.goto("/me/")
    expect(phone.get_by_text(SAVED)).to_be_visible()
    axe(phone)
    look(phone, "carried-saved")
    phone.goto("/me/diary/")
    expect(phone.get_by_text("The long corridor")).to_have_count(1)
    phone.goto("/me/")
    expect(phone.get_by_text(SAVED)).to_be_hidden()


@pytest.mark.hazard("H13")
def test_what_two_phones_wrote_to_one_page_is_both_there_when_the_signal_is_back(
    phones: list[Page], wire: Wire
):
    first, second = phones
    one, two = ana(first, "one"), ana(second, "two")
    one.go("/me/practice/more/")
    one.follow("Thought record")
    one.press("Begin")
    page = first.url
    two.go(page)
    held(second)
    two.go(page)
    two.write("What was happening?", "On the bus")
    wire.cut()
    expect(second.locator("[data-carried]")).to_contain_text("kept on this phone")
    two.press("Save and go on")
    expect(second.get_by_text("Something you wrote waits here")).to_be_visible()
    wire.mend()
    one.write("What was happening?", "At the gate")
    one.press("Save and stop here")
    expect(first).not_to_have_url(page)
    with second.expect_response(lambda answer: answer.url.endswith("/draft/")) as drafted:
        two.go("/me/")
    assert drafted.value.status == 204
    two.go(page)
    both = second.get_by_label("What was happening?").first.input_value()
    assert "On the bus" in both
    assert "At the gate" in both


@pytest.mark.hazard("H13")
def test_signing_out_asks_once_more_before_unsent_words_are_lost(phones: list[Page], wire: Wire):
    phone = phones[0]
    person = ana(phone, "unsent")
    person.go("/me/practice/more/")
    person.follow("Thought record")
    person.press("Begin")
    held(phone)
    phone.go_back()
    person.write("What was happening?", "On the bridge at noon")
    wire.cut()
    expect(phone.locator("[data-carried]")).to_contain_text("kept on this phone")
    out = phone.get_by_role("button", name="Sign out").locator("visible=true").first
    out.click()
    expect(phone.get_by_role("alert")).to_contain_text("Sign out again and it is lost")


@pytest.mark.hazard("H13")
def test_a_page_that_the_account_will_not_have_is_read_once_more_and_removed(phones: list[Page], wire: Wire):
    first, second = phones
    one, two = ana(first, "removing"), ana(second, "refused")
    one.go("/me/practice/more/")
    one.follow("Thought record")
    one.press("Begin")
    page = first.url
    two.go(page)
    held(second)
    two.go(page)
    two.write("What was happening?", "Behind the green door")
    wire.cut()
    expect(second.locator("[data-carried]")).to_contain_text("kept on this phone")
    wire.mend()
    one.follow("All pages of this one")
    one.follow("Remove this")
    one.press("Remove")
    line = second.locator("[data-written]")
    for _reads_again in range(2):
        two.go("/me/")
        expect(line).to_contain_text("has no place in your account any more")
        line.get_by_role("button", name="Show what I wrote").click()
        expect(line.get_by_role("textbox", name="Show what I wrote")).to_have_value("Behind the green door")
        expect(line.get_by_role("textbox")).not_to_be_editable()
    axe(second)
    look(second, "carried-refused")
    line.get_by_role("button", name="Remove it from this phone").click()
    expect(line).to_be_hidden()
    two.go("/me/")
    second.wait_for_function("async () => !(await indexedDB.databases()).some(({ name }) => name === 'kept')")
    expect(line).to_be_hidden()
