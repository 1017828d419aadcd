"""Starts and ends the real thing: the demonstration practice, on a database and a port of its own."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.prepared import ROOT, copy_into, copy_into_postgresql, environment

PATIENCE = 120  # seconds for the database, the demonstration practice and the first answer


@dataclass(frozen=True)
class Running:
    """Where the practice answers, and what it left behind on disk."""

    address: str
    folder: Path
    database: str  # its PostgreSQL address, or nothing for the embedded file

    def logs(self) -> str:
        return "".join(file.read_text(encoding="utf-8") for file in sorted(self.folder.glob("*.log")))

    def dump(self) -> str:
        """All that the database holds, opened with the file's key: what whoever stole both would read."""
        if self.database:
            command = ["pg_dump", "--inserts", self.database]
            return subprocess.run(command, check=True, capture_output=True, text=True).stdout
        import sqlcipher3

        key = (self.folder / "keys" / "database").read_text(encoding="ascii")
        with closing(sqlcipher3.connect(self.folder / "waylight.sqlite3")) as connection:
            connection.execute(f"PRAGMA key=\"x'{key[:64]}'\"")
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            rows = (row for (table,) in tables for row in connection.execute(f'SELECT * FROM "{table}"'))
            return "\n".join(plain(value) for row in rows for value in row)


def plain(value: object) -> str:
    """Bytes as they would read if they were text."""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


@contextmanager
def a_practice(folder: Path, *, on_postgresql: bool, **more: str) -> Iterator[Running]:
    """A practice that runs while one is in it; `more` are variables of its own (`WAYLIGHT_PSEUDO="1"`)."""
    with a_postgresql_database(folder) if on_postgresql else an_embedded_one(folder) as database:
        port = free_port()
        running = Running(f"http://localhost:{port}", folder, database)
        with (folder / "out.log").open("w") as out, (folder / "err.log").open("w") as err:
            process = subprocess.Popen(
                [ROOT / "bin" / "run", "load_demo"],
                env=environment(folder, port, database) | more,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )
            try:
                wait_for_an_answer(running, process)
                yield running
            finally:
                process.terminate()
                process.wait(timeout=30)


@contextmanager
def another_server(beside: Running, **more: str) -> Iterator[Running]:
    """A second server on the same database, as on another machine of a larger practice."""
    port = free_port()
    running = Running(f"http://localhost:{port}", beside.folder, beside.database)
    with (beside.folder / f"{port}.log").open("w") as log:
        process = subprocess.Popen(
            [ROOT / "bin" / "run"],
            env=environment(beside.folder, port, beside.database) | more,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            wait_for_an_answer(running, process)
            yield running
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_for_an_answer(running: Running, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{running.address}/help-now/", timeout=5).close()
            return
        except urllib.error.HTTPError as refusal:
            raise RuntimeError(f"Help now answered {refusal.code}.\n{running.logs()}") from refusal
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The practice did not start.\n{running.logs()}")


@contextmanager
def a_postgresql_database(folder: Path) -> Iterator[str]:
    import psycopg

    name = f"waylight_{os.getpid()}_{folder.name}".replace("-", "_")
    copy_into_postgresql(folder, name)
    try:
        yield f"postgresql:///{name}"
    finally:
        with closing(psycopg.connect("dbname=postgres", autocommit=True)) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextmanager
def an_embedded_one(folder: Path) -> Iterator[str]:
    copy_into(folder)
    yield ""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def chromium() -> str:
    """The browser as people have it: for calls, and for whatever is measured."""
    return _program("chromium", "chromium-browser", "google-chrome")


def headless_chromium() -> str:
    """The same engine without windows, a third quicker: for whatever a page does by itself."""
    return _program("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def _program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    raise RuntimeError("The journeys need Chromium: sudo apt install chromium")
