"""J6, the plan at two at night: kept on the phone, opened with everything behind it dead, gone when one signs out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from tests.devices import a_device_with_passkeys
from tests.journeys.browsing import SIZES, axe, look, somebody
from tests.journeys.people import Person
from tests.journeys.running import headless_chromium
from tests.journeys.wire import Wire

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

PICTURE = Path(__file__).parents[2] / "waylight/ui/static/ui/icon-app-192.png"
PIN = "4711"
IS_KEPT = "async () => (await indexedDB.databases()).some(({ name }) => name === 'kept')"
DUMP = """async () => {
  const found = await new Promise((done) => { const o = indexedDB.open("kept"); o.onsuccess = () => done(o.result); });
  const all = found.transaction("rows").objectStore("rows").getAll();
  const rows = await new Promise((done) => { all.onsuccess = () => done(all.result); });
  found.close();
  const text = (bytes) => new TextDecoder("latin1").decode(bytes);
  const asText = (_, value) => value instanceof Uint8Array || value instanceof ArrayBuffer ? text(value) : value;
  return JSON.stringify([rows, { ...localStorage }, { ...sessionStorage }], asText);
}"""


@pytest.fixture
def phone(browser: Browser, wire: Wire) -> Iterator[Page]:
    """A phone at the other end of the wire. What the console says of a line that is cut is no fault."""
    page, watch = somebody(browser, wire.address, "phone", dark=False, js=True)
    yield page
    page.context.close()
    assert not [fault for fault in watch.faults if "Failed to load resource: net::ERR_" not in fault]


def is_copy(response: Response) -> bool:
    return response.url.endswith("/me/plan/phone/copy/")


def keep(person: Person, lock: str, *, open: int = 1) -> list[str]:
    """Keeps the plan in this browser, its first so many lines open. Gives every line and name of the plan."""
    page = person.page
    with page.expect_response(is_copy) as copy:
        person.go("/me/plan/phone/")
    plan = copy.value.json()
    page.get_by_role("radio", name=lock).check()
    if lock == "A PIN":
        page.get_by_label("Choose a PIN").fill(PIN)
    if lock != "Nothing":
        for number, box in enumerate(page.locator("[data-part=lines] [name=open]").all()):
            box.set_checked(number < open)
    axe(page)
    look(page, f"{person.name}-choose")
    person.press("Keep it on this phone")
    expect(page.locator("keep-plan [role=status]")).to_contain_text("Done.")
    axe(page)
    look(page, f"{person.name}-done")
    page.goto("/now/")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return [*plan["steps"], *(line for section in plan["sections"] for line in section["lines"])]


def cold(page: Page) -> Page:
    """A new page of the same browser, as after the phone was in a pocket."""
    page.close()
    return page.context.new_page()


def ana(page: Page, name: str) -> Person:
    person = Person(page, js=False, name=f"kept-{name}")  # other pages have journeys of their own
    person.steps_in_as("Ana, a client")
    return person


@pytest.mark.hazard("H05")
def test_without_a_lock_it_opens_at_once_with_everything_behind_it_dead(phone: Page, wire: Wire):
    lines = keep(ana(phone, "open"), "Nothing")
    wire.cut()
    page = cold(phone)
    for address in ("/now/plan/", "/me/plan/", "/now/"):
        page.goto(address)
        if address == "/now/":
            page.get_by_role("button", name="Open the whole plan").click()
        for line in lines:
            expect(page.locator("kept-plan")).to_contain_text(line)
        axe(page)
        look(page, f"kept-open{address.replace('/', '-')}")
    call = page.locator("kept-plan").get_by_role("link", name="Call Rea")
    expect(call).to_have_attribute("href", "tel:07700900101")
    box = call.bounding_box()
    assert box is not None
    assert box["height"] >= 44


@pytest.mark.hazard("H05", "H16")
def test_a_card_and_its_picture_open_beside_the_plan_with_everything_behind_them_dead(
    phone: Page, wire: Wire
):
    person = ana(phone, "card")
    person.go("/me/tools/")
    person.follow("Make a card")
    person.press("Begin")
    person.write("Name this card", "At night")
    person.press("Save and go on")
    person.write("I want to remember", "It passes. It did on Sunday.")
    person.press("Save and go on")
    person.press("Save and go on")
    phone.locator("[data-stays=picture] input").set_input_files(PICTURE)
    expect(phone.locator("[data-stays=picture] [role=status]")).to_have_text("Kept on this device.")
    axe(phone)
    phone.get_by_label("Show this card among my tools").check()
    person.press("Save and go on")
    expect(phone).to_have_url(re.compile("/me/practice/[0-9a-f-]{36}/$"))
    lines = keep(person, "Nothing")
    wire.cut()
    page = cold(phone)
    page.goto("/now/")
    page.get_by_role("link", name="Something else to try").click()
    page.get_by_role("link", name="My cards").click()
    expect(page.get_by_text("It passes. It did on Sunday.")).to_be_visible()
    expect(page.get_by_role("img", name="My picture on this card")).to_be_visible()
    expect(page.locator(".none")).to_be_hidden()
    expect(page.locator("kept-plan")).not_to_contain_text(lines[0])
    axe(page)
    look(page, "kept-cards")


@pytest.mark.hazard("H05", "H06")
def test_with_a_pin_it_opens_by_keyboard_without_a_signal_and_closes_again(phone: Page, wire: Wire):
    lines = keep(ana(phone, "pin"), "A PIN")
    dump = phone.evaluate(DUMP)
    assert [words for words in [*lines, "Rea", "07700", PIN] if words in dump] == []
    wire.cut()
    page = cold(phone)
    page.goto("/now/plan/")
    plan = page.locator("kept-plan")
    expect(plan.get_by_role("listitem")).to_have_text(lines[:1])
    axe(page)
    look(page, "kept-pin-closed")
    plan.get_by_role("button", name="Open the whole plan").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("0000")
    page.keyboard.press("Enter")
    expect(plan.get_by_role("status")).to_have_text("That PIN does not fit. Try again.")
    axe(page)
    look(page, "kept-pin-wrong")
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    expect(plan).to_contain_text(lines[-1])
    axe(page)
    look(page, "kept-pin-opened")
    page.keyboard.press("Shift+Tab")
    plan.get_by_role("button", name="Close it again").focus()
    page.keyboard.press("Enter")
    expect(plan.get_by_role("listitem")).to_have_text(lines[:1])
    expect(plan.get_by_role("button", name="Open the whole plan")).to_be_focused()


@pytest.mark.hazard("H05", "H06")
def test_the_passkey_of_the_account_opens_it_without_a_signal(phone: Page, wire: Wire):
    a_device_with_passkeys(phone, prf=True)
    person = ana(phone, "passkey")
    person.go("/sign-in/settings/passkey/")
    phone.get_by_role("main").get_by_role("button").first.click()
    expect(phone).to_have_url(re.compile("/sign-in/settings/$"))
    lines = keep(person, "A passkey", open=0)
    dump = phone.evaluate(DUMP)
    assert [words for words in [*lines, "Rea", "07700"] if words in dump] == []
    wire.cut()
    phone.goto("/now/")
    plan = phone.locator("kept-plan")
    expect(plan.get_by_role("listitem")).to_have_count(0)
    plan.get_by_role("button", name="Open the whole plan").click()
    expect(plan).to_contain_text(lines[-1])


@pytest.mark.hazard("H05")
def test_it_is_there_after_the_phone_was_switched_off(browser: Browser, wire: Wire, tmp_path: Path):
    def switched_on() -> BrowserContext:
        return browser.browser_type.launch_persistent_context(
            tmp_path,
            executable_path=headless_chromium(),
            args=["--no-sandbox"],
            base_url=wire.address,
            viewport=SIZES["phone"],
        )

    first = switched_on()
    lines = keep(ana(first.new_page(), "off"), "A PIN")
    first.close()
    wire.cut()
    again = switched_on()
    page = again.new_page()
    page.goto("/now/")
    page.get_by_role("button", name="Open the whole plan").click()
    page.get_by_label("Your PIN").fill(PIN)
    page.get_by_label("Your PIN").press("Enter")
    expect(page.locator("kept-plan")).to_contain_text(lines[-1])
    again.close()


@pytest.mark.hazard("H06")
@pytest.mark.parametrize("has_signal", [True, False])
def test_signing_out_takes_it_away_and_leaves_the_pages_of_help(phone: Page, wire: Wire, has_signal: bool):
    keep(ana(phone, "out"), "Nothing")
    phone.goto("/help-now/gb/")
    phone.goto("/me/")
    assert phone.evaluate(IS_KEPT)
    if not has_signal:
        wire.cut()
    phone.get_by_role("contentinfo").get_by_role("button", name="Sign out").click()
    heading = phone.get_by_role("heading", level=1)
    if has_signal:
        expect(phone.get_by_role("main")).to_contain_text("You are signed out.")
        phone.wait_for_load_state()
        wire.cut()
    else:
        expect(heading).to_contain_text("signing out is not finished")
    assert not phone.evaluate(IS_KEPT)
    page = cold(phone)
    page.goto("/now/plan/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My plan")
    expect(page.locator("kept-plan")).to_be_hidden()
    page.goto("/help-now/")
    expect(page.get_by_role("main")).to_contain_text("You are in: United Kingdom")


@pytest.mark.hazard("H06")
def test_leave_leaves_it_there_and_another_person_who_signs_in_takes_it_away(phone: Page, wire: Wire):
    lines = keep(ana(phone, "other"), "Nothing")
    phone.context.clear_cookies()
    phone.goto("/now/")
    expect(phone.locator("kept-plan")).to_contain_text(lines[0])
    Person(phone, js=False, name="kept-other").steps_in_as("Ben, another client")
    phone.wait_for_function(f"async () => !(await ({IS_KEPT})())")
    phone.goto("/now/")
    expect(phone.locator("kept-plan")).to_be_hidden()
