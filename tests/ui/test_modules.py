"""The small modules, in a real browser, on pages that are served from here: no server, no network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

MODULES = Path(__file__).parents[2] / "waylight/ui/static/ui/modules"
HOUSE = "https://waylight.example"
SAID = {
    "leaving": "Leaving this page.",
    "stopped": "Leaving stopped. You are still on this page.",
    "press2": "Shift: press 2 more times to leave.",
    "press1": "Shift: press 1 more time to leave.",
}
LEAVE = " ".join(f'data-{name}="{words}"' for name, words in SAID.items())
LINK = f'<a href="/leave/" rel="noreferrer" data-leave {LEAVE}>Leave</a>'
WORDS = 'data-sending="Sending…" data-unsent="That did not send. Your words are still here."'
FORM = (
    '<form method="post" action="/sent/" data-save="/save/"><textarea name="words"></textarea>'
    '<p role="status" data-saved="Saved {time}" data-failed="That did not save. Your words are still here."></p>'
    '<button name="act" value="send">Send it</button></form>'
)
COUNT = (
    '<div data-count="2" data-begun="Begun." data-one="1 so far." data-many="{n} so far." data-enough="Enough.">'
    '<p hidden><button type="button">Count</button></p><p role="status"></p></div>'
)


def page_of(*modules: str, body: str, html: str = "") -> str:
    scripts = "".join(f'<script type="module" src="/{name}.js"></script>' for name in modules)
    return f"<!doctype html><html {WORDS} {html}><meta charset=utf-8><title>A page</title>{scripts}<body>{body}</body></html>"


PAGES = {
    "/before/": page_of(body="before"),
    "/leave/": page_of(body="the weather"),
    "/sent/": page_of(body="sent"),
    "/page/": page_of("leave", body=f'{LINK}<input aria-label="Words">'),
    "/form/": page_of("leave", "once", "save", body=LINK + FORM),
    "/discreet/": page_of(
        "leave",
        "once",
        "quiet",
        body=LINK + '<main tabindex="-1">' + FORM + "</main>",
        html='data-discreet="on"',
    ),
    "/count/": page_of("count", body=COUNT),
    "/errors/": page_of(
        "errors", body='<a href="#x">a link</a><div data-problem tabindex="-1">There is a problem</div>'
    ),
}


class House:
    """Answers the browser: pages, modules, and what a form saves."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, str]] = []
        self.save_answers = 204
        self.sent_answers: tuple[int, str] = (200, PAGES["/sent/"])

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOUSE)
        if route.request.method == "POST":
            self.posts.append((path, route.request.post_data or ""))
        if path == "/save/":
            route.fulfill(status=self.save_answers, headers={"Location": "/page/"})
        elif path == "/sent/" and route.request.headers.get("x-quiet"):
            status, body = self.sent_answers
            route.fulfill(status=status, body=body, content_type="text/html")
        elif path.endswith(".js"):
            route.fulfill(path=MODULES / path.strip("/"), content_type="text/javascript")
        else:
            route.fulfill(body=PAGES.get(path, ""), content_type="text/html")

    def posted(self, path: str) -> list[str]:
        return [body for there, body in self.posts if there == path]


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    context = browser.new_context()
    context.route("**/*", house.answer)
    page = context.new_page()
    page.clock.install()
    page.goto(f"{HOUSE}/before/")
    yield page
    context.close()


def open_(page: Page, path: str) -> None:
    page.goto(HOUSE + path, wait_until="load")


@pytest.mark.hazard("H06")
def test_leave_replaces_the_page_so_that_back_does_not_show_it(page: Page) -> None:
    open_(page, "/page/")
    page.get_by_role("link", name="Leave").click()
    page.wait_for_url("**/leave/")
    page.go_back()
    expect(page).to_have_url(f"{HOUSE}/before/")


@pytest.mark.hazard("H06")
def test_the_page_is_covered_before_the_other_one_has_come(page: Page) -> None:
    open_(page, "/page/")
    seen = page.evaluate(
        "() => { document.querySelector('[data-leave]').click();"
        " return [document.documentElement.className, document.title.trim()]; }"
    )
    assert seen == ["covered", ""]


def test_shift_three_times_leaves_and_says_so_on_the_way(page: Page) -> None:
    open_(page, "/page/")
    page.keyboard.press("Shift")
    expect(page.get_by_role("status")).to_have_text("Shift: press 2 more times to leave.")
    page.keyboard.press("Shift")
    expect(page.get_by_role("status")).to_have_text("Shift: press 1 more time to leave.")
    page.keyboard.press("Shift")
    page.wait_for_url("**/leave/")


