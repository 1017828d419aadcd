"""Typed words, the cover and captions, with the real templates and modules: pages of one browser that hear each other."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.browsing import axe
from waylight.ui.styles import sheet

STATIC = Path(__file__).parents[2] / "waylight/video/static/video"
FAKE = Path(__file__).parent / "fake_call.js"
HOUSE = "https://waylight.example"
PARTS = ("cover_notes", "word_controls", "captions", "words", "cover")
MODULES = ("words", "cover", "captions")
ALL_WORDS = "Made on this device. Nobody else hears anything, and nothing of it is kept."

Someone = Callable[..., Page]


def html(role: str) -> str:
    context = {"seat": SimpleNamespace(role=role)}
    scripts = "".join(f'<script type="module" src="/modules/{name}.js"></script>' for name in MODULES)
    body = "".join(render_to_string(f"video/{part}.html", context) for part in PARTS)
    styles = '<link rel="stylesheet" href="/ui.css"><link rel="stylesheet" href="/words.css">'
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Room</title>{styles}{scripts}'
        f'<body><main id="main"><h1>Room</h1><video id="other"></video><div class="wrap stack">{body}</div></main>'
    )


def answer(route: Route) -> None:
    path = route.request.url.removeprefix(HOUSE).partition("?")[0]
    if path == "/modules/call.js":
        route.fulfill(path=FAKE, content_type="text/javascript")
    elif path == "/ui.css":
        route.fulfill(body=sheet(), content_type="text/css")
    elif path.endswith((".js", ".css")):
        kind = "javascript" if path.endswith(".js") else "css"
        route.fulfill(path=STATIC / path.strip("/"), content_type=f"text/{kind}")
    else:
        route.fulfill(body=html(path.strip("/")), content_type="text/html")


@pytest.fixture
def someone(browser: Browser) -> Iterator[Someone]:
    """`someone("client", "Ana")` opens the room. All of them are in one browser and hear each other."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(10_000)  # milliseconds
    context.route("**/*", answer)

    def come(role: str, name: str, *, script: str = "", **size: Any) -> Page:
        page = context.new_page()
        if size:
            page.set_viewport_size(size)
        if script:
            page.add_init_script(script)
        page.goto(f"{HOUSE}/{role}/?as={name.lower()}&role={role}&name={name}")
        return page

    yield come
    context.close()


def both(someone: Someone) -> tuple[Page, Page]:
    clara, ana = someone("therapist", "Clara"), someone("client", "Ana")
    for page in (clara, ana):
        page.wait_for_function("() => call.people.size === 1")
    return ana, clara


def write(page: Page, words: str) -> None:
    page.get_by_label("Your words").fill(words)
    page.get_by_role("button", name="Send").click()


def log(page: Page) -> Any:
    return page.get_by_role("log")


def test_what_one_sends_the_other_reads_and_both_see_who_said_it(someone: Someone) -> None:
    ana, clara = both(someone)
    write(ana, "Hello <b>there</b>\nsecond line")
    expect(log(clara).locator(".theirs .bubble")).to_have_text("Hello <b>there</b>\nsecond line")
    expect(log(clara).locator(".theirs .who")).to_contain_text("Ana")
    expect(log(ana).locator(".mine .who")).to_contain_text("You")
    expect(ana.get_by_label("Your words")).to_have_value("")
    expect(ana.locator("#words [data-told]")).to_have_text("")
    axe(ana)


def test_letters_show_as_they_are_typed_only_where_one_switched_it_on(someone: Someone) -> None:
    ana, clara = both(someone)
    field = ana.get_by_label("Your words")
    field.press_sequentially("quiet")
    ana.get_by_label("Show each letter as I type it").check()
    expect(clara.locator(".typing .bubble")).to_have_text("quiet")
    field.press_sequentially(" now")
    expect(clara.locator(".typing .bubble")).to_have_text("quiet now")
    expect(clara.locator(".typing .who")).to_have_text("Ana is typing")
    ana.get_by_role("button", name="Send").click()
    expect(log(clara)).to_contain_text("quiet now")
    expect(clara.locator(".typing .bubble")).to_be_hidden()
    ana.get_by_label("Show each letter as I type it").uncheck()
    field.press_sequentially("mine alone")
    write(clara, "I am here")
    expect(log(ana)).to_contain_text("I am here")
    expect(clara.locator(".typing")).not_to_contain_text("mine")


