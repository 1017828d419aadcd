"""Starts the servers that are measured, waits for their first answer, and ends them by their own process id."""

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.running import ROOT

WAYLIGHT = "waylight.config.asgi:application"
PLAIN = "tests.bench.plain:application"
PATIENCE = 30  # seconds


@contextmanager
def served(command: list[str], address: str, environment: dict[str, str]) -> Iterator[tuple[int, float]]:
    """The server's process id, and the seconds from its start to its first answer."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    try:
        while not answers(address):
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE:
                raise RuntimeError(f"{command[0]} did not answer at {address}.")
            time.sleep(0.002)
        yield process.pid, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(timeout=20)


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        raise
    except OSError:
        return False
    return True


def granian(application: str, port: int) -> list[str]:
    """As bin/run starts it: one worker process."""
    options = f"--interface asginl --host 127.0.0.1 --port {port} --workers 1 --ws --workers-kill-timeout 5 --log-level warning"
    return [str(ROOT / ".venv/bin/granian"), *options.split(), application]


def nginx(folder: Path, port: int) -> list[str]:
    """Serves the files of `folder`, one worker process, as fast as it can."""
    user = "user root;" if os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own_folders = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"""{user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr;
        events {{ }}
        http {{ {own_folders} access_log off; sendfile on; open_file_cache max=10; default_type text/html;
        server {{ listen 127.0.0.1:{port}; root {folder}; }} }}"""
    )
    return [program("nginx", "nginx-light"), "-e", "stderr", "-c", str(folder / "nginx.conf")]


def requests_a_second(address: str, seconds: int = 6) -> float:
    command = [program("wrk", "wrk"), "-t1", "-c16", f"-d{seconds}s", address]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 20).stdout
    assert "Non-2xx" not in answer, answer
    return float(answer.split("Requests/sec:")[1].split()[0])


def program(name: str, package: str) -> str:
    found = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")
    if not found:
        raise SystemExit(f"This benchmark needs {name}: sudo apt install {package}")
    return found


def memory(pid: int) -> float:
    """Megabytes of a process and those it started, shared pages counted once (PSS)."""
    family, tasks = [pid], Path(f"/proc/{pid}/task")
    for task in tasks.iterdir():
        family += [int(child) for child in (task / "children").read_text().split()]
    rollups = [Path(f"/proc/{member}/smaps_rollup").read_text() for member in family]
    return sum(int(text.split("\nPss:")[1].split()[0]) for text in rollups) / 1024
