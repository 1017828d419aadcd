"""The panel that says who waits, with the real module: what is pressed there is done, and old news is not shown."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

MODULES = Path(__file__).parents[2] / "waylight/video/static/video/modules"
FAKE = Path(__file__).parent / "fake_call.js"
HOUSE = "https://waylight.example"
PAGE = """<!doctype html><title>Room</title><h1 id="with" tabindex="-1">Ana</h1>
<div data-letting-in="/who/" data-failed="Not sent."></div><script type="module" src="/letting-in.js"></script>"""
WAITS = '<p data-told>{told}</p><form method="post" action="/let-in/"><button>Let in Ana</button></form>'
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
CHANGED = "call.line.dispatchEvent(new Event('changed'))"


class House:
    """Answers who waits, and notes who was let in."""

    def __init__(self) -> None:
        self.told = "Ana waits."
        self.let_in = self.asked = 0
        self.held: list[Route] = []
        self.holds = False

    def __call__(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOUSE).partition("?")[0]
        if path.endswith(".js"):
            file = FAKE if path == "/call.js" else MODULES / path.strip("/")
            route.fulfill(path=file, content_type="text/javascript")
        elif path == "/let-in/":
            self.let_in += 1
            self.told = "Ana is in."
            route.fulfill(status=302, headers={"Location": "/"})
        elif path == "/who/":
            self.asked += 1
            if self.holds:
                self.held.append(route)
            else:
                self.answer(route)
        else:
            route.fulfill(body=PAGE, content_type="text/html")

    def answer(self, route: Route) -> None:
        route.fulfill(body=WAITS.format(told=self.told), content_type="text/html")


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def page(browser: Browser, house: House) -> Page:
    found = browser.new_page()
    found.route("**/*", house)
    found.goto(f"{HOUSE}/?as=clara&role=therapist&name=Clara")
    expect(found.get_by_role("button", name="Let in Ana")).to_be_visible()
    return found


def asked_and_held(page: Page, house: House) -> Route:
    """What changed is asked for, and the answer does not come yet."""
    house.holds = True
    page.evaluate(CHANGED)
    while not house.held:
        page.evaluate(PAINTED)
    house.holds = False
    return house.held.pop()


def test_a_press_during_which_somebody_comes_is_done(page: Page, house: House):
    page.get_by_role("button", name="Let in Ana").hover()
    page.mouse.down()
    house.told = "Ana and Maya wait."
    page.evaluate(CHANGED)
    assert house.asked == 1  # it waits for the finger
    page.mouse.up()
    expect(page.get_by_text("Ana is in.").first).to_be_visible()
    assert house.let_in == 1


def test_what_was_asked_for_during_a_press_is_not_put_under_the_finger(page: Page, house: House):
    held = asked_and_held(page, house)
    page.get_by_role("button", name="Let in Ana").hover()
    page.mouse.down()
    with page.expect_response("**/who/"):
        house.answer(held)
    page.evaluate(PAINTED)
    page.mouse.up()
    expect(page.get_by_text("Ana is in.").first).to_be_visible()
    assert house.let_in == 1


def test_an_answer_that_was_overtaken_is_not_shown(page: Page, house: House):
    old = asked_and_held(page, house)
    house.told = "Nobody waits."
    page.evaluate(CHANGED)
    expect(page.get_by_text("Nobody waits.").first).to_be_visible()
    with page.expect_response("**/who/"):
        old.fulfill(body=WAITS.format(told="Ana waits."), content_type="text/html")
    page.evaluate(PAINTED)
    expect(page.get_by_text("Nobody waits.").first).to_be_visible()