def test_letters_leave_within_half_a_second(someone: Someone) -> None:
    """EN 301 549, 6.2.4."""
    ana, clara = both(someone)
    ana.get_by_label("Show each letter as I type it").check()
    clara.evaluate(
        "() => { window.took = new Promise((done) => call.channel().addEventListener('message', ({ detail }) => {"
        " const { kind, text } = JSON.parse(detail.data); if (kind === 'live' && text === 'abc') done(Date.now()); })) }"
    )
    ana.evaluate(
        "() => document.querySelector('[data-field]').addEventListener('input', () => { window.typed = Date.now() })"
    )
    ana.get_by_label("Your words").press_sequentially("abc")
    expect(clara.locator(".typing .bubble")).to_have_text("abc")
    assert clara.evaluate("() => took") - ana.evaluate("() => typed") < 500


def test_what_was_said_while_the_line_was_gone_arrives_afterwards_once(someone: Someone) -> None:
    ana, clara = both(someone)
    write(ana, "before")
    expect(log(clara).locator("li")).to_have_count(1)
    for page in (ana, clara):
        page.evaluate("() => { window.isCut = true }")
    write(ana, "while it was gone")
    expect(ana.locator("#words [data-told]")).to_have_text(
        "Not there yet. It goes as soon as the line is back."
    )
    write(clara, "and mine")
    for page in (ana, clara):
        page.evaluate("() => { window.isCut = false }")
    ana.evaluate("() => window.mend()")
    expect(log(clara).locator(".bubble")).to_have_text(["before", "and mine", "while it was gone"])
    expect(log(ana).locator(".bubble")).to_have_text(["before", "while it was gone", "and mine"])
    expect(ana.locator("#words [data-told]")).to_have_text("")
    expect(ana.locator(".waits")).to_have_count(0)


def test_who_loads_the_page_again_has_what_both_said(someone: Someone) -> None:
    ana, clara = both(someone)
    write(ana, "mine")
    expect(log(clara)).to_contain_text("mine")
    write(clara, "hers")
    expect(log(ana)).to_contain_text("hers")
    ana.reload()
    expect(log(ana).locator(".bubble")).to_have_text(["mine", "hers"])
    expect(log(ana).locator(".mine .bubble")).to_have_text("mine")
    expect(log(clara).locator("li")).to_have_count(2)


def test_nothing_typed_is_kept_in_the_browser(someone: Someone) -> None:
    ana, clara = both(someone)
    write(ana, "kept nowhere")
    expect(log(clara)).to_contain_text("kept nowhere")
    for page in (ana, clara):
        kept = page.evaluate(
            "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"
        )
        assert "kept nowhere" not in kept


def test_a_guest_reads_nothing_that_was_said_before_they_came(someone: Someone) -> None:
    ana, clara = both(someone)
    write(ana, "before you came")
    expect(log(clara)).to_contain_text("before you came")
    rea = someone("guest", "Rea")
    rea.wait_for_function("() => call.people.size === 2")
    write(ana, "now that you are here")
    expect(log(rea).locator(".bubble")).to_have_text(["now that you are here"])


def test_with_a_third_person_one_may_write_to_one_alone(someone: Someone) -> None:
    ana, clara = both(someone)
    expect(ana.get_by_label("For")).to_be_hidden()
    rea = someone("guest", "Rea")
    ana.wait_for_function("() => call.people.size === 2")
    ana.get_by_label("For").select_option("Clara")
    write(ana, "for you alone")
    expect(log(clara)).to_contain_text("to you alone")
    ana.get_by_label("For").select_option("everyone here")
    write(ana, "for all")
    expect(log(rea).locator(".bubble")).to_have_text(["for all"])
    rea.evaluate("() => window.mend()")
    write(clara, "so it is")
    expect(log(rea).locator(".bubble")).to_have_text(["for all", "so it is"])


