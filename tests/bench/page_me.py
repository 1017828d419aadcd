"""A client's home on the demonstration's data, in process: how many queries, how many milliseconds (ASSURANCE D6.5).

The milliseconds stand beside those of the list of sessions, a plain page for the same client: the machine's speed cancels out.
"""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.figures import Figures, figure
from tests.journeys.running import ROOT, environment

MOST_QUERIES = 8  # the target
RUNS = 60


def measure(folder: Path) -> Figures:
    command = [sys.executable, "-m", "tests.bench.page_me"]
    told = subprocess.run(command, cwd=ROOT, env=environment(folder, 0, ""), check=True, capture_output=True)
    found = json.loads(told.stdout)
    return {
        "page_me_queries": figure(found["queries"], "queries", baseline=MOST_QUERIES),
        "page_me": figure(found["home"], "ms", baseline=found["plain"]),
    }


def inside() -> None:
    """Runs with the settings of the demonstration practice."""
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "waylight.config.settings"
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(headers={"host": "localhost"})
    browser.post("/demo/as/ana/")
    browser.get("/me/")
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get("/me/")
    assert answer.status_code == 200
    reads = [query for query in seen.captured_queries if query["sql"].startswith("SELECT")]
    home, plain = timed(browser, "/me/", "/me/sessions/")
    print(json.dumps({"queries": len(reads), "home": home, "plain": plain}))


def timed(browser, *addresses: str) -> list[float]:
    """The median milliseconds of each, asked by turns."""
    import statistics
    import time

    took: dict[str, list[float]] = {address: [] for address in addresses}
    for _ in range(RUNS):
        for address in addresses:
            start = time.perf_counter()
            browser.get(address)
            took[address].append((time.perf_counter() - start) * 1000)
    return [statistics.median(took[address]) for address in addresses]


if __name__ == "__main__":
    inside()
