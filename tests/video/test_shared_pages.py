"""A page that two browsers write at once, in a real browser: the modules as they are, and a line of ours between them."""

import hashlib
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

ROOT = Path(__file__).parents[2] / "waylight"
STATIC = {"video": ROOT / "video/static/video", "ui": ROOT / "ui/static/ui"}
HOUSE = "https://waylight.example"
PLAN, LOOP, RECORD = "/me/plan/parts/by_myself/", "/me/loop/words/", "/me/practice/1/page/moment/"

# Stands for call.js: two pages of one browser hear one another, until `cut()`. What is sent while it is cut is gone.
CALL = """
const room = new BroadcastChannel("room");
class Channel extends EventTarget {
  isOpen() { return window.isLine && window.isOther; }
  send(data, { to } = {}) {
    if (!this.isOpen()) return false;
    window.sent.push(to);
    room.postMessage({ to, from: call.role, data });
    return true;
  }
}
const channel = new Channel();
const emit = (name, detail) => channel.dispatchEvent(new CustomEvent(name, { detail }));
class Call extends EventTarget {
  role = document.getElementById("room").dataset.role;
  people = new Map();
  channel() { return channel; }
}
export const call = new Call();
const there = call.role === "client" ? "therapist" : "client";
call.people.set("guest", { seat: "guest", role: "guest", name: "Guest" });
window.isLine = true;
window.sent = [];
window.guestSays = (data) => emit("message", { from: "guest", data });
window.meet = () => {
  call.people.set(there, { seat: there, role: there, name: there });
  window.isOther = true;
  emit("open", { seat: there });
};
window.cut = () => { window.isLine = false; emit("close", { seat: there }); };
window.mend = () => { window.isLine = true; emit("open", { seat: there }); };
room.onmessage = ({ data: { to, from, data } }) => window.isLine && to === call.role && emit("message", { from, data });
"""


def sheet(role: str) -> str:
    options = {
        "plan/by_myself": (PLAN, "/desk/plan/draft/"),
        "loop": (LOOP, "/desk/loop/draft/"),
        "record/moment": (RECORD, ""),
    }
    listed = "".join(
        f'<option value="{key}" '
        + (f'data-page="{page}"' if role == "client" else f'data-save="{save}"')
        + f">{key}</option>"
        for key, (page, save) in options.items()
    )
    said = ("together", "alone", "failed", "asked", "absent", "later", "left", "closed", "wait")
    words = " ".join(f'data-{name}="said: {name}"' for name in said)
    return (
        f'<section data-shared hidden data-who="Both write." data-who-record="Theirs alone." {words}>'
        f'<select data-part="choice" aria-label="Page">{listed}</select><button data-part="open">Open</button>'
        '<p data-part="told"></p><div data-part="ask" hidden><p data-part="asked"></p><button data-part="yes">Yes</button>'
        '<button data-part="later">Later</button></div><form data-part="begin"></form>'
        '<p role="status" data-part="said"></p>'
        '<div data-part="sheet" hidden><h3 data-part="title" tabindex="-1"></h3><p data-part="hint"></p><p data-part="who"></p>'
        '<div data-part="form"></div><p data-part="saved" data-saved="Saved {time}" data-failed="Not saved."></p>'
        '<button data-part="next">Next</button><button data-part="close">Close</button></div></section>'
    )


def room(role: str) -> str:
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Room</title><body>"
        f'<div id="room" data-role="{role}"></div><input type="hidden" name="csrfmiddlewaretoken" value="token">'
        f'{sheet(role)}<script type="module" src="/video/modules/shared.js"></script></body></html>'
    )


