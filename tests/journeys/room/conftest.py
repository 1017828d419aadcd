"""One pair of people, who stay in their room through all tests of a file; their practice has a relay of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from tests.journeys.room.meeting import ANA, CLARA, InRoom, a_browser_with_a_camera, come, meet
from tests.journeys.room.place import Place, a_place


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What two browsers do proves nothing about the database: one is enough (test_two_processes.py takes the larger one)."""
    for item in items:
        if "place" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.only_on("sqlite"))


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with a_place(tmp_path_factory.mktemp("room")) as found:
        yield found


@pytest.fixture(scope="module")
def pair(place: Place, playing: Playwright) -> Iterator[tuple[InRoom, InRoom]]:
    """Ana and Clara, in their room, each with camera and microphone; Ana's line goes over the one that can be made bad."""
    browser = a_browser_with_a_camera(playing.chromium)
    clara = come(browser, place.practice, CLARA, urls=place.over_the_relay, policy="relay")
    ana = come(browser, place.practice, ANA, device="phone", urls=place.over_the_bad_line, policy="relay")
    meet(ana, clara)
    yield ana, clara
    faults = ana.watch.faults + clara.watch.faults
    browser.close()
    assert not faults, "\n".join(faults)
