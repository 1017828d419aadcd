"""The script of the line, in a browser, with a socket that does what a test says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from waylight.video import wire

MODULES = Path(__file__).parents[2] / "waylight/video/static/video/modules"
HOUSE = "https://waylight.example"
SOCKET = """
window.made = [];
window.WebSocket = class {
  static OPEN = 1;
  readyState = 1;
  constructor() { window.made.push(this); }
  send() {}
  close() {}
};
"""
BEGIN = """
const { Line } = await import("/line.js");
window.heard = [];
const line = new Line("/room/line/");
line.addEventListener("refused", ({ detail }) => window.heard.push(detail.code));
line.start();
"""
WELCOMED = 'made.at(-1).onmessage({ data: JSON.stringify({ type: "welcome" }) })'


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_page() as page:
        page.clock.install()
        page.route("**/*", answer)
        page.add_init_script(SOCKET)
        page.goto(HOUSE)
        page.evaluate(f"(async () => {{ {BEGIN} }})()")
        yield page


def answer(route: Route) -> None:
    if route.request.url.endswith(".js"):
        route.fulfill(path=MODULES / "line.js", content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>Room</title>", content_type="text/html")


def closes(page: Page, code: int) -> None:
    page.evaluate(f"made.at(-1).onclose({{ code: {code} }})")
    page.clock.run_for(5000)


def test_who_unlocks_in_another_window_stays_on_the_line_under_the_new_cookie(page: Page) -> None:
    page.evaluate(WELCOMED)
    closes(page, wire.SIGNED_OUT)
    assert page.evaluate("[made.length, heard]") == [2, []]
    page.evaluate(WELCOMED)
    closes(page, wire.SIGNED_OUT)
    assert page.evaluate("[made.length, heard]") == [3, []]


def test_who_is_signed_out_is_told_so_and_asks_no_third_time(page: Page) -> None:
    page.evaluate(WELCOMED)
    closes(page, wire.SIGNED_OUT)
    closes(page, wire.SIGNED_OUT)
    assert page.evaluate("[made.length, heard]") == [2, [wire.SIGNED_OUT]]


@pytest.mark.parametrize("code", [wire.NOT_YOURS, wire.REMOVED, wire.ELSEWHERE])
def test_who_is_refused_does_not_ask_again(page: Page, code: int) -> None:
    page.evaluate(WELCOMED)
    closes(page, code)
    assert page.evaluate("[made.length, heard]") == [1, [code]]


def test_a_page_that_said_too_much_at_once_stays_and_comes_back_with_patience(page: Page) -> None:
    page.evaluate(WELCOMED)
    page.evaluate(f"made.at(-1).onclose({{ code: {wire.TOO_OFTEN} }})")
    page.clock.run_for(2500)
    assert page.evaluate("[made.length, heard]") == [1, []]
    page.clock.run_for(1000)
    assert page.evaluate("[made.length, heard]") == [2, []]
