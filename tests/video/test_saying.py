"""What the room says of one's own voice and picture where the browser gives them not, with the real template and module."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route, expect

MODULES = Path(__file__).parents[2] / "waylight/video/static/video/modules"
FAKE = Path(__file__).parent / "fake_call.js"
HOUSE = "https://waylight.example"


def answer(route: Route) -> None:
    name = route.request.url.removeprefix(HOUSE).partition("?")[0].strip("/")
    if name.endswith(".js"):
        route.fulfill(path=FAKE if name == "call.js" else MODULES / name, content_type="text/javascript")
    else:
        body = render_to_string("video/tiles.html", {"other": "Ana"})
        script = '<script type="module" src="/saying.js"></script>'
        route.fulfill(body=f"<!doctype html><title>Room</title>{body}{script}", content_type="text/html")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    found = browser.new_page()
    found.route("**/*", answer)
    found.goto(f"{HOUSE}/?as=ben&role=client&name=Ben")
    return found


def stands(page: Page, *, trouble: dict[str, str], muted: bool = False) -> None:
    page.wait_for_function("() => window.call")
    page.evaluate(
        "([trouble, isMuted]) => { Object.assign(call.media, { trouble, isMuted, hasCamera: false,"
        " hasMicrophone: !trouble.microphone }); call.media.dispatchEvent(new CustomEvent('changed')); }",
        [trouble, muted],
    )


def test_a_camera_that_is_refused_after_the_microphone_is_said_too(page: Page):
    stands(page, trouble={"microphone": "refused"})
    note = page.locator("[data-trouble]")
    expect(note).to_contain_text("Allow the microphone beside the address")
    expect(note).not_to_contain_text("see you")
    stands(page, trouble={"microphone": "refused", "camera": "refused"})
    expect(note).to_contain_text("does not let this page hear you")
    expect(note).to_contain_text("does not let this page see you. Camera off is fine.")


def test_who_has_no_microphone_is_told_that_nobody_hears_them_and_not_that_they_are_muted(page: Page):
    stands(page, trouble={"microphone": "none"})
    expect(page.locator("[data-own-said]")).to_have_text(
        "Nobody hears you yet. Your camera is off. That is fine."
    )
    stands(page, trouble={}, muted=True)
    expect(page.locator("[data-own-said]")).to_contain_text("You are muted.")
    expect(page.locator("[data-trouble]")).to_be_hidden()
