"""Sends 100,000 messages that are due to a mail server on this machine: how many a second, and what it costs in memory.

Beside it stand bare inserts into the same database, one row and one commit each: a message is marked twice, before and after.
"""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.bench.figures import Figures, figure
from tests.journeys.running import ROOT, environment, free_port

MESSAGES = 100_000
PEOPLE = 2_000
INSERTS = 5_000
TARGET = 1_000  # messages a second


def measure(folder: Path, messages: int = MESSAGES) -> Figures:
    own, port = folder / "remind", free_port()
    surroundings = environment(own, 0, os.environ.get("WAYLIGHT_DATABASE", "")) | {
        "WAYLIGHT_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "WAYLIGHT_SMTP_HOST": "127.0.0.1",
        "WAYLIGHT_SMTP_PORT": str(port),
    }
    own.mkdir()
    subprocess.run([ROOT / "bin" / "keys"], env=surroundings, check=True, stdout=subprocess.DEVNULL)
    sink = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.sink", str(port)], cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        command = [sys.executable, "-m", "tests.bench.remind", str(messages)]
        told = subprocess.run(command, cwd=ROOT, env=surroundings, check=True, stdout=subprocess.PIPE)
    finally:
        sink.terminate()
        taken = int(sink.communicate(timeout=10)[0])
    found = json.loads(told.stdout)
    assert taken == messages, f"{messages} were due, and {taken} arrived."
    return {
        "remind": figure(found["rate"], "messages/s", baseline=found["inserts"]),
        "remind_target": figure(found["rate"], "messages/s", baseline=TARGET),
        "remind_memory": figure(found["after"], "MB", baseline=found["before"]),
    }


def inside() -> None:
    """Runs with settings and database of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "waylight.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from waylight.notifications import delivery
    from waylight.notifications.models import Notification

    call_command("migrate", verbosity=0)
    messages = int(sys.argv[1])
    queue(messages)
    inserts = bare_inserts()
    sent = delivery.send_due(timezone.now())  # the first ones bring in what Python has not loaded yet
    before, began, first = megabytes(), time.perf_counter(), sent
    while taken := delivery.send_due(timezone.now()):
        sent += taken
    rate = (sent - first) / (time.perf_counter() - began)
    assert sent == Notification.objects.filter(state="sent").count() == messages
    print(json.dumps({"rate": rate, "inserts": inserts, "before": before, "after": megabytes()}))


def queue(messages: int) -> None:
    import uuid

    from django.utils import timezone

    from waylight.notifications.models import Channel, Notification
    from waylight.privacy import keyring

    people = [uuid.uuid4() for _ in range(PEOPLE)]
    for person in people:
        keyring.create(person)
    now = timezone.now()
    with keyring.fresh():
        for first in range(0, messages, 1_000):
            rows = []
            for number in range(first, min(first + 1_000, messages)):
                row = Notification(key=f"reminder:{number}", person_id=people[number % PEOPLE])
                row.channel, row.template, row.due_at = Channel.EMAIL, "offer", now
                row.address, row.words = (
                    f"p{number}@example.org",
                    {"link": f"http://localhost/times/{number}/"},
                )
                rows.append(row)
            Notification.objects.bulk_create(rows)


def bare_inserts() -> float:
    """Rows a second, each in a transaction of its own, as plain SQL."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bare (id varchar(40) PRIMARY KEY, state varchar(10), words varchar(400))"
        )
        began = time.perf_counter()
        for number in range(INSERTS):
            cursor.execute("INSERT INTO bare VALUES (%s, %s, %s)", [f"row {number}", "queued", "x" * 300])
        took = time.perf_counter() - began
        cursor.execute("DROP TABLE bare")
    return INSERTS / took


def megabytes() -> float:
    """What this process holds by itself and with others (PSS)."""
    with suppress(OSError):
        return int(Path("/proc/self/smaps_rollup").read_text().split("\nPss:")[1].split()[0]) / 1024
    raise RuntimeError("This benchmark reads /proc.")


if __name__ == "__main__":
    inside()