@pytest.mark.hazard("H04")
def test_i_cannot_speak_freely_reaches_the_therapist_and_nobody_else(someone: Someone) -> None:
    ana, clara = both(someone)
    rea = someone("guest", "Rea")
    ana.wait_for_function("() => call.people.size === 2")
    ana.get_by_role("button", name="I cannot speak freely").click()
    expect(clara.get_by_text("Ana cannot speak freely now.")).to_be_visible()
    expect(ana.get_by_text("Told.")).to_be_visible()
    assert "speak freely" not in rea.locator("body").inner_text()
    assert clara.get_by_role("button", name="I cannot speak freely").count() == 0


@pytest.mark.hazard("H04")
def test_a_guest_cannot_say_in_the_clients_name_that_they_cannot_speak(someone: Someone) -> None:
    _ana, clara = both(someone)
    rea = someone("guest", "Rea")
    clara.wait_for_function("() => call.people.size === 2")
    rea.evaluate("() => call.channel().send(JSON.stringify({ kind: 'quiet' }))")
    write(rea, "after it")
    expect(log(clara)).to_contain_text("after it")
    expect(clara.locator("[data-quiet-note]")).to_have_text("")


def test_a_guest_puts_no_words_into_anybodys_mouth(someone: Someone) -> None:
    """What one said is given back after a reload by client and therapist alone."""
    ana, _clara = both(someone)
    rea = someone("guest", "Rea")
    ana.wait_for_function("() => call.people.size === 2")
    forged = '{"kind":"yours","id":"ab","text":"I do not want help.","at":1}'
    rea.evaluate("(message) => call.channel().send(message)", forged)
    write(rea, "after it")
    expect(log(ana).locator(".bubble")).to_have_text(["after it"])


NOT_OURS = [
    "no json",
    "null",
    '"said"',
    '{"kind":"said"}',
    '{"kind":"said","id":"a b","text":"x"}',
    '{"kind":"said","id":"ab","text":{"a":1}}',
    '{"kind":"have","ids":"no list"}',
    '{"kind":"live","text":7}',
    '{"kind":"yours","id":"ab","text":"x","at":"yesterday"}',
    '{"kind":"toString"}',
    '{"kind":"said","id":"ab","text":"' + "x" * 2001 + '"}',
]


def test_what_no_page_of_ours_sends_is_passed_over(someone: Someone) -> None:
    ana, clara = both(someone)
    faults: list[Any] = []
    ana.on("pageerror", lambda error: faults.append(error))
    clara.evaluate("(messages) => messages.forEach((one) => call.channel().send(one))", NOT_OURS)
    write(clara, "after it")
    expect(log(ana).locator(".bubble")).to_have_text(["after it"])
    assert faults == []


@pytest.mark.hazard("H06")
@pytest.mark.parametrize("way", ["Escape", "the button"])
def test_someone_came_in_mutes_darkens_silences_and_covers_at_once(someone: Someone, way: str) -> None:
    ana, clara = both(someone)
    if way == "Escape":
        ana.get_by_label("Your words").focus()
        ana.keyboard.press("Escape")
    else:
        ana.get_by_role("button", name="Someone came in").click()
    found = ana.evaluate(
        "() => [call.media.isMuted, call.media.hasCamera, document.querySelector('#other').muted, document.title,"
        " ...[20, 800].map((y) => document.elementFromPoint(640, y).closest('dialog') !== null)]"
    )
    assert found == [True, False, True, "List", True, True]
    expect(
        clara.get_by_text("Someone came in where Ana is. They cannot see or hear you now.")
    ).to_be_visible()
    axe(ana)
    ana.keyboard.press("Escape")
    expect(ana.get_by_role("dialog")).to_have_count(0)
    expect(ana).to_have_title("Room")
    assert ana.evaluate(
        "() => [call.media.isMuted, call.media.hasCamera, document.querySelector('#other').muted]"
    ) == [
        True,
        False,
        False,
    ]
    expect(ana.get_by_text("You are back. Your microphone and camera are still off.")).to_be_visible()
    expect(clara.locator("[data-covers]")).to_have_text("")


@pytest.mark.hazard("H06")
def test_the_cover_stays_when_the_page_is_loaded_again(someone: Someone) -> None:
    ana, clara = both(someone)
    ana.keyboard.press("Escape")
    ana.reload()
    expect(ana.get_by_role("heading", name="List")).to_be_visible()
    assert ana.evaluate("() => call.media.isMuted")
    ana.get_by_role("button", name="Back").click()
    expect(ana.get_by_role("dialog")).to_have_count(0)
    expect(clara.locator("[data-covers]")).to_have_text("")


