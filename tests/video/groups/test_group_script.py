"""The script of a group's room, in a browser, with everything around it played by the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

MODULES = Path(__file__).parents[3] / "waylight/video/static/video/modules"
HOUSE = "https://waylight.example"
PAGE = """<!doctype html><title>Room</title><input name="csrfmiddlewaretoken" value="x">
<div id="group-room" data-pass="/pass/" data-names="/names/" data-out="/out/"><p data-said></p>
<p data-unheard hidden><button></button></p></div><script type="module" src="/group.js"></script>"""
PARTS = {
    "/group-call.js": "export class GroupCall extends EventTarget { async join() { window.isIn = true; } }",
    "/group-tiles.js": "export class GroupTiles { watch() {} clear() {} get() {} async add() {} }",
    "/media.js": "export class Media extends EventTarget { async start() {} stop() {} }",
    "/group-controls.js": "export const controls = () => {};",
}


class House:
    """Gives a pass, and answers to the question for names as a test says."""

    def __init__(self) -> None:
        self.answer, self.location, self.asked, self.rooms = 200, "", 0, 0

    def __call__(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOUSE)
        if path == "/names/":
            self.asked += 1
            headers = {"Location": self.location} if self.location else {}
            route.fulfill(status=self.answer, body="{}", headers=headers)
        elif path == "/pass/":
            route.fulfill(body='{"line": "/line/", "seat": "s"}', content_type="application/json")
        elif path in PARTS:
            route.fulfill(body=PARTS[path], content_type="text/javascript")
        elif path == "/group.js":
            route.fulfill(path=MODULES / "group.js", content_type="text/javascript")
        else:
            self.rooms += path == "/room/"
            route.fulfill(body=PAGE if path == "/room/" else "", content_type="text/html")


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    with browser.new_page() as page:
        page.clock.install()
        page.route("**/*", house)
        page.goto(f"{HOUSE}/room/")
        page.wait_for_function("window.isIn")
        yield page


def test_who_is_in_the_room_is_known_to_be_there_and_stays(page: Page, house: House) -> None:
    for _minute in range(3):
        with page.expect_response(f"{HOUSE}/names/"):
            page.clock.run_for(60_000)
    house.answer = 502
    with page.expect_response(f"{HOUSE}/names/"):
        page.clock.run_for(60_000)
    assert (house.asked, house.rooms) == (4, 1)


def test_who_may_not_be_there_any_more_goes(page: Page, house: House) -> None:
    house.answer = 404
    page.clock.run_for(60_000)
    page.wait_for_url(f"{HOUSE}/out/")


def test_who_has_to_unlock_again_is_asked_for_it(page: Page, house: House) -> None:
    house.answer, house.location = 302, "/unlock/"
    with page.expect_navigation(url=f"{HOUSE}/room/"):
        page.clock.run_for(60_000)
