"""Pages of a client who has written in the diary every day for five years: how many queries, how many milliseconds.

A page of a list, and the client's first page, are to take as long as after one year; a chart of everything five times as long.
"""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.export import DAYS, YEARS, count, write
from tests.bench.figures import Figures, figure
from tests.bench.page_me import timed
from tests.journeys.running import ROOT, environment

MOST_QUERIES = 12  # pages stay under it
EVERYTHING = "/me/seeing/?period=all"
PAGES = ("/me/", "/me/practice/", "/me/diary/", "/me/goals/", EVERYTHING)


def measure(folder: Path) -> Figures:
    command = [sys.executable, "-m", "tests.bench.me_page"]
    told = subprocess.run(command, cwd=ROOT, env=environment(folder, 0, ""), check=True, capture_output=True)
    one, five = json.loads(told.stdout)
    figures = {
        "me_page_queries": figure(max(five["queries"].values()), "queries", baseline=MOST_QUERIES),
        "me_page_everything": figure(five["ms"][EVERYTHING], "ms", baseline=one["ms"][EVERYTHING] * YEARS),
    }
    for address in PAGES[:-1]:
        name = "me_page_" + (address.strip("/").replace("me", "").strip("/") or "first")
        figures[name] = figure(five["ms"][address], "ms", baseline=one["ms"][address])
    return figures


def inside() -> None:
    """Runs with the settings of the demonstration practice; what it writes is undone."""
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "waylight.config.settings"
    import django

    django.setup()
    from django.db import transaction
    from django.test import Client

    from waylight.accounts.models import User
    from waylight.care import chart_notes

    person = User.objects.get(email__startswith="ana@")
    found = []
    with transaction.atomic():
        chart_notes.show(person.client, "urges", True, by=person)
        browser = Client(headers={"host": "localhost"})
        browser.post("/demo/as/ana/")
        for years in (1, YEARS):
            write(person.client, DAYS * years - count(person.client))
            found.append(
                {"queries": queries(browser), "ms": dict(zip(PAGES, timed(browser, *PAGES), strict=True))}
            )
        transaction.set_rollback(True)
    print(json.dumps(found))


def queries(browser) -> dict[str, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for address in PAGES:
        browser.get(address)
        with CaptureQueriesContext(connection) as seen:
            answer = browser.get(address)
        assert answer.status_code == 200, address
        found[address] = len([query for query in seen.captured_queries if query["sql"].startswith("SELECT")])
    return found


if __name__ == "__main__":
    inside()
