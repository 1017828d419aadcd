"""What holds for every test: no network, a clock that can be set, and no test that is skipped."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.running import headless_chromium

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
real_connect = socket.socket.connect
real_connect_ex = socket.socket.connect_ex


def refuse_the_network(address: Any) -> None:
    if isinstance(address, tuple) and address[0] not in LOOPBACK:
        raise PermissionError(f"A test tried to reach {address[0]}: the network is blocked.")


def connect(self: socket.socket, address: Any) -> None:
    refuse_the_network(address)
    real_connect(self, address)


def connect_ex(self: socket.socket, address: Any) -> int:
    refuse_the_network(address)
    return real_connect_ex(self, address)


def pytest_configure() -> None:
    socket.socket.connect = connect  # type: ignore[method-assign]
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign]
    # What hypothesis tries is the same in each run, and takes as long as the machine needs.
    settings.register_profile(
        "always-the-same",
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("always-the-same")


def the_database() -> str:
    return "postgresql" if os.environ.get("WAYLIGHT_DATABASE", "").startswith("postgresql") else "sqlite"


def runs_here(item: pytest.Item) -> bool:
    """Not a test of the other database alone; and one that asks no database is run once, on the embedded one."""
    only = item.get_closest_marker("only_on")
    if only is not None:
        return the_database() in only.args
    return the_database() == "sqlite" or any(
        item.get_closest_marker(name) for name in ("django_db", "journey")
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what has its run on the other database; the journeys, with a browser, come last."""
    wanted, other = [], []
    for item in items:
        (wanted if runs_here(item) else other).append(item)
    items[:] = sorted(wanted, key=lambda item: item.get_closest_marker("journey") is not None)
    if other:
        config.hook.pytest_deselected(items=other)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped. A skipped test proves nothing: mend it or delete it."
    return report


TODAY = datetime(2026, 11, 24, 9, tzinfo=UTC)  # a Tuesday


@pytest.fixture(autouse=True)
def a_day_like_any_other(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test begins on the same morning, so that none breaks as numbers and texts age. A journey runs in real time."""
    if request.node.get_closest_marker("journey"):
        yield
        return
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For scripts and styles on pages that a test makes: no server, no network. Gone before a database is asked."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=headless_chromium(), args=as_root)
        yield found
        found.close()


@pytest.fixture
def clock() -> Iterator[Callable[[str | datetime], None]]:
    """`clock("2026-11-26 09:00+00:00")` stops the time there; call it again to go on."""
    travellers: list[time_machine.travel] = []

    def stop() -> None:
        while travellers:
            travellers.pop().stop()

    def at(moment: str | datetime) -> None:
        stop()
        when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        assert when.tzinfo, "Say which zone: 2026-11-26 09:00+00:00"
        travellers.append(time_machine.travel(when, tick=False))
        travellers[-1].start()

    yield at
    stop()


@pytest.fixture(scope="session", autouse=True)
def the_practice_is_open() -> Iterator[None]:
    """A new practice is not open yet. In tests it is, unless one says so: `a_practice(opened_on=None)`."""
    from waylight.practice.models import Practice

    opened_on = Practice._meta.get_field("opened_on")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opened_on, "_get_default", lambda: date(2026, 1, 5))
        yield


ByAll = Callable[..., AbstractContextManager[None]]


@pytest.fixture(scope="session")
def by_all(django_db_setup: None, django_db_blocker: Any) -> ByAll:
    """`with by_all(moment, act):` what the act writes is found by every test of a module, and gone when the module is done."""
    from django.db import transaction

    @contextmanager
    def found(moment: datetime, act: Callable[[], Any]) -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            with time_machine.travel(moment, tick=False):
                act()
            yield
            transaction.set_rollback(True)

    return found


@pytest.fixture
def visitor() -> Any:
    """Somebody with a browser, who is not signed in."""
    from django.test import Client

    return Client()


@pytest.fixture(scope="session")
def longer_texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue in which every marked text is longer, with accents (tests/pseudo.py)."""
    from tests import pseudo

    folder = tmp_path_factory.mktemp("longer")
    pseudo.keep(folder)
    return folder / "locale"


@pytest.fixture
def longer(longer_texts: Path, settings: Any) -> str:
    """The code of a language that shows which words are not marked: they alone are plain English (tests/unmarked.py)."""
    from tests import pseudo

    settings.LOCALE_PATHS = [longer_texts, *settings.LOCALE_PATHS]
    settings.LANGUAGES = [*settings.LANGUAGES, (pseudo.LONGER, "Longer")]
    return pseudo.LONGER
