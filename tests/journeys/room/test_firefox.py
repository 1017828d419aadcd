"""Two browsers of different makers meet: the client in Firefox, the therapist in Chromium."""

from pathlib import Path

import pytest
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
from tests.journeys.running import Running, a_practice

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browsers


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Running:
    with a_practice(tmp_path_factory.mktemp("firefox"), on_postgresql=False) as running:
        yield running


def test_firefox_and_chromium_see_and_hear_each_other(
    practice: Running, playing: Playwright, tmp_path: Path
) -> None:
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
