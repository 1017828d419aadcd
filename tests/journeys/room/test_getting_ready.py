"""Ben gets ready, waits, and is let in by Dr David Osei: each step looked at, with scripts and without (UI.md J5)."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.journeys.browsing import axe, look, somebody
from tests.journeys.people import Person
from tests.journeys.room.meeting import a_browser_with_a_camera, bring_forward
from tests.journeys.room.place import Place

BEN, DAVID = "Ben, another client", "Dr David Osei"
PLACE = "7 Sample Lane, Leeds"


@pytest.fixture(scope="module")
def browser(place: Place, playing: Playwright) -> Iterator[Browser]:
    """A session of theirs is brought forward, so that its room is open."""
    found = a_browser_with_a_camera(playing.chromium)
    page, _watch = somebody(found, place.practice.address, "desktop", dark=False, js=False)
    bring_forward(page, "Ben")
    yield found
    found.close()


def steps_in(browser: Browser, place: Place, who: str, device: str, *, js: bool = True) -> Person:
    page, watch = somebody(browser, place.practice.address, device, dark=device == "phone", js=js)
    person = Person(page, js=js, name=f"ready-{device}")
    person.watch = watch  # type: ignore[attr-defined]
    person.steps_in_as(who)
    return person


def test_without_scripts_one_gets_ready_in_words_and_waits(browser: Browser, place: Place):
    ben = steps_in(browser, place, BEN, "phone", js=False)
    ben.go("/me/")
    ben.follow("Join")
    for heading in ("Your camera", "Your microphone", "Your sound", "Your connection"):
        expect(ben.page.get_by_role("heading", level=1)).to_have_text(heading)
        ben.press("Next")
    for heading in ("Who can hear", "Where you are", "A number, in case"):
        expect(ben.page.get_by_role("heading", level=1)).to_have_text(heading)
        ben.press("Skip this")
    ben.sees("Dr David Osei is not here yet.")
    ben.press("Leave for now")
    ben.sees("You have left for now.")


@pytest.mark.hazard("H04")
def test_what_is_said_in_a_minute_is_seen_before_the_door_opens(browser: Browser, place: Place):
    ben = steps_in(browser, place, BEN, "phone")
    ben.go("/me/")
    room = ben.page.get_by_role("link", name="Join").first.get_attribute("href") or ""
    assert room.startswith("/room/")
    ben.go(f"{room}ready/camera/")
    ben.press("Try the camera")
    ben.sees("Only you see this now.")
    assert ben.page.evaluate("() => document.querySelector('video').srcObject.active")
    ben.press("Camera off")
    ben.press("Next")
    ben.press("Try the microphone")
    ben.sees("We can hear you.")
    ben.press("Next")
    ben.press("Play a soft sound")
    ben.press("Next")
    ben.sees("Your connection is")
    ben.press("Next")
    ben.choose("Can anyone hear you?", "I am not sure")
    ben.page.get_by_label("I cannot speak freely").check()
    ben.press("Next")
    ben.write("Where are you right now?", PLACE)
    ben.press("Next")
    ben.press("Next")
    ben.sees("Dr David Osei is not here yet.")
    _the_door_opens(ben, steps_in(browser, place, DAVID, "desktop"), room)


def _the_door_opens(ben: Person, david: Person, room: str) -> None:
    expect(david.page.get_by_role("main")).to_contain_text(
        re.compile(r"B\. waits since .* They cannot speak freely\.")
    )
    david.page.goto(f"{room}call/")
    for words in ("Ben waits", "They cannot speak freely.", PLACE, "I am not sure"):
        david.sees(words)
    axe(david.page)
    look(david.page, "ready-therapist-sees")
    ben.sees("Dr David Osei is here and will let you in soon.")
    david.page.get_by_role("button", name="5 more minutes").click()
    ben.sees("needs a few more minutes")
    ben.page.reload()
    ben.sees("needs a few more minutes")
    david.page.get_by_role("button", name=re.compile("^Let in")).click()
    ben.page.wait_for_url("**/call/")
    expect(david.page.get_by_role("main")).not_to_contain_text("Ben waits")
    for one in (ben, david):
        assert one.watch.faults == []  # type: ignore[attr-defined]