FORMS = {
    PLAN: f"""
        <form data-save="{PLAN}draft/">
          <input type="hidden" name="window" value="w1"><input type="hidden" name="revision" value="3">
          <section>
            <input type="hidden" name="by_myself-count" value="2">
            <ol>
              <li data-line><div class="field"><label for="id_by_myself-0">Line 1</label>
                <input id="id_by_myself-0" name="by_myself-0" value="Sit outside"></div></li>
              <li data-line><div class="field"><label for="id_by_myself-1">Line 2</label>
                <input id="id_by_myself-1" name="by_myself-1"></div></li>
            </ol>
            <p><button name="act" value="add:by_myself:0">Add a line</button></p>
          </section>
          <fieldset class="field"><legend>Where?</legend>
            <label for="k0"><input type="checkbox" id="k0" name="kept" value="phone"><span>Phone</span></label>
            <label for="k1"><input type="checkbox" id="k1" name="kept" value="paper"><span>Paper</span></label>
          </fieldset>
          <button name="act" value="save">Save</button>
        </form>""",
    LOOP: f"""
        <form data-together="{LOOP}draft/">
          <input type="hidden" name="was_shown" value="1">
          <div class="field"><label for="b">Before</label><textarea id="b" name="before"></textarea></div>
        </form>""",
    RECORD: f"""
        <form data-save="{RECORD}draft/">
          <input type="hidden" name="window" value="w2">
          <div class="field"><label for="s">What was happening?</label><textarea id="s" name="situation"></textarea></div>
        </form>""",
}


class House:
    """Has one plan, one loop and one record; keeps what is saved, and who saved it."""

    def __init__(self) -> None:
        self.saved: list[tuple[str, dict[str, str]]] = []
        self.answers = '{"was_shown": 1, "words": {}}'  # of the loop, when it is saved
        self.is_down = False
        self.forms = dict(FORMS)

    def __call__(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOUSE)
        if route.request.method == "POST":
            self.save(route, path)
        elif path.startswith(("/video/", "/ui/")):
            package, rest = path[1:].split("/", 1)
            body = CALL if rest == "modules/call.js" else (STATIC[package] / rest).read_text(encoding="utf-8")
            route.fulfill(body=body, content_type="text/javascript")
        elif path in self.forms:
            route.fulfill(
                body=f"<!doctype html><main><h1>A page</h1>{self.forms[path]}</main>",
                content_type="text/html",
            )
        else:
            route.fulfill(body=room(path.strip("/")), content_type="text/html")

    def save(self, route: Route, path: str) -> None:
        if self.is_down:
            route.abort()
            return
        self.saved.append((path, fields_of(route.request.post_data_buffer or b"")))
        if "loop" in path:
            route.fulfill(body=self.answers, content_type="application/json")
        else:
            route.fulfill(status=204)

    def last(self, path: str, field: str) -> str:
        found = [fields[field] for where, fields in self.saved if where == path and field in fields]
        return found[-1] if found else ""