def test_shift_for_capital_letters_does_not_leave(page: Page) -> None:
    open_(page, "/page/")
    page.get_by_label("Words").click()
    for key in ("Shift+A", "Shift+B", "Shift+C", "Shift", "d", "Shift", "e", "Shift"):
        page.keyboard.press(key)
    expect(page.get_by_label("Words")).to_have_value("ABCde")
    expect(page).to_have_url(f"{HOUSE}/page/")


def test_shift_pressed_slowly_does_not_leave(page: Page) -> None:
    open_(page, "/page/")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.clock.fast_forward(5_001)
    expect(page.get_by_role("status")).to_have_text("Leaving stopped. You are still on this page.")
    page.keyboard.press("Shift")
    expect(page).to_have_url(f"{HOUSE}/page/")


def test_a_form_is_sent_once_and_its_button_says_so_and_keeps_the_focus(page: Page, house: House) -> None:
    open_(page, "/form/")
    seen = page.evaluate(
        "() => { const b = document.querySelector('button'); b.focus(); b.click(); b.click();"
        " return [b.textContent, document.activeElement === b]; }"
    )
    page.wait_for_url("**/sent/")
    assert seen == ["Sending…", True]
    assert house.posted("/sent/") == ["words=&act=send"]


def test_words_are_saved_after_a_pause_and_the_page_says_when(page: Page, house: House) -> None:
    open_(page, "/form/")
    page.get_by_role("textbox").fill("I slept")
    assert house.posted("/save/") == []
    page.clock.fast_forward(1_200)
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    assert "I slept" in house.posted("/save/")[0]


@pytest.mark.parametrize("answer", [500, 302, 404])
def test_when_saving_fails_the_words_stay_and_it_says_so_and_tries_again(
    page: Page, house: House, answer: int
) -> None:
    house.save_answers = answer
    open_(page, "/form/")
    page.get_by_role("textbox").fill("I slept")
    page.clock.fast_forward(1_200)
    expect(page.locator("[data-saved]")).to_have_text("That did not save. Your words are still here.")
    expect(page.get_by_role("textbox")).to_have_value("I slept")
    house.save_answers = 204
    page.clock.fast_forward(15_000)
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")


def test_leaving_saves_what_was_typed_last(page: Page, house: House) -> None:
    open_(page, "/form/")
    page.get_by_role("textbox").fill("I slept")
    page.get_by_role("link", name="Leave").click()
    page.wait_for_url("**/leave/")
    assert any("I slept" in body for body in house.posted("/save/"))


def test_nothing_is_kept_on_the_device(page: Page) -> None:
    open_(page, "/form/")
    page.get_by_role("textbox").fill("I slept")
    page.clock.fast_forward(1_200)
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_summary_of_errors_has_the_focus(page: Page) -> None:
    open_(page, "/errors/")
    expect(page.locator("[data-problem]")).to_be_focused()


@pytest.mark.hazard("H06")
def test_in_discreet_mode_what_is_wrong_is_shown_without_an_entry_in_the_history(
    page: Page, house: House
) -> None:
    open_(page, "/discreet/")
    before = page.evaluate("() => history.length")
    wrong = '<div data-problem tabindex="-1">There is a problem</div>'
    house.sent_answers = 400, page_of(body=f'<main tabindex="-1">{wrong}{FORM}</main>')
    page.get_by_role("textbox").fill("I slept")
    page.get_by_role("button").click()
    expect(page.locator("[data-problem]")).to_be_focused()
    expect(page).to_have_url(f"{HOUSE}/sent/")
    assert page.evaluate("() => history.length") == before
    assert house.posted("/sent/") == ["words=I+slept&act=send"]
    page.go_back()
    expect(page).to_have_url(f"{HOUSE}/before/")


@pytest.mark.hazard("H06")
def test_in_discreet_mode_a_form_that_does_not_go_out_says_so_and_can_be_sent_again(
    page: Page, house: House
) -> None:
    open_(page, "/discreet/")
    house.sent_answers = 500, "broken"
    page.get_by_role("textbox").fill("I slept")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_have_text("That did not send. Your words are still here.")
    expect(page.get_by_role("textbox")).to_have_value("I slept")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("alert")).to_have_text("That did not send. Your words are still here.")
    assert len(house.posted("/sent/")) == 2


def test_minutes_count_up_once_somebody_starts_them_and_go_on_when_the_page_is_loaded_again(
    page: Page,
) -> None:
    open_(page, "/count/")
    expect(page.get_by_role("status")).to_have_text("")
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_role("status")).to_have_text("Begun.")
    expect(page.get_by_role("button")).to_have_count(0)
    page.clock.fast_forward(61_000)
    expect(page.get_by_role("status")).to_have_text("1 so far.")
    page.reload()
    page.clock.fast_forward(60_000)
    expect(page.get_by_role("status")).to_have_text("2 so far. Enough.")
