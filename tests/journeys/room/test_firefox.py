"""Two browsers of different makers meet: the client in Firefox, the therapist in Chromium."""

from playwright.sync_api import Playwright

from tests.journeys.room.firefox import a_firefox
from tests.journeys.room.meeting import (
    ANA,
    CLARA,
    a_browser_with_a_camera,
    address_of_the_room,
    come,
    lets_in,
)
from tests.journeys.room.place import Place


def test_firefox_and_chromium_see_and_hear_each_other(place: Place, playing: Playwright) -> None:
    practice = place.practice
    with a_firefox(practice.address) as ana:
        browser = a_browser_with_a_camera(playing.chromium)
        clara = come(browser, practice, CLARA)
        room = address_of_the_room(clara)
        ana.ask("stepIn", **{"as": ANA})
        ana.ask("go", to=f"{room}waiting/")
        ana.ask("camera")
        clara.page.goto(f"{room}call/")
        lets_in(clara)
        ana.comes_to("/call/")
        clara.sees_a_moving_picture()
        ana.sees_a_moving_picture()
        clara.hears_something()
        clara.page.reload()  # and once more, Firefox being the one that stays
        clara.sees_a_moving_picture()
        ana.sees_a_moving_picture()
        assert ana.ask("faults") == []
        assert clara.watch.faults == []
        browser.close()