def fields_of(body: bytes) -> dict[str, str]:
    """The fields of a multipart form."""
    found = {}
    for part in body.split(b"\r\n------")[:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        found[head.split(b'name="')[1].split(b'"')[0].decode()] = value.decode().replace("\r\n", "\n")
    return found


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def both(browser: Browser, house: House) -> Iterator[tuple[Page, Page]]:
    """The client's page and the therapist's, in one room."""
    context = browser.new_context()
    context.set_default_timeout(5000)  # milliseconds
    context.route("**/*", house)
    yield arrive(context, "client"), arrive(context, "therapist")
    context.close()


def arrive(context: BrowserContext, role: str) -> Page:
    page = context.new_page()
    page.clock.install()
    page.goto(f"{HOUSE}/{role}/", wait_until="load")
    return page


def meet(*pages: Page) -> None:
    for page in pages:
        page.evaluate("meet()")


def cut(*pages: Page) -> None:
    for page in pages:
        page.evaluate("cut()")


def mend(*pages: Page) -> None:
    for page in pages:
        page.evaluate("window.isLine = true")
    for page in pages:
        page.evaluate("mend()")


def write(page: Page, label: str, words: str) -> None:
    """Goes on writing at the end of a box."""
    page.get_by_label(label).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def opened(client: Page, therapist: Page, key: str = "plan/by_myself") -> None:
    meet(client, therapist)
    client.get_by_label("Page").select_option(key)
    client.get_by_role("button", name="Open").click()
    expect(therapist.get_by_role("heading", name=key)).to_be_visible()


def lines(page: Page) -> list[str]:
    return [box.input_value() for box in page.get_by_label("Line").all()]


def test_the_bundle_is_what_its_lock_says() -> None:
    vendor = STATIC["video"] / "vendor"
    lock = json.loads((vendor / "yjs.lock.json").read_text(encoding="utf-8"))
    made = (vendor / "yjs.js").read_bytes()
    assert hashlib.sha256(made).hexdigest() == lock["sha256"]
    assert made.startswith(f"/*! Yjs {lock['packages']['yjs']['version']} ".encode())
    assert all(
        one["integrity"].startswith("sha512-") and one["licence"] == "MIT"
        for one in lock["packages"].values()
    )
    assert not re.search(
        rb"fetch\(|XMLHttpRequest|importScripts|\bimport\(|\beval\(", made
    )  # it asks nobody for anything
    assert "Kevin Jahns" in (vendor / "yjs.LICENSE").read_text(encoding="utf-8")


def test_each_sees_what_the_other_writes_and_the_client_saves_it(
    house: House, both: tuple[Page, Page]
) -> None:
    client, therapist = both
    opened(client, therapist)
    assert lines(therapist) == ["Sit outside", ""]
    write(therapist, "Line 2", "Call Maya")
    expect(client.get_by_label("Line 2")).to_have_value("Call Maya")
    write(client, "Line 1", ", by the door")
    expect(therapist.get_by_label("Line 1")).to_have_value("Sit outside, by the door")
    client.clock.run_for(2000)
    expect(client.locator("[data-part=saved]")).to_contain_text("Saved")
    expect(therapist.locator("[data-part=saved]")).to_contain_text("Saved")
    assert {path for path, _fields in house.saved} == {f"{PLAN}draft/"}
    _path, last = house.saved[-1]
    assert (last["by_myself-0"], last["by_myself-1"]) == ("Sit outside, by the door", "Call Maya")
    assert (last["window"], last["revision"]) == ("w1", "3")


def test_two_who_write_in_the_same_box_at_once_lose_no_letter(house: House, both: tuple[Page, Page]) -> None:
    client, therapist = both
    opened(client, therapist, "record/moment")
    write(client, "What was happening?", "The bus. ")
    expect(therapist.get_by_label("What was happening?")).to_have_value("The bus. ")
    cut(client, therapist)
    write(client, "What was happening?", "I was tired. 😀")
    write(therapist, "What was happening?", "It was late. 🌧️")
    mend(client, therapist)
    expect(client.get_by_label("What was happening?")).to_have_value(re.compile("I was tired. 😀"))
    expect(client.get_by_label("What was happening?")).to_have_value(re.compile("It was late. 🌧️"))
    both_read = client.get_by_label("What was happening?").input_value()
    expect(therapist.get_by_label("What was happening?")).to_have_value(both_read)
    client.clock.run_for(2000)
    expect(client.locator("[data-part=saved]")).to_contain_text("Saved")
    assert house.last(f"{RECORD}draft/", "situation") == both_read


def test_ticks_and_new_lines_come_to_the_other_too(house: House, both: tuple[Page, Page]) -> None:
    client, therapist = both
    opened(client, therapist)
    therapist.get_by_label("Paper").check()
    expect(client.get_by_label("Paper")).to_be_checked()
    therapist.get_by_role("button", name="Add a line").click()
    expect(client.get_by_label("Line 3")).to_be_visible()
    write(therapist, "Line 3", "Breathe out")
    expect(client.get_by_label("Line 3")).to_have_value("Breathe out")
    client.clock.run_for(2000)
    expect(client.locator("[data-part=saved]")).to_contain_text("Saved")
    _path, last = house.saved[-1]
    assert (last["by_myself-count"], last["by_myself-2"], last["kept"]) == ("3", "Breathe out", "paper")


def test_the_caret_stays_where_one_writes(both: tuple[Page, Page]) -> None:
    client, therapist = both
    opened(client, therapist)
    client.get_by_label("Line 1").focus()
    client.keyboard.press("End")
    therapist.get_by_label("Line 1").focus()
    therapist.keyboard.press("Home")
    therapist.keyboard.type("First: ")
    expect(client.get_by_label("Line 1")).to_have_value("First: Sit outside")
    client.keyboard.type(" now")
    expect(therapist.get_by_label("Line 1")).to_have_value("First: Sit outside now")


def test_taking_back_takes_back_ones_own_words_alone(both: tuple[Page, Page]) -> None:
    client, therapist = both
    opened(client, therapist)
    write(therapist, "Line 2", "Hers")
    expect(client.get_by_label("Line 2")).to_have_value("Hers")
    write(client, "Line 2", " and mine")
    expect(therapist.get_by_label("Line 2")).to_have_value("Hers and mine")
    client.keyboard.press("Control+z")
    expect(therapist.get_by_label("Line 2")).to_have_value("Hers")


def test_words_written_while_the_client_loads_the_page_again_are_kept(
    house: House, both: tuple[Page, Page]
) -> None:
    client, therapist = both
    opened(client, therapist)
    cut(therapist)
    write(therapist, "Line 2", "Call Maya")
    client.reload(wait_until="load")
    meet(client)
    mend(therapist)
    expect(client.get_by_label("Line 2")).to_have_value("Call Maya")
    client.clock.run_for(2000)
    expect(client.locator("[data-part=saved]")).to_contain_text("Saved")
    assert house.last(f"{PLAN}draft/", "by_myself-1") == "Call Maya"


def test_what_was_saved_while_the_therapist_was_cut_off_stays_beside_what_the_therapist_holds(
    house: House, both: tuple[Page, Page]
) -> None:
    client, therapist = both
    opened(client, therapist)
    write(client, "Line 2", "Water the plants.")
    expect(therapist.get_by_label("Line 2")).to_have_value("Water the plants.")
    cut(therapist)
    write(therapist, "Line 2", " Slowly.")
    saved = "Water the plants. Then tea."
    house.forms[PLAN] = FORMS[PLAN].replace('name="by_myself-1">', f'name="by_myself-1" value="{saved}">')
    client.reload(wait_until="load")
    meet(client)
    mend(therapist)
    expect(client.get_by_label("Line 2")).to_have_value("Water the plants. Then tea. Slowly.")
    expect(therapist.get_by_label("Line 2")).to_have_value("Water the plants. Then tea. Slowly.")
    expect(client.get_by_label("Line 1")).to_have_value("Sit outside")
    client.clock.run_for(2000)
    expect(client.locator("[data-part=saved]")).to_contain_text("Saved")
    assert house.last(f"{PLAN}draft/", "by_myself-1") == "Water the plants. Then tea. Slowly."


def test_a_therapist_whose_words_nobody_kept_saves_them_in_a_window_of_its_own(
    house: House, both: tuple[Page, Page]
) -> None:
    client, therapist = both
    opened(client, therapist)
    cut(client, therapist)
    write(therapist, "Line 2", "Call Maya")
    therapist.clock.run_for(61_000)
    expect(therapist.locator("[data-part=saved]")).to_contain_text("Saved")
    ((path, last),) = [one for one in house.saved if one[0].startswith("/desk/")]
    assert (path, last["by_myself-1"], last["csrfmiddlewaretoken"]) == (
        "/desk/plan/draft/",
        "Call Maya",
        "token",
    )
    assert last["window"] != "w1" and last["revision"] == "3"


@pytest.mark.hazard("H06")
def test_a_private_page_goes_from_the_therapist_and_is_never_saved_there(
    house: House, both: tuple[Page, Page]
) -> None:
    client, therapist = both
    opened(client, therapist, "record/moment")
    write(therapist, "What was happening?", "The bus")
    expect(client.get_by_label("What was happening?")).to_have_value("The bus")
    therapist.clock.run_for(180_000)
    client.get_by_role("button", name="Close").click()
    expect(therapist.get_by_text("said: closed")).to_be_visible()
    assert "The bus" not in therapist.content()
    client.clock.run_for(2000)
    assert {path for path, _fields in house.saved} == {f"{RECORD}draft/"}


def test_a_therapist_does_not_close_what_the_client_has_not_got_yet(both: tuple[Page, Page]) -> None:
    client, therapist = both
    opened(client, therapist, "record/moment")
    cut(client, therapist)
    write(therapist, "What was happening?", "The bus")
    therapist.get_by_role("button", name="Close").click()
    expect(therapist.get_by_text("said: wait")).to_be_visible()
    mend(client, therapist)
    expect(client.get_by_label("What was happening?")).to_have_value("The bus")


def test_a_therapist_asks_and_the_client_says_yes_or_not_now(both: tuple[Page, Page]) -> None:
    client, therapist = both
    meet(client, therapist)
    for answer, said in (("Later", "said: later"), ("Yes", "said: together")):
        therapist.get_by_label("Page").select_option("record/moment")
        therapist.get_by_role("button", name="Open").click()
        expect(client.locator("[data-part=asked]")).to_have_text("record/moment")
        client.get_by_role("button", name=answer).click()
        expect(therapist.get_by_text(said)).to_be_visible()
    expect(therapist.get_by_label("What was happening?")).to_be_visible()


def test_nobody_opens_a_page_of_the_clients_but_the_client(house: House, both: tuple[Page, Page]) -> None:
    client, therapist = both
    opened(client, therapist, "record/moment")
    client.get_by_role("button", name="Close").click()
    held = {"what": "have", "key": "record/moment", "id": "made-up", "state": {"base64": "AAA="}, "number": 1}
    therapist.evaluate(SAY, ["client", "therapist", held])
    expect(client.locator("[data-part=asked]")).to_be_visible()
    expect(client.locator("[data-part=sheet]")).to_be_hidden()


def test_loading_the_page_again_opens_no_other_page_to_the_therapist(both: tuple[Page, Page]) -> None:
    """The therapist's browser knows the id of the page that was open, and asks with it for another one."""
    client, therapist = both
    opened(client, therapist)
    known = client.evaluate("sessionStorage.getItem('shared')").split(" ")[0]
    cut(therapist)
    client.reload(wait_until="load")
    meet(client)
    held = {"what": "have", "key": "record/moment", "id": known, "state": {"base64": "AAA="}, "number": 1}
    therapist.evaluate("window.isLine = true")
    therapist.evaluate(SAY, ["client", "therapist", held])
    expect(client.locator("[data-part=asked]")).to_be_visible()
    expect(client.locator("[data-part=sheet]")).to_be_hidden()


def test_a_guest_is_neither_heard_nor_told(both: tuple[Page, Page]) -> None:
    client, therapist = both
    opened(client, therapist)
    client.evaluate("guestSays(JSON.stringify({ what: 'ask', key: 'loop' }))")
    write(client, "Line 1", "!")
    expect(therapist.get_by_label("Line 1")).to_have_value("Sit outside!")
    expect(client.locator("[data-part=ask]")).to_be_hidden()
    assert set(client.evaluate("sent")) == {"therapist"}


def test_what_the_other_describes_is_never_markup(both: tuple[Page, Page]) -> None:
    client, therapist = both
    meet(client, therapist)
    evil = "<img src=x onerror='window.isBroken = true'>"
    form = [
        {"heading": evil},
        {"label": evil, "hint": evil, "fields": [{"type": "textarea", "name": "a", "rows": 3}]},
    ]
    opening = {
        "what": "open",
        "key": "loop",
        "id": "1",
        "hint": evil,
        "form": form,
        "state": {"base64": "AAA="},
    }
    client.evaluate(SAY, ["therapist", "client", opening])
    expect(therapist.get_by_role("heading", name=evil).first).to_be_visible()
    assert therapist.locator("img").count() == 0 and not therapist.evaluate("window.isBroken")


def test_a_loop_saved_on_another_device_meanwhile_is_put_together(
    house: House, both: tuple[Page, Page]
) -> None:
    client, therapist = both
    opened(client, therapist, "loop")
    write(client, "Before", "A hard day")
    house.answers = json.dumps({"was_shown": 7, "words": {"before": "From the phone\n\nA hard day"}})
    client.clock.run_for(31_000)
    expect(client.get_by_label("Before")).to_have_value("From the phone\n\nA hard day")
    expect(therapist.get_by_label("Before")).to_have_value("From the phone\n\nA hard day")
    write(client, "Before", " again")
    with client.expect_response(f"**{LOOP}draft/"):
        client.clock.run_for(31_000)
    assert house.last(f"{LOOP}draft/", "was_shown") == "7"
    assert house.last(f"{LOOP}draft/", "before") == "From the phone\n\nA hard day again"


def test_a_page_that_does_not_save_is_tried_again(house: House, both: tuple[Page, Page]) -> None:
    client, therapist = both
    opened(client, therapist)
    house.is_down = True
    write(client, "Line 2", "Call Maya")
    client.clock.run_for(2000)
    expect(client.locator("[data-part=saved]")).to_have_text("Not saved.")
    expect(therapist.locator("[data-part=saved]")).to_have_text("")
    house.is_down = False
    client.clock.run_for(20_000)
    expect(client.locator("[data-part=saved]")).to_contain_text("Saved")
    assert house.last(f"{PLAN}draft/", "by_myself-1") == "Call Maya"


SAY = """
([to, from, message]) => new BroadcastChannel("room").postMessage({ to, from, data: JSON.stringify(message) })
"""
MERGE = """
async ([was, one, other]) => {
  const { both, change } = await import("/video/modules/change.js");
  const { at, removed, inserted } = change(was, one);
  return { both: both(was, one, other), again: was.slice(0, at) + inserted + was.slice(at + removed) };
}
"""


def test_texts_written_apart_come_together_with_every_letter(both: tuple[Page, Page]) -> None:
    client, _therapist = both
    chance = random.Random(5)
    letters = "ab 😀é\n"
    for _ in range(60):
        was = "".join(chance.choices(letters, k=chance.randint(0, 8)))
        one, other = (edited(was, chance, mark) for mark in "12")
        found = client.evaluate(MERGE, [was, one, other])
        assert found["again"] == one
        assert found["both"].count("1") == one.count("1") and found["both"].count("2") == other.count("2")
        assert "\ufffd" not in found["both"]
        found["both"].encode("utf-8")  # no half of a letter


BESIDE = """
async (texts) => (await import("/video/modules/change.js")).beside(...texts)
"""


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("", "Tea", "Tea"),
        ("Tea", "", "Tea"),
        ("Tea", "Tea, and a walk", "Tea, and a walk"),
        ("Tea, and a walk", "Tea", "Tea, and a walk"),
        ("Water plants. Slowly.", "Water plants. Then tea.", "Water plants. Then tea. Slowly."),
        ("Call Maya at six", "Call Mary at six", "Call Mary Maya at six"),
    ],
)
def test_two_texts_of_unknown_age_lose_no_word_of_either(
    both: tuple[Page, Page], one: str, other: str, found: str
) -> None:
    assert both[0].evaluate(BESIDE, [one, other]) == found


def edited(text: str, chance: random.Random, mark: str) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + mark * chance.randint(1, 3) + text[chance.randint(at, len(text)) :]
