"""The plan that a browser keeps: what lies there, what opens it, and that it goes. A real browser, and no server."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.devices import a_device_with_passkeys

MODULES = Path(__file__).parents[2] / "waylight/ui/static/ui/modules"
HOUSE = "https://waylight.example"
PIN = "4711"
MINUTE = 60_000  # milliseconds
PLAN: dict[str, Any] = {
    "tag": "ana",
    "version": 3,
    "approved_on": "2026-11-20",
    "steps": ["Sit by the open window", "Listen to a whole record"],
    "people": [
        {"name": "Maya", "phone": "+44 7700 900123", "note": "my sister"},
        {"name": "The library", "phone": "", "note": ""},
    ],
    "sections": [
        {"label": "Signs that things are getting harder", "lines": ["My chest feels tight"]},
        {"label": "People I can ask for help", "lines": ["Maya, my sister, +44 7700 900123"]},
        {
            "label": "Things I can do on my own",
            "lines": ["Sit by the open window", "Listen to a whole record"],
        },
    ],
}
WORDS = ["window", "record", "chest", "Maya", "7700"]
OPEN = ["Listen to a whole record"]

CARDS: dict[str, Any] = {
    "tag": "ana",
    "stamp": "5eed",
    "cards": [
        {
            "id": "c1", "title": "At night", "when": "alone", "remember": "It passes.\nIt did on Sunday.",
            "can": ["Sit with the cat"], "contact": "Maya", "telephone": "+44 7700 900123",
        }
    ],
}  # fmt: skip
WORDS_OF_CARDS = ["night", "alone", "passes", "Sunday", "cat"]
STAYS = {
    "question": {"id": "picture", "kind": "picture", "text": "A picture"},
    "entry": {"pk": "c1"},
}

# All that the database holds, with bytes as they would read if they were text. A key gives nothing away.
DUMP = """async () => {
  const found = await new Promise((done) => { const o = indexedDB.open("kept"); o.onsuccess = () => done(o.result); });
  const rows = found.objectStoreNames.length ? await new Promise((done) => {
    const all = found.transaction("rows").objectStore("rows").getAll(); all.onsuccess = () => done(all.result); }) : [];
  found.close();
  const bytes = (value) => new TextDecoder("latin1").decode(value);
  return JSON.stringify(rows, (_, value) => value instanceof CryptoKey ? `key ${value.extractable}`
    : value instanceof Uint8Array || value instanceof ArrayBuffer ? bytes(value) : value);
}"""


def page_of(body: str, *modules: str) -> str:
    scripts = "".join(f'<script type="module" src="/{name}.js"></script>' for name in modules)
    return f'<!doctype html><html lang="en-GB"><title>A page</title>{scripts}<body>{body}</body></html>'


def sign_out_form(tag: str) -> str:
    return f'<form method="post" action="/out/" data-sign-out="{tag}"><button>Sign out</button></form>'


class House:
    """Answers the browser as the server would. `is_down`: it does not."""

    def __init__(self) -> None:
        self.plan: dict[str, Any] | None = PLAN
        self.cards: dict[str, Any] = {"tag": "ana", "stamp": "", "cards": []}
        self.is_down = False
        self.posts: list[str] = []

    def page(self, path: str) -> str:
        version = self.plan["version"] if self.plan else ""
        if path == "/now/":
            return page_of(render_to_string("ui/kept_plan.html"), "kept-plan")
        if path == "/now/plan/":
            return page_of(render_to_string("ui/kept_plan.html", {"whole": True}), "kept-plan")
        if path == "/now/cards/":
            context = {"whole": True, "beside": "cards"}
            return page_of(render_to_string("ui/kept_plan.html", context), "kept-plan")
        if path == "/me/card/":
            return page_of(sign_out_form("ana") + render_to_string("exercises/parts/stays.html", STAYS))
        if path == "/me/tools/":
            return page_of(f'<p data-kept-cards="{self.cards["stamp"]}" hidden>other cards</p>', "kept-older")
        if path == "/me/plan/":
            return page_of(f'<p data-kept-older="{version}" hidden>older than your plan</p>', "kept-older")
        if path == "/me/plan/phone/":
            context = {"copy": "/copy/", "version": version, "cards": "/cards/", "stamp": self.cards["stamp"]}
            return page_of(
                sign_out_form("ana") + render_to_string("ui/keep_plan.html", context), "keep-plan", "sign-out"
            )
        if path.startswith("/me/as/"):
            return page_of(sign_out_form(path.removeprefix("/me/as/")), "sign-out")
        return page_of("nothing")

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOUSE)
        if route.request.method == "POST":
            self.posts.append(path)
        if path.endswith(".js"):
            route.fulfill(path=MODULES / path.rpartition("/")[2], content_type="text/javascript")
        elif self.is_down:
            route.abort()
        elif path == "/copy/":
            route.fulfill(json=self.plan, status=200 if self.plan is not None else 404)
        elif path == "/cards/":
            route.fulfill(json=self.cards)
        else:
            route.fulfill(body=self.page(path), content_type="text/html")


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def context(browser: Browser, house: House) -> Iterator[BrowserContext]:
    found = browser.new_context()
    found.set_default_timeout(10_000)  # milliseconds
    found.route("**/*", house.answer)
    faults: list[str] = []
    found.on("weberror", lambda error: faults.append(str(error.error)))
    yield found
    found.close()
    assert faults == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def a_passkey(page: Page, *, prf: bool = True) -> None:
    """Makes it a phone with a fingerprint that already has a passkey of this site."""
    a_device_with_passkeys(page, prf=prf)
    page.goto(f"{HOUSE}/")
    page.evaluate("""async () => { await navigator.credentials.create({ publicKey: {
        challenge: new Uint8Array(32), rp: { name: "x" }, user: { id: new Uint8Array(8), name: "x", displayName: "x" },
        pubKeyCredParams: [{ type: "public-key", alg: -7 }], extensions: { prf: {} },
        authenticatorSelection: { residentKey: "required", userVerification: "required" } } }) }""")


def choose(page: Page, lock: str, *, pin: str = PIN, open: list[str] | None = None) -> None:
    page.goto(f"{HOUSE}/me/plan/phone/")
    page.get_by_role("radio", name={"none": "Nothing.", "pin": "A PIN", "passkey": "A passkey"}[lock]).check()
    if lock == "pin":
        page.get_by_label("Choose a PIN").fill(pin)
    if lock != "none":
        for box in page.get_by_role("checkbox").all():
            box.set_checked(box.get_attribute("value") in (open or []))
    page.get_by_role("button", name="Keep it").click()


def keep(page: Page, lock: str, **how: Any) -> None:
    choose(page, lock, **how)
    expect(page.get_by_role("status")).to_contain_text("Done.")


def try_pin(page: Page, pin: str) -> None:
    page.get_by_label("Your PIN").fill(pin)
    page.get_by_label("Your PIN").press("Enter")


def status(page: Page) -> Any:
    return page.get_by_role("status")


def test_nothing_shows_and_nothing_is_left_where_no_plan_is_kept(page: Page):
    page.goto(f"{HOUSE}/now/")
    expect(page.locator("kept-plan")).to_be_hidden()
    page.goto(f"{HOUSE}/me/as/ana")
    assert page.evaluate("indexedDB.databases()") == []


@pytest.mark.hazard("H06")
def test_nobody_chooses_for_the_client_what_opens_it(page: Page):
    page.goto(f"{HOUSE}/me/plan/phone/")
    page.get_by_role("button", name="Keep it").click()
    expect(status(page)).to_contain_text("Choose what opens it on this phone.")
    expect(page.get_by_role("radio", name="Nothing.")).to_be_focused()
    assert page.evaluate("indexedDB.databases()") == []


def test_without_a_lock_the_plan_opens_at_once_with_the_server_dead(page: Page, house: House):
    keep(page, "none")
    page.goto(f"{HOUSE}/now/plan/")
    house.plan = {}
    expect(page.get_by_text("Sit by the open window")).to_be_visible()
    expect(page.get_by_role("button", name="Open the whole plan")).to_be_hidden()
    headings = page.get_by_role("heading").all_inner_texts()
    assert headings == [
        "Things I can do on my own",
        "People I can ask for help",
        "Signs that things are getting harder",
    ]
    expect(page.get_by_role("link", name="Call Maya")).to_have_attribute("href", "tel:+447700900123")
    expect(page.get_by_role("link", name="Text Maya")).to_have_attribute("href", "sms:+447700900123")
    expect(page.locator("kept-plan")).to_contain_text("Your plan as of Friday 20 November")


def test_ten_minutes_shows_the_first_lines_of_an_open_plan_and_the_rest_at_a_press(page: Page):
    keep(page, "none")
    page.goto(f"{HOUSE}/now/")
    first = [
        "Sit by the open window",
        "Listen to a whole record",
        "Maya, my sister, +44 7700 900123",
        "The library",
    ]
    expect(page.get_by_role("listitem")).to_contain_text(first)
    page.get_by_role("button", name="Open the whole plan").click()
    expect(page.get_by_text("My chest feels tight")).to_be_visible()
    page.get_by_role("button", name="Close it again").click()
    expect(page.get_by_text("My chest feels tight")).to_be_hidden()


def test_a_pin_opens_it_and_one_can_close_it_again(page: Page):
    keep(page, "pin", open=OPEN)
    page.goto(f"{HOUSE}/now/")
    expect(page.get_by_role("listitem")).to_have_text(OPEN)
    page.get_by_role("button", name="Open the whole plan").click()
    expect(page.get_by_label("Your PIN")).to_be_focused()
    try_pin(page, PIN)
    expect(page.get_by_text("My chest feels tight")).to_be_visible()
    page.get_by_role("button", name="Close it again").click()
    expect(page.get_by_role("listitem")).to_have_text(OPEN)
    assert "chest" not in page.content()


def test_somebody_whose_line_stays_open_can_be_called_without_the_pin(page: Page):
    keep(page, "pin", open=["Maya, my sister, +44 7700 900123"])
    page.goto(f"{HOUSE}/now/")
    expect(page.get_by_role("link", name="Call Maya")).to_have_attribute("href", "tel:+447700900123")


def test_a_passkey_opens_it(page: Page):
    a_passkey(page)
    keep(page, "passkey")
    page.goto(f"{HOUSE}/now/")
    expect(page.get_by_role("listitem")).to_have_count(0)
    page.get_by_role("button", name="Open the whole plan").click()
    expect(page.get_by_text("My chest feels tight")).to_be_visible()


def test_a_passkey_that_gives_no_secret_locks_nothing(page: Page):
    a_passkey(page, prf=False)
    choose(page, "passkey")
    expect(status(page)).to_contain_text("That passkey cannot lock a plan.")
    assert page.evaluate("indexedDB.databases()") == []


def test_a_passkey_is_offered_only_by_a_browser_that_can_draw_a_secret_from_it(page: Page):
    page.add_init_script("delete PublicKeyCredential.getClientCapabilities")
    page.goto(f"{HOUSE}/me/plan/phone/")
    expect(page.get_by_role("radio", name="A PIN")).to_be_visible()
    expect(page.get_by_role("radio", name="A passkey")).to_be_hidden()


@pytest.mark.hazard("H06")
@pytest.mark.parametrize("lock", ["none", "pin", "passkey"])
def test_what_lies_in_the_browser_holds_none_of_the_words(page: Page, lock: str):
    if lock == "passkey":
        a_passkey(page)
    keep(page, lock, open=OPEN)
    dump = page.evaluate(DUMP)
    assert json.loads(dump)[0]["device"] == "key false"
    assert [word for word in [*WORDS, PIN] if word in dump] == []
    everywhere = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert [word for word in [*WORDS, PIN] if word in everywhere] == []


@pytest.mark.hazard("H06")
def test_the_key_of_the_browser_alone_does_not_open_what_a_pin_locks(page: Page):
    keep(page, "pin", open=OPEN)
    opened = page.evaluate("""async () => {
      const { read } = await import("/kept-rows.js");
      const { unseal } = await import("/kept-crypto.js");
      const row = await read("plan");
      return [await unseal(row.open, row.device), await unseal(row.whole, row.device).catch(() => "closed")];
    }""")
    assert opened == [{"lines": OPEN, "people": []}, "closed"]


@pytest.mark.hazard("H05")
def test_wrong_pins_slow_down_and_never_shut_the_person_out(page: Page):
    page.clock.install()
    keep(page, "pin")
    page.goto(f"{HOUSE}/now/")
    page.get_by_role("button", name="Open the whole plan").click()
    for _ in range(3):
        try_pin(page, "0000")
        expect(status(page)).to_have_text("That PIN does not fit. Try again.")
        expect(page.get_by_label("Your PIN")).to_have_value("")
    try_pin(page, "0000")
    expect(status(page)).to_contain_text("Wait 5 seconds")
    page.reload()
    page.get_by_role("button", name="Open the whole plan").click()
    try_pin(page, PIN)
    expect(status(page)).to_contain_text("more seconds")
    expect(page.locator("kept-plan")).not_to_contain_text("chest")
    for _ in range(12):
        page.clock.fast_forward(MINUTE)
        try_pin(page, "0000")
        expect(status(page)).to_contain_text("That PIN does not fit. Wait")
    expect(status(page)).to_contain_text("Wait 60 seconds")
    page.clock.fast_forward(MINUTE)
    try_pin(page, PIN)
    expect(page.get_by_text("My chest feels tight")).to_be_visible()


@pytest.mark.hazard("H06")
def test_an_opened_plan_closes_by_itself_while_nobody_looks(page: Page):
    page.clock.install()
    keep(page, "pin")
    page.goto(f"{HOUSE}/now/")
    page.get_by_role("button", name="Open the whole plan").click()
    try_pin(page, PIN)
    expect(page.get_by_text("My chest feels tight")).to_be_visible()
    page.evaluate("""() => {
      Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    }""")
    page.clock.fast_forward(2 * MINUTE)
    expect(page.get_by_role("button", name="Open the whole plan")).to_be_visible()
    assert "chest" not in page.content()


def test_an_older_copy_says_so(page: Page, house: House):
    keep(page, "none")
    page.goto(f"{HOUSE}/me/plan/")
    expect(page.get_by_text("older than your plan")).to_be_hidden()
    house.plan = PLAN | {"version": 4}
    page.goto(f"{HOUSE}/me/plan/")
    expect(page.get_by_text("older than your plan")).to_be_visible()
    page.goto(f"{HOUSE}/me/plan/phone/")
    expect(page.get_by_text("older than your plan")).to_be_visible()
    keep(page, "none")
    expect(page.get_by_text("older than your plan")).to_be_hidden()


def test_kept_on_this_phone_is_said_only_once_the_browser_has_promised(page: Page):
    keep(page, "none")
    expect(page.get_by_role("heading", name="Kept in this browser")).to_be_visible()
    expect(page.get_by_text("Browsers may drop it")).to_be_visible()
    page.add_init_script("StorageManager.prototype.persisted = async () => true")
    page.reload()
    expect(page.get_by_role("heading", name="Kept on this phone")).to_be_visible()
    expect(page.get_by_text("Browsers may drop it")).to_be_hidden()


def test_at_most_four_lines_stay_open(page: Page, house: House):
    house.plan = PLAN | {"steps": [f"Step {number}" for number in range(6)]}
    page.goto(f"{HOUSE}/me/plan/phone/")
    page.get_by_role("radio", name="A PIN").check()
    assert [box.is_checked() for box in page.get_by_role("checkbox").all()[:6]] == [True] * 4 + [False] * 2
    page.get_by_role("checkbox").nth(5).click()
    expect(page.get_by_role("checkbox").nth(5)).not_to_be_checked()
    expect(status(page)).to_contain_text("Up to four lines")


@pytest.mark.parametrize("pin", ["", "123", "12a4", "1234567890123"])
def test_a_pin_has_four_to_twelve_digits(page: Page, pin: str):
    page.goto(f"{HOUSE}/me/plan/phone/")
    page.get_by_role("radio", name="A PIN").check()
    field = page.get_by_label("Choose a PIN")
    field.evaluate("(field, pin) => { field.value = pin }", pin)
    field.press("Enter")
    expect(status(page)).to_contain_text("4 to 12 digits")
    expect(field).to_be_focused()
    assert page.evaluate("indexedDB.databases()") == []


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (
            "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }",
            "cannot keep it",
        ),
        (
            "IDBObjectStore.prototype.put = () => { throw new DOMException('no', 'QuotaExceededError') }",
            "no room left",
        ),
    ],
)
def test_a_browser_that_cannot_keep_it_says_so(page: Page, broken: str, words: str):
    page.add_init_script(broken)
    choose(page, "none")
    expect(status(page)).to_contain_text(words)
    expect(page.get_by_role("heading", name="Kept")).to_have_count(0)


def test_a_copy_of_another_format_counts_as_none(page: Page):
    keep(page, "none")
    page.evaluate("""async () => {
      const { read, write } = await import("/kept-rows.js");
      await write("plan", { ...(await read("plan")), format: 99 });
    }""")
    page.goto(f"{HOUSE}/now/")
    expect(page.locator("kept-plan")).to_be_hidden()
    keep(page, "none")


def test_removing_it_reaches_the_other_tabs(page: Page, context: BrowserContext):
    keep(page, "none")
    other = context.new_page()
    other.goto(f"{HOUSE}/now/plan/")
    expect(other.get_by_text("My chest feels tight")).to_be_visible()
    page.get_by_role("button", name="Remove it").click()
    expect(status(page)).to_contain_text("It is gone from this phone.")
    expect(other.locator("kept-plan")).to_be_hidden()
    assert "chest" not in other.content()
    assert page.evaluate("indexedDB.databases()") == []


@pytest.mark.hazard("H06")
@pytest.mark.parametrize("is_down", [False, True])
def test_signing_out_takes_the_plan_away_also_without_a_signal(page: Page, house: House, is_down: bool):
    keep(page, "none")
    page.evaluate("""() => {
      localStorage.setItem("strong", "7"); localStorage.setItem("quiet", "on"); sessionStorage.setItem("away", "1");
    }""")
    house.is_down = is_down
    outcome: Any = "requestfailed" if is_down else "requestfinished"
    with page.expect_event(outcome, lambda request: request.method == "POST"):
        page.get_by_role("button", name="Sign out").click()
    assert house.posts == ["/out/"]
    house.is_down = False
    after = page.context.new_page()
    after.goto(f"{HOUSE}/now/")
    expect(after.locator("kept-plan")).to_be_hidden()
    assert after.evaluate("indexedDB.databases()") == []
    assert after.evaluate("({...localStorage})") == {"quiet": "on"}


@pytest.mark.hazard("H06")
def test_somebody_else_who_signs_in_never_meets_it(page: Page):
    keep(page, "none")
    page.goto(f"{HOUSE}/me/as/ana")
    page.goto(f"{HOUSE}/now/plan/")
    expect(page.get_by_text("My chest feels tight")).to_be_visible()
    page.goto(f"{HOUSE}/me/as/ben")
    page.wait_for_function("async () => (await indexedDB.databases()).length === 0")
    page.goto(f"{HOUSE}/now/")
    expect(page.locator("kept-plan")).to_be_hidden()


def keep_cards(page: Page, house: House, lock: str) -> None:
    house.cards = CARDS
    keep(page, lock)


def choose_a_picture(page: Page) -> None:
    page.goto(f"{HOUSE}/me/card/")
    page.locator("input[type=file]").set_input_files(MODULES.parent / "icon-app-192.png")
    expect(page.get_by_role("status")).to_have_text("Kept on this device.")


@pytest.mark.hazard("H05", "H06")
def test_cards_lie_beside_the_plan_under_the_same_lock(page: Page, house: House):
    keep_cards(page, house, "pin")
    dump = page.evaluate(DUMP)
    assert [word for word in [*WORDS, *WORDS_OF_CARDS, PIN] if word in dump] == []
    page.goto(f"{HOUSE}/now/cards/")
    expect(page.get_by_text("It passes.")).to_have_count(0)
    page.get_by_role("button", name="Open my cards").click()
    try_pin(page, PIN)
    expect(page.get_by_text("It passes.")).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_text(["Sit with the cat"])
    expect(page.get_by_role("link", name="Call Maya")).to_have_attribute("href", "tel:+447700900123")
    page.get_by_role("button", name="Close it again").click()
    expect(page.get_by_text("It passes.")).to_have_count(0)
    page.goto(f"{HOUSE}/now/plan/")
    page.get_by_role("button", name="Open the whole plan").click()
    try_pin(page, PIN)
    expect(page.get_by_text("My chest feels tight")).to_be_visible()
    expect(page.get_by_text("It passes.")).to_have_count(0)


@pytest.mark.hazard("H05")
def test_cards_can_be_kept_without_a_plan_and_then_no_plan_shows(page: Page, house: House):
    house.plan = None
    keep_cards(page, house, "none")
    expect(page.locator("keep-plan")).to_contain_text("Kept here on")
    page.goto(f"{HOUSE}/now/cards/")
    expect(page.get_by_text("It passes.")).to_be_visible()
    page.goto(f"{HOUSE}/now/plan/")
    expect(page.locator("kept-plan")).to_be_hidden()


def test_where_a_plan_is_kept_without_cards_the_page_of_cards_shows_none(page: Page):
    keep(page, "none")
    page.goto(f"{HOUSE}/now/cards/")
    expect(page.locator("kept-plan")).to_be_hidden()


def test_with_other_cards_in_the_account_the_pages_say_so(page: Page, house: House):
    keep_cards(page, house, "none")
    page.goto(f"{HOUSE}/me/tools/")
    expect(page.get_by_text("other cards")).to_be_hidden()
    house.cards = CARDS | {"stamp": "other"}
    page.goto(f"{HOUSE}/me/tools/")
    expect(page.get_by_text("other cards")).to_be_visible()


@pytest.mark.hazard("H06")
def test_a_picture_stays_in_the_browser_and_shows_with_its_card(page: Page, house: House):
    keep_cards(page, house, "none")
    choose_a_picture(page)
    assert house.posts == []
    assert "JFIF" not in page.evaluate(DUMP)
    assert not page.locator("input[type=file]").get_attribute("name")
    page.goto(f"{HOUSE}/now/cards/")
    expect(page.get_by_role("img", name="My picture on this card")).to_be_visible()


@pytest.mark.hazard("H06", "H13")
def test_taking_plan_and_cards_away_leaves_a_picture_until_that_is_removed_too(page: Page, house: House):
    keep_cards(page, house, "none")
    choose_a_picture(page)
    page.goto(f"{HOUSE}/me/plan/phone/")
    page.get_by_role("button", name="Remove it from this phone").click()
    expect(status(page)).to_contain_text("It is gone from this phone.")
    page.goto(f"{HOUSE}/me/card/")
    expect(page.get_by_role("img")).to_be_visible()
    page.get_by_role("button", name="Remove it from this device").click()
    expect(page.get_by_role("status")).to_have_text("It is gone from this device.")
    assert page.evaluate("indexedDB.databases()") == []


@pytest.mark.hazard("H06")
@pytest.mark.parametrize("who", ["out", "ben"])
def test_signing_out_and_another_account_take_pictures_along(page: Page, who: str):
    choose_a_picture(page)
    page.goto(f"{HOUSE}/me/as/{'ana' if who == 'out' else who}")
    if who == "out":
        page.get_by_role("button", name="Sign out").click()
    page.wait_for_function("async () => (await indexedDB.databases()).length === 0")


def test_a_file_that_is_no_picture_is_refused_in_words(page: Page):
    page.goto(f"{HOUSE}/me/card/")
    page.locator("input[type=file]").set_input_files(MODULES / "kept.js")
    expect(page.get_by_role("status")).to_have_text("This browser cannot read that file. Try another one.")
