"""Two people of one session, each at another web process: they hear of each other through Redis, and see each other."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from tests.journeys.room.meeting import ANA, CLARA, InRoom, a_browser_with_a_camera, come, meet
from tests.journeys.running import Running, a_practice, another_server, free_port

pytestmark = pytest.mark.only_on("postgresql")  # what many web processes share
PATIENCE = 20  # seconds


class Redis:
    """A server of our own that keeps nothing, which a test can end and start again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"redis://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program, "This journey needs Redis: sudo apt install redis-server"
        command = [
            program,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.05)
        raise RuntimeError("Redis did not start.")

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=PATIENCE)
            self.process = None

    def says(self, *words: str) -> str:
        command = ["redis-cli", "-p", str(self.port), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE).stdout


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    server = Redis(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.end()


@contextmanager
def two_servers(folder: Path, redis: Redis) -> Iterator[tuple[Running, Running]]:
    through = {"WAYLIGHT_REDIS": redis.address}
    with (
        a_practice(folder, on_postgresql=True, **through) as first,
        another_server(first, **through) as second,
    ):
        yield first, second


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, redis: Redis) -> Iterator[tuple[Running, Running]]:
    with two_servers(tmp_path_factory.mktemp("two"), redis) as both:
        yield both


@pytest.fixture(scope="module")
def browser(playing: Playwright) -> Iterator[Browser]:
    found = a_browser_with_a_camera(playing.chromium)
    yield found
    found.close()


@pytest.fixture(scope="module")
def both(browser: Browser, servers: tuple[Running, Running]) -> Iterator[tuple[InRoom, InRoom]]:
    ana, clara = come(browser, servers[0], ANA), come(browser, servers[1], CLARA)
    meet(ana, clara)
    yield ana, clara
    for person in (ana, clara):
        person.page.context.close()


def test_they_see_and_hear_each_other(both):
    ana, clara = both
    for person in (ana, clara):
        person.sees_a_moving_picture()
        person.hears_something()


def test_redis_keeps_nothing_of_it(both, redis):
    assert redis.says("DBSIZE").strip() == "0"


def test_while_redis_is_away_they_go_on_and_afterwards_who_comes_anew_is_found(both, redis):
    ana, clara = both
    redis.end()
    ana.sees_a_moving_picture()
    clara.hears_something()
    redis.start()
    ana.page.reload()
    for person in (ana, clara):
        person.sees_a_moving_picture(within=40_000)
