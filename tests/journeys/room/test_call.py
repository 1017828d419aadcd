"""The call between two real browsers: a picture that moves and a voice that is heard, whatever happens to the line.

One pair stays in one room. Its way is a relay, and Ana's line to it can be made bad. Every other way is in bin/drill.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import SIZES, axe, look
from tests.journeys.room.meeting import PATIENCE, InRoom
from tests.journeys.room.place import Place

Pair = tuple[InRoom, InRoom]


def both_see_and_hear(pair: Pair) -> None:
    for one in pair:
        one.sees_a_moving_picture()
        one.hears_something()


def is_well(one: InRoom, name: str) -> None:
    axe(one.page)
    look(one.page, f"room-{name}")


def test_they_see_and_hear_each_other_through_the_relay_alone(pair: Pair):
    both_see_and_hear(pair)
    for one in pair:
        received = one.received()
        assert (received["way"], received["protocol"], received["dtls"]) == ("relay", "udp", "connected")
    is_well(pair[0], "client")
    is_well(pair[1], "therapist")


def test_picture_and_controls_fit_one_screen_of_a_phone_and_help_and_leave_are_there(pair: Pair):
    ana, _clara = pair
    for name in ("Mute", "Stop camera", "Captions", "Write", "Someone came in", "Settings"):
        button = ana.page.get_by_role("group", name="Your voice and picture").get_by_role("button", name=name)
        expect(button).to_be_in_viewport(ratio=1)
        box = button.bounding_box()
        assert box and box["width"] >= 48 and box["height"] >= 48, name
    expect(ana.page.get_by_role("link", name="Hang up")).to_be_in_viewport(ratio=1)
    help_and_leave = ana.page.get_by_role("navigation", name="Quick help")
    for name in ("Help now", "Leave"):
        expect(help_and_leave.get_by_role("link", name=name)).to_be_in_viewport(ratio=1)
    tile = ana.page.locator("[data-tile]").bounding_box()
    assert tile and tile["height"] > 300


def test_what_is_left_to_ask_stays_folded_above_the_picture_on_a_phone_and_open_beside_it_elsewhere(
    pair: Pair,
):
    """On a screen of either size the picture and every control of the therapist's are there without scrolling."""
    _ana, clara = pair
    before = clara.page.viewport_size
    assert before
    for device, is_open in (("phone", False), ("desktop", True)):
        clara.page.set_viewport_size(SIZES[device])
        clara.page.reload()
        questions = clara.page.get_by_role("group").filter(has_text="Ask before you begin")
        expect(questions.get_by_text("Ask before you begin")).to_be_in_viewport(ratio=1)
        expect(clara.page.get_by_label("Where are they right now?")).to_be_visible(visible=is_open)
        expect(clara.page.locator("[data-tile]")).to_be_in_viewport(ratio=1)
        expect(clara.page.get_by_role("button", name="Two minutes to land")).to_be_in_viewport(ratio=1)
        expect(clara.page.get_by_role("link", name="Hang up")).to_be_in_viewport(ratio=1)
    clara.page.set_viewport_size(before)
    clara.sees_a_moving_picture()


def test_what_a_therapist_was_told_stays_typed_while_the_other_comes_and_goes(pair: Pair):
    ana, clara = pair
    place = clara.page.get_by_label("Where are they right now?")
    place.fill("The car")
    clara.page.get_by_label("Yes, someone can hear").check()
    clara.page.get_by_role("heading", level=1).click()
    with clara.page.expect_response("**/who/all/"):
        ana.page.reload()
    clara.sees_a_moving_picture()
    expect(place).to_have_value("The car")
    expect(clara.page.get_by_label("Yes, someone can hear")).to_be_checked()
    place.fill("")
    clara.page.get_by_role("button", name="Save, and begin").click()
    expect(clara.page.get_by_text("Ask where they are.")).to_be_visible()
    expect(place).to_be_focused()


def test_ones_own_picture_is_hidden_until_one_asks_for_it(pair: Pair):
    ana, _clara = pair
    own = ana.page.locator("[data-own]")
    expect(own).to_be_hidden()
    expect(ana.page.locator("[data-tile] [data-initial]")).to_have_text("C")  # of Dr Clara Vale
    ana.press("Settings")
    is_well(ana, "settings")
    ana.page.get_by_label("Show my own picture").check()
    expect(own).to_be_visible()
    ana.page.get_by_label("Show my own picture").uncheck()
    expect(own).to_be_hidden()
    ana.page.get_by_role("button", name="Close settings").click()
    assert ana.page.evaluate("() => document.activeElement.dataset.do") == "settings"


