"""Typed words, "Someone came in" and a third person, in one real session. Nobody hears, sees or keeps more than is said."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import axe, look, somebody
from tests.journeys.room.meeting import BY_THE_WAY, PATIENCE, InRoom
from tests.journeys.room.place import Place

Pair = tuple[InRoom, InRoom]
SAID = "xylophone marker"


def judged(one: InRoom, name: str) -> None:
    axe(one.page)
    look(one.page, f"room-{name}-{one.who.split()[0].lower()}")


def opened(one: InRoom) -> None:
    button = one.page.locator("[data-words-open]")
    if button.get_attribute("aria-expanded") == "false":
        button.click()


def write(one: InRoom, words: str) -> None:
    opened(one)
    one.page.get_by_label("Your words").fill(words)
    one.page.get_by_role("button", name="Send").click()


def log(one: InRoom) -> str:
    return one.page.get_by_role("log").inner_text()


def reads(one: InRoom, words: str) -> None:
    expect(one.page.locator("[role=log]")).to_contain_text(words, timeout=PATIENCE)


@pytest.mark.hazard("H06")
def test_words_go_from_browser_to_browser_and_no_server_has_them(pair: Pair, place: Place):
    ana, clara = pair
    write(ana, SAID)
    reads(clara, SAID)
    ana.page.get_by_label("Show each letter as I type it").check()
    ana.page.get_by_label("Your words").press_sequentially("slowly")
    expect(clara.page.locator(".typing .bubble")).to_have_text("slowly")
    for one in pair:
        judged(one, "words")
    ana.page.get_by_role("button", name="Send").click()
    ana.page.get_by_label("Show each letter as I type it").uncheck()
    assert SAID not in place.practice.dump() + place.practice.logs()


@pytest.mark.hazard("H06")
def test_someone_came_in_and_nothing_is_heard_or_seen_until_they_are_back(pair: Pair):
    ana, clara = pair
    ana.sees_a_moving_picture()
    ana.page.keyboard.press("Escape")
    expect(ana.page.get_by_role("dialog", name="List")).to_be_visible()
    clara.is_told("Someone came in where Ana is.")
    judged(ana, "covered")
    judged(clara, "told-of-the-cover")
    clara.hears_silence()
    assert ana.page.evaluate(
        "() => [...document.querySelectorAll('video, audio')].every((sound) => sound.muted)"
    )
    ana.page.keyboard.press("Escape")
    ana.is_told("You are back. Your microphone and camera are still off.")
    expect(clara.page.locator("[data-covers]")).to_have_text("")
    ana.press("Unmute")
    ana.press("Start camera")
    clara.hears_something()
    clara.sees_a_moving_picture()


def a_guest(pair: Pair, place: Place) -> InRoom:
    """Clara names an interpreter, Ana agrees, both within the call; the link is opened by somebody else."""
    ana, clara = pair
    browser = clara.page.context.browser
    assert browser is not None
    with clara.page.context.expect_page() as tab:
        clara.page.get_by_text("Who else comes in").click()
        clara.page.get_by_role("link", name="Name somebody").click()
    tab.value.get_by_label("Their name").fill("Iris")
    tab.value.get_by_label("Interpreter").check()
    tab.value.get_by_label("For the whole session").check()
    tab.value.get_by_role("button", name="Ask my client").click()
    tab.value.get_by_text("has not answered yet").wait_for()
    tab.value.close()
    ana.page.get_by_role("button", name="Yes, they may").click()
    link = clara.page.locator("[data-guests] .address")
    link.wait_for(timeout=PATIENCE)
    page, watch = somebody(browser, place.practice.address, "phone", dark=False, js=True)
    page.add_init_script(BY_THE_WAY % f'{{policy: "relay", urls: {place.over_the_relay!r}}}')
    page.goto(link.inner_text())
    return InRoom(page, watch, "Iris")


def test_a_third_person_comes_in_when_all_agree_and_either_sends_them_out_at_once(pair: Pair, place: Place):
    ana, clara = pair
    iris = a_guest(pair, place)
    judged(iris, "guest-door")
    iris.page.get_by_role("button", name="Ask to come in").click()
    iris.page.get_by_role("heading", name="You are waiting").wait_for()
    judged(iris, "guest-waits")
    clara.page.get_by_role("button", name=re.compile("^Let in")).click()
    iris.page.wait_for_url("**/call/", timeout=PATIENCE)
    for one in pair:
        one.page.locator("[data-tile]").filter(has_text="Iris").wait_for(timeout=PATIENCE)
    iris.hears_something()
    opened(iris)
    assert SAID not in log(iris)
    write(iris, "I can hear you both")
    for one in pair:
        reads(one, "I can hear you both")
        judged(one, "three")
    judged(iris, "guest")
    ana.page.get_by_role("button", name="Remove Iris").click()
    iris.page.wait_for_url("**/room/left/", timeout=PATIENCE)
    for one in pair:
        expect(one.page.locator("[data-tile]").filter(has_text="Iris")).to_have_count(0)
    judged(iris, "guest-out")
    iris.page.go_back()
    expect(iris.page.get_by_role("heading", name="This address shows nothing now")).to_be_visible()
    assert not iris.watch.faults
    for one in pair:  # what led to the guest is hung up, and the two go on
        states = one.page.evaluate("() => connections.map((pc) => pc.connectionState)")
        assert states.count("connected") == 1, states
        assert set(states) == {"connected", "closed"}, states
