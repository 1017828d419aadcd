"""The journeys: a real browser before the real server, started once a run. They know nothing of Django.

`phone`, `desktop` and `no_js` are pages of three different people; `someone(...)` brings in another. Each
test fails at its end if a page asked another host for something, or complained on the console.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.journeys.browsing import Watch, somebody
from tests.journeys.running import Running, a_practice, headless_chromium
from tests.journeys.wire import Wire

HERE = Path(__file__).parent
ON_POSTGRESQL = os.environ.get("WAYLIGHT_DATABASE", "").startswith("postgresql")

Someone = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with a_practice(tmp_path_factory.mktemp("practice"), on_postgresql=ON_POSTGRESQL) as running:
        yield running


@pytest.fixture(scope="session")
def playing() -> Iterator[Playwright]:
    """What drives the browsers. There is one at a time in a process, whichever browsers are wanted."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playing: Playwright) -> Iterator[Browser]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    quiet = ["--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"]
    found = playing.chromium.launch(executable_path=headless_chromium(), args=[*as_root, *quiet])
    yield found
    found.close()


@pytest.fixture
def wire(practice: Running) -> Iterator[Wire]:
    """A line to the practice that the test can cut."""
    wire = Wire(practice.address)
    yield wire
    wire.cut()


@pytest.fixture
def someone(browser: Browser, practice: Running) -> Iterator[Someone]:
    """`someone("phone", dark=True, js=False, timezone_id="Europe/Athens")` is a page in a fresh browser."""
    watches: list[Watch] = []
    pages: list[Page] = []

    def come(device: str = "desktop", *, dark: bool = False, js: bool = True, **more: Any) -> Page:
        page, watch = somebody(browser, practice.address, device, dark=dark, js=js, **more)
        watches.append(watch)
        pages.append(page)
        return page

    yield come
    for page in pages:
        page.context.close()
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def phone(someone: Someone) -> Page:
    return someone("phone")


@pytest.fixture
def desktop(someone: Someone) -> Page:
    return someone("desktop")


@pytest.fixture
def no_js(someone: Someone) -> Page:
    return someone("phone", js=False)
