"""One pair of people, who stay in their room through all tests of a file; their practice has a relay of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.room.meeting import ANA, CLARA, InRoom, a_browser_with_a_camera, come, meet
from tests.journeys.room.place import Place, a_place


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with a_place(tmp_path_factory.mktemp("room")) as found:
        yield found


@pytest.fixture(scope="module")
def pair(place: Place) -> Iterator[tuple[InRoom, InRoom]]:
    """Ana and Clara, in their room, each with camera and microphone; Ana's line goes over the one that can be made bad."""
    with sync_playwright() as playwright:
        browser = a_browser_with_a_camera(playwright.chromium)
        clara = come(browser, place.practice, CLARA, urls=place.over_the_relay, policy="relay")
        ana = come(browser, place.practice, ANA, device="phone", urls=place.over_the_bad_line, policy="relay")
        meet(ana, clara)
        yield ana, clara
        faults = ana.watch.faults + clara.watch.faults
        browser.close()
    assert not faults, "\n".join(faults)
