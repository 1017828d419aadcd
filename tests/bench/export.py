"""A client's whole record as one file of FHIR: seconds, and memory beyond the file itself, for one year and for five.

A year is an entry of the diary a day. The baseline of five years is five times one year: above it, the time would grow
faster than the record.
"""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.figures import Figures, figure
from tests.journeys.running import ROOT, environment

DAYS, YEARS = 365, 5
DIARY = "cbt-urge-diary"


def measure(folder: Path) -> Figures:
    command = [sys.executable, "-m", "tests.bench.export"]
    told = subprocess.run(command, cwd=ROOT, env=environment(folder, 0, ""), check=True, capture_output=True)
    one, five = json.loads(told.stdout)
    return {
        "export_seconds": figure(five["seconds"], "s", baseline=one["seconds"] * YEARS),
        "export_memory": figure(five["memory"], "MB", baseline=five["file"]),
        "export_file": figure(five["file"], "MB", baseline=one["file"] * YEARS),
    }


def inside() -> None:
    """Runs with the settings of the demonstration practice; prints the figures of one year, and of five."""
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "waylight.config.settings"
    import django

    django.setup()
    from django.db import transaction

    from waylight.accounts.models import User

    person = User.objects.get(email__startswith="ana@")
    found = []
    with transaction.atomic():
        for years in (1, YEARS):
            write(person.client, DAYS * years - count(person.client))
            found.append(taken(person))
        transaction.set_rollback(True)
    print(json.dumps(found))


def count(client) -> int:
    return client.entries.filter(exercise=DIARY).count()


def write(client, entries: int) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from waylight.exercises import catalogue
    from waylight.exercises.models import Entry

    version, now = catalogue.get(DIARY).version, timezone.now()
    for number in range(entries):
        at = now - timedelta(hours=number * 24)
        row = Entry(
            client=client, exercise=DIARY, version=version, started_at=at, saved_at=at, finished_at=at
        )
        row.answers = {
            "urge_peak": number % 11,
            "when": at.isoformat(),
            "before": "A few words about the day. " * 4,
        }
        row.save(force_insert=True)


def taken(person) -> dict[str, float]:
    import time
    import tracemalloc

    from django.utils import timezone

    from waylight.fhir import bundles, reading
    from waylight.fhir.resources import KINDS
    from waylight.privacy import keyring

    def file() -> bytes:
        with keyring.fresh():
            reader = reading.own(person, KINDS)
            assert reader is not None
            return b"".join(bundles.own_record(reader, "https://waylight.example/fhir", timezone.now()))

    file()
    began = time.perf_counter()
    size = len(file())
    seconds = time.perf_counter() - began
    tracemalloc.start()
    file()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"seconds": seconds, "memory": peak / 1e6, "file": size / 1e6}


if __name__ == "__main__":
    inside()
