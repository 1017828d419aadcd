"""coturn itself, as deploy/turn-server sets it up: it takes our names for their time, and reaches no machine beside it."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.running import ROOT, free_port
from waylight.video import servers

KEY = "71" * 32
PATIENCE = 20  # seconds
REFUSED, NOT_LET_IN = "error 403 (Forbidden IP)", "Cannot complete Allocation"
# A home or an office, the machine itself, what a cloud says about its machines.
BESIDE = ["10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254"]


def written(folder: Path) -> str:
    """What the script would put into /etc/turnserver.conf."""
    command = [ROOT / "deploy/turn-server", "--print", "turn.example.org"]
    surroundings = {"PATH": os.environ["PATH"] + ":/usr/sbin", "WAYLIGHT_TURN_KEY": KEY}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=surroundings).stdout


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder, port = tmp_path_factory.mktemp("turn"), free_port()
    here = f"listening-ip=127.0.0.1\nrelay-ip=127.0.0.1\npidfile={folder}/pid\nuserdb={folder}/db\n"
    file = folder / "turnserver.conf"
    file.write_text(written(folder).replace("=3478", f"={port}") + here, encoding="ascii")
    quiet: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    process = subprocess.Popen([shutil.which("turnserver") or "turnserver", "-c", file], **quiet)
    try:
        wait_for(port)
        yield port
    finally:
        process.kill()
        process.wait(timeout=PATIENCE)


def wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
    raise RuntimeError("coturn did not start: sudo apt install coturn")


def tries(port: int, entry: dict[str, str], peer: str) -> str:
    """What coturn's own client says when it asks for a way to that peer."""
    command = ["turnutils_uclient", "-c", "-n", "1", "-e", peer, "-p", str(port)]
    command += ["-u", entry["username"], "-w", entry["credential"], "127.0.0.1"]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE).stdout


def a_name(settings: Any, until: datetime) -> dict[str, str]:
    settings.TURN, settings.TURN_KEY = ["turn:turn.example.org"], KEY
    return servers.fresh("room", until)[0]


@pytest.mark.parametrize("peer", BESIDE)
def test_it_takes_a_name_of_ours_and_reaches_no_machine_beside_it(port, settings, peer):
    said = tries(port, a_name(settings, datetime.now(UTC) + timedelta(days=3650)), peer)
    assert REFUSED in said
    assert NOT_LET_IN not in said


def test_a_name_whose_time_is_over_is_refused(port, settings):
    said = tries(port, a_name(settings, datetime(2026, 1, 1, tzinfo=UTC)), "10.0.0.1")
    assert NOT_LET_IN in said


def test_a_name_with_another_word_is_refused(port, settings):
    entry = a_name(settings, datetime.now(UTC) + timedelta(days=3650)) | {"credential": "AAAA"}
    assert NOT_LET_IN in tries(port, entry, "10.0.0.1")


def test_it_writes_nobody_down_and_speaks_tls_with_a_certificate(tmp_path):
    plain = written(tmp_path)
    assert "log-file=/dev/null" in plain.splitlines()
    assert {"use-auth-secret", f"static-auth-secret={KEY}", "realm=turn.example.org"} <= set(
        plain.splitlines()
    )
    assert "no-tls" in plain.splitlines()
    command = [ROOT / "deploy/turn-server", "--print", "turn.example.org", "/c.pem", "/k.pem"]
    surroundings = {"PATH": os.environ["PATH"], "WAYLIGHT_TURN_KEY": KEY}
    with_tls = subprocess.run(command, check=True, capture_output=True, text=True, env=surroundings).stdout
    assert {"cert=/c.pem", "pkey=/k.pem", "tls-listening-port=5349"} <= set(with_tls.splitlines())
    assert "no-tls" not in with_tls.splitlines()