RECOGNITION = """
window.ears = [];
window.SpeechRecognition = class {
  static available = async () => window.can ?? "available";
  static install = async () => { window.can = "available"; return true; };
  get processLocally() { return this.local ?? false; }
  set processLocally(on) { this.local = on; }
  start(track) { this.track = track; window.ears.push(this); }
  abort() { this.ended = true; }
};
window.stream = { getAudioTracks: () => [{ readyState: "live" }] };
"""
SAY = (
    "(words) => ears.at(-1).onresult({ resultIndex: 0,"
    " results: [Object.assign([{ transcript: words }], { isFinal: true })] })"
)


def test_captions_are_made_on_the_device_and_say_so(someone: Someone) -> None:
    clara, ana = someone("therapist", "Clara"), someone("client", "Ana", script=RECOGNITION)
    ana.wait_for_function("() => call.people.size === 1")
    ana.get_by_role("button", name="Captions").click()
    expect(ana.get_by_text(ALL_WORDS)).to_be_visible()
    assert ana.evaluate("() => ears.map(({ local, track }) => [local, track.readyState])") == [[True, "live"]]
    ana.evaluate(SAY, "How was the week")
    expect(ana.locator("[data-lines] p")).to_have_text(["Clara How was the week"])
    for number in range(4):
        ana.evaluate(SAY, f"line {number}")
    expect(ana.locator("[data-lines] p")).to_have_count(3)
    axe(ana)
    ana.get_by_role("button", name="Captions").click()
    assert ana.evaluate("() => ears.every(({ ended }) => ended)")
    expect(ana.locator("[data-lines] p")).to_have_count(0)
    assert clara.get_by_role("button", name="Captions").get_attribute("aria-pressed") == "false"


@pytest.mark.parametrize(
    "script",
    [
        "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;",
        # As most browsers have it: what it hears goes to somebody's server.
        "window.used = []; window.SpeechRecognition = class { start() { used.push(1) } };"
        " delete window.webkitSpeechRecognition;",
    ],
    ids=["none", "a server's"],
)
def test_where_a_voice_would_leave_the_device_there_are_no_captions_but_a_hint(
    someone: Someone, script: str
) -> None:
    both(someone)
    page = someone("client", "Cleo", script=script)
    page.get_by_role("button", name="Captions").click()
    expect(page.get_by_text("This browser cannot make captions by itself. Your device may.")).to_be_visible()
    expect(page.get_by_text("Windows 11")).to_be_visible()
    assert page.evaluate("() => (window.used ?? []).length") == 0
    axe(page)


def test_what_captions_need_is_fetched_only_when_one_asks_for_it(someone: Someone) -> None:
    someone("therapist", "Clara")
    ana = someone("client", "Ana", script=RECOGNITION + "window.can = 'downloadable';")
    ana.wait_for_function("() => call.people.size === 1")
    ana.get_by_role("button", name="Captions").click()
    expect(ana.get_by_role("button", name="Fetch it")).to_be_visible()
    assert ana.evaluate("() => [can, ears.length]") == ["downloadable", 0]
    ana.get_by_role("button", name="Fetch it").click()
    expect(ana.get_by_text(ALL_WORDS)).to_be_visible()
    assert ana.evaluate("() => ears.length") == 1


def test_on_a_phone_the_panel_is_closed_and_says_how_much_is_new(someone: Someone) -> None:
    clara, ana = someone("therapist", "Clara"), someone("client", "Ana", width=390, height=844)
    ana.wait_for_function("() => call.people.size === 1")
    expect(ana.get_by_label("Your words")).to_be_hidden()
    write(clara, "one")
    expect(ana.get_by_role("button", name="Write: 1 new")).to_be_visible()
    write(clara, "two")
    ana.get_by_role("button", name="Write: 2 new").click()
    expect(ana.get_by_label("Your words")).to_be_focused()
    expect(ana.get_by_role("button", name="Write", exact=True)).to_have_attribute("aria-expanded", "true")
    axe(ana)
