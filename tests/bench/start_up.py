"""How long from the start of the process to the first answer, and how much memory it holds then (ASSURANCE D5)."""

import os
import statistics
from pathlib import Path

from tests.bench.figures import Figures, figure
from tests.bench.servers import PLAIN, WAYLIGHT, granian, memory, served
from tests.journeys.running import environment, free_port

RUNS = 5


def measure(folder: Path) -> Figures:
    ours, plain = [], []
    for _ in range(RUNS):  # by turns, so that a slow moment of the machine touches both
        ours.append(once(WAYLIGHT, environment(folder, 0, "")))
        plain.append(once(PLAIN, dict(os.environ)))
    (seconds, megabytes), (plain_seconds, plain_megabytes) = medians(ours), medians(plain)
    return {
        "start_up": figure(seconds, "s", baseline=plain_seconds),
        "start_up_memory": figure(megabytes, "MB", baseline=plain_megabytes),
    }


def once(application: str, surroundings: dict[str, str]) -> tuple[float, float]:
    port = free_port()
    with served(granian(application, port), f"http://localhost:{port}/help-now/", surroundings) as (
        pid,
        seconds,
    ):
        return seconds, memory(pid)


def medians(runs: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(r[0] for r in runs), statistics.median(r[1] for r in runs)
