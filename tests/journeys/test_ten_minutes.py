"""Ten minutes at two at night (UI.md J6): the page by itself, with and without scripts, by keyboard, on every screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import axe, look
from tests.journeys.conftest import Someone

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

SKILLS = (
    "/now/more/",
    "/now/breathe/",
    "/now/look/",
    "/now/comfort/",
    "/now/release/#all",
    "/now/steady/#b2",
    "/now/cards/",
)
PAGES = ("/now/", "/now/after/", "/now/plan/", "/now/no-signal/", "/now/signing-out/", *SKILLS)
CHOICES = {
    "Breathe slowly": "while you count",
    "Go to another room": "Stand up.",
    "Look around you": "5 things you can see",
    "Be with someone": "Can you chat with me for a bit? Anything is fine.",
}
MINUTE = 60_000  # milliseconds
SPACED = "* { line-height: 1.5; letter-spacing: .12em; word-spacing: .16em } p { margin-block-end: 2em }"  # WCAG 1.4.12


def sees(page: Page, words: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(words)


def minutes_pass(page: Page, count: int) -> None:
    page.clock.run_for(count * MINUTE)


@pytest.fixture
def with_a_clock(someone: Someone) -> Iterator[Page]:
    page = someone("phone")
    page.clock.install()
    page.goto("/now/")
    return page


@pytest.mark.hazard("H05")
@pytest.mark.parametrize("js", [True, False])
def test_each_choice_can_be_opened_and_used(someone: Someone, js: bool):
    page = someone("phone", js=js)
    page.goto("/now/")
    for choice, words in CHOICES.items():
        expect(page.get_by_text(words)).to_be_hidden()
        page.get_by_text(choice, exact=True).click()
        expect(page.get_by_text(words).first).to_be_visible()
    message = page.get_by_role("link", name="Choose who gets it").get_attribute("href")
    assert message == "sms:?&body=Can%20you%20chat%20with%20me%20for%20a%20bit%3F%20Anything%20is%20fine."
    sees(page, "It is enough to reach 10 minutes from now.")
    expect(page.get_by_role("button", name="Keep this here")).to_be_visible(visible=js)


def test_minutes_count_up_survive_a_reload_and_end_when_one_says_so(with_a_clock: Page):
    page = with_a_clock
    sees(page, "It is enough to reach 10 minutes from now.")
    minutes_pass(page, 1)
    sees(page, "1 minute so far. Each one counts.")
    minutes_pass(page, 3)
    sees(page, "4 minutes so far. Each one counts.")
    expect(page.locator(".pips .on")).to_have_count(4)
    page.reload()
    sees(page, "4 minutes so far. Each one counts.")
    expect(page.get_by_role("button", name="Another ten")).to_be_hidden()
    minutes_pass(page, 6)
    look(page, "ten-minutes-at-ten")
    page.get_by_role("button", name="Another ten").click()
    expect(page.get_by_role("button", name="Another ten")).to_be_hidden()
    minutes_pass(page, 3)
    sees(page, "13 minutes so far.")
    expect(page.locator(".pips .on")).to_have_count(3)
    minutes_pass(page, 7)
    page.get_by_role("button", name="I’m OK for now").click()
    sees(page, "The minutes have stopped.")
    minutes_pass(page, 5)
    sees(page, "The minutes have stopped.")
    page.reload()
    sees(page, "It is enough to reach 10 minutes from now.")


def test_minutes_begin_anew_after_half_an_hour_away(with_a_clock: Page):
    page = with_a_clock
    minutes_pass(page, 2)
    page.goto("about:blank")
    page.clock.fast_forward(31 * MINUTE)
    page.goto("/now/")
    sees(page, "It is enough to reach 10 minutes from now.")


def test_the_pace_moves_only_when_asked_and_can_be_paused(someone: Someone):
    page = someone("phone", reduced_motion="no-preference")
    page.goto("/now/")
    page.get_by_text("Breathe slowly").click()
    circle = page.locator(".pace i")
    expect(circle).to_be_hidden()
    page.get_by_role("button", name="Show me the pace").click()
    expect(circle).to_have_css("animation-play-state", "running")
    page.get_by_role("button", name="Pause").click()
    expect(circle).to_have_css("animation-play-state", "paused")
    page.get_by_role("button", name="Go on").click()
    expect(circle).to_have_css("animation-play-state", "running")
    page.get_by_text("Breathe slowly").click()
    page.get_by_text("Breathe slowly").click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()


@pytest.mark.hazard("H08")
def test_on_its_own_page_too_the_pace_waits_for_a_word_and_stands_still_when_one_comes_back(someone: Someone):
    page = someone("phone", reduced_motion="no-preference")
    page.goto("/now/breathe/")
    expect(page.locator(".pace")).to_be_hidden()
    page.get_by_role("button", name="Show me the pace").click()
    expect(page.locator(".pace i")).to_have_css("animation-play-state", "running")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    expect(page.locator(".pace i")).to_have_css("animation-play-state", "paused")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()


@pytest.mark.hazard("H05", "H08", "H16")
@pytest.mark.parametrize("js", [True, False])
def test_something_else_to_try_is_two_taps_away_and_shows_one_thing_at_a_time(someone: Someone, js: bool):
    page = someone("phone", js=js)
    page.goto("/now/")
    page.get_by_role("link", name="Something else to try").click()
    page.get_by_role("link", name="Something to comfort me").click()
    shown = page.locator(".one:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Wrap up in a blanket")
    shown.get_by_role("link", name="Another one").click()
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Make a warm drink")
    shown.get_by_role("link", name="I will try this").click()
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("If that feels long, do two.")
    page.get_by_role("link", name="See all of them").click()
    expect(shown).to_have_count(12)
    page.get_by_role("link", name="Look around you").click()
    sees(page, "5 things you can see")


def test_with_reduced_motion_breathing_is_counted_in_words(phone: Page):
    phone.goto("/now/")
    phone.get_by_text("Breathe slowly").click()
    sees(phone, "Breathe out while you count 1, 2, 3, 4, 5, 6.")
    expect(phone.get_by_role("button", name="Show me the pace")).to_be_hidden()


@pytest.mark.hazard("H16")
def test_a_number_stays_in_the_browser_says_how_well_and_can_be_removed(phone: Page):
    sent = []
    phone.goto("/now/")
    phone.on("request", lambda request: sent.append(request.url))
    phone.get_by_role("button", name="Keep this here").click()
    sees(phone, "Pick a number first.")
    phone.get_by_label("7", exact=True).check(force=True)
    phone.get_by_role("button", name="Keep this here").click()
    is_persistent = phone.evaluate("navigator.storage.persisted()")
    sees(phone, "Kept on this phone." if is_persistent else "Kept in this browser for now.")
    assert sent == []
    phone.reload()
    marks = phone.locator("[data-before] li")
    expect(marks).to_have_count(1)
    expect(marks).to_contain_text("7: ")
    axe(phone)
    look(phone, "ten-minutes-marked")
    phone.get_by_role("button", name="Remove these").click()
    expect(phone.locator("[data-before]")).to_be_hidden()
    assert phone.evaluate("localStorage.getItem('strong')") is None


@pytest.mark.parametrize(
    ("device", "dark", "more"),
    [
        ("phone", False, {}),
        ("phone", True, {}),
        ("desktop", True, {}),
        ("phone", False, {"forced_colors": "active"}),
        ("desktop", True, {"forced_colors": "active"}),
        ("phone", True, {"contrast": "more"}),
        ("desktop", False, {"contrast": "more"}),
    ],
)
def test_every_page_can_be_used_by_everybody(someone: Someone, device: str, dark: bool, more: dict[str, str]):
    page = someone(device, dark=dark, **more)
    page.goto("/help-now/gb/")
    for address in PAGES if not more else ("/now/", "/now/after/", "/now/plan/", "/now/release/#all"):
        page.goto(address)
        axe(page)
    page.goto("/now/")
    for choice in CHOICES:
        page.get_by_text(choice, exact=True).click()
        axe(page)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_runs_over_the_side_of_a_small_screen(someone: Someone, address: str):
    page = someone("phone", viewport={"width": 320, "height": 640}, bypass_csp=True)
    page.goto("/help-now/gb/")
    page.goto(address)
    page.add_style_tag(content=SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for number in page.locator(".sc label").all():
        box = number.bounding_box()
        assert box is not None
        assert box["height"] >= 48


def test_by_keyboard_help_is_first_and_leave_second_and_a_choice_opens(desktop: Page):
    desktop.goto("/now/")
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("link", name="Get help now")).to_be_focused()
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("link", name="Leave this page")).to_be_focused()
    desktop.keyboard.press("Shift+Tab")
    desktop.keyboard.press("Enter")
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("navigation", name="Quick help").get_by_role("link").first).to_be_focused()
    desktop.locator("summary").first.focus()
    desktop.keyboard.press("Enter")
    sees(desktop, "Breathe in while you count 1, 2, 3, 4.")
    expect(desktop.get_by_text("Eyes open is fine.")).to_be_visible()


@pytest.mark.parametrize("address", ["/now/", "/now/after/", "/help-now/gb/"])
def test_nothing_jumps_while_it_comes(someone: Someone, address: str):
    page = someone("phone")
    page.goto(address, wait_until="networkidle")
    shift = page.evaluate(
        "() => new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()"
        ".reduce((sum, one) => sum + one.value, 0))).observe({ type: 'layout-shift', buffered: true })"
        " || setTimeout(() => done(0), 300))"
    )
    assert shift <= 0.02


def test_pictures_of_every_page(phone: Page):
    phone.goto("/help-now/gb/")
    for address in PAGES:
        phone.goto(address)
        look(phone, f"now-{address.partition('#')[0].strip('/').rpartition('/')[2]}")
        expect(phone.get_by_role("link", name="Leave", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_with_letters_twice_as_large_nothing_lies_beside_the_page(someone: Someone, width: int):
    page = someone("phone", viewport={"width": width, "height": 800})
    for address in ("/now/", *SKILLS):
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