def test_who_is_muted_is_not_heard_and_both_are_told_in_words(pair: Pair):
    ana, clara = pair
    ana.press("Mute")
    ana.is_told("You are muted.")
    expect(clara.page.locator("[data-tile] [data-about]")).to_have_text("muted")
    clara.hears_silence()
    ana.press("Unmute")
    clara.hears_something()


def test_camera_off_is_a_calm_field_and_on_again_a_picture(pair: Pair):
    ana, clara = pair
    ana.press("Stop camera")
    ana.is_told("Your camera is off. That is fine.")
    expect(clara.page.locator("[data-tile] [data-still]")).to_have_text("Camera off")
    clara.hears_something()
    is_well(clara, "camera-off")
    clara.page.reload()  # no picture has come to this page: it is loaded, and the voice is played, all the same
    expect(clara.page.locator("[data-tile] [data-still]")).to_have_text("Camera off", timeout=PATIENCE)
    clara.hears_something()
    ana.press("Start camera")
    clara.sees_a_moving_picture()


def test_single_keys_work_only_for_whoever_switched_them_on_and_not_while_one_types(pair: Pair):
    _ana, clara = pair
    heading = clara.page.get_by_role("heading", level=1)
    heading.click()
    clara.page.keyboard.press("m")
    expect(clara.page.get_by_role("button", name="Mute", exact=True)).to_be_visible()
    clara.press("Settings")
    clara.page.get_by_label("Single keys").check()
    clara.page.get_by_role("button", name="Close settings").click()
    heading.click()
    clara.page.keyboard.press("m")
    expect(clara.page.get_by_role("button", name="Unmute", exact=True)).to_be_visible()
    clara.page.keyboard.press("m")
    clara.page.get_by_label("Your words").press_sequentially("mm")
    expect(clara.page.get_by_role("button", name="Mute", exact=True)).to_be_visible()
    clara.page.get_by_label("Your words").fill("")


def test_another_camera_is_taken_without_a_new_call(pair: Pair):
    ana, clara = pair
    before = ana.page.evaluate("() => window.connections.length")
    ana.press("Settings")
    cameras = ana.page.get_by_label("Camera", exact=True)
    cameras.select_option(index=cameras.locator("option").count() - 1)
    ana.page.get_by_role("button", name="Close settings").click()
    clara.sees_a_moving_picture()
    assert ana.page.evaluate("() => window.connections.length") == before


@pytest.mark.hazard("H04")
def test_after_both_load_the_page_again_at_once_they_see_and_hear_each_other(pair: Pair):
    for one in pair:
        one.page.evaluate("() => setTimeout(() => location.reload())")
    for one in pair:
        one.page.wait_for_function("() => window.connections?.length")
    both_see_and_hear(pair)


@pytest.mark.hazard("H04")
def test_a_line_that_was_gone_comes_back_by_itself_and_it_was_said(pair: Pair, place: Place):
    ana, clara = pair
    place.lossy.is_cut = True
    ana.is_told("The line stopped. Trying again…")
    clara.is_told("The line stopped. Trying again…")
    is_well(ana, "stopped-client")
    is_well(clara, "stopped-therapist")
    place.lossy.is_cut = False
    both_see_and_hear(pair)
    expect(ana.page.locator("[data-tile] [data-still]")).to_have_text("")


@pytest.mark.hazard("H04")
def test_a_relay_that_died_and_was_started_again_is_taken_again(pair: Pair, place: Place):
    place.relay.kill()
    for one in pair:
        one.is_told("The line stopped. Trying again…")
    place.relay.start()
    both_see_and_hear(pair)


@pytest.mark.hazard("H04")
def test_on_a_line_that_loses_a_third_the_voice_comes_first_and_it_says_so(pair: Pair, place: Place):
    ana, clara = pair
    place.lossy.loss, place.lossy.delay = 0.35, 0.1
    try:
        ana.is_told("The voice comes first.", within=60_000)
        clara.hears_something()
        ana.hears_something()
        is_well(ana, "voice-first")
    finally:
        place.lossy.loss, place.lossy.delay = 0, 0


def test_who_hangs_up_is_gone_by_choice_and_may_come_again(pair: Pair):
    ana, clara = pair
    ana.page.get_by_role("link", name="Hang up").click()
    ana.page.wait_for_url(re.compile(r"/me/"))
    clara.is_told("Ana went out.")
    expect(clara.page.locator("[data-tile]")).to_have_count(0)
