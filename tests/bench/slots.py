"""Free times of 20 and of 200 therapists over eight weeks on PostgreSQL, with few and with very many appointments.

Beside them the bare statement that finds the same hours in the database (ASSURANCE D1). Appointments take five of the eight
hours of each working day to come; the rest of them lie behind, or further ahead. Filling the table is not measured: the
exclusion constraints are dropped for it, and no search for free times needs them. `--most` goes to ten million.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.bench.figures import Figures, figure
from tests.journeys.running import ROOT

TEAMS, SIZES, MOST = (20, 200), (10**3, 10**5, 10**6), 10**7
DAYS, RUNS = 56, 25
SERVER = ("fsync=off", "full_page_writes=off", "max_wal_size=4GB", "shared_buffers=512MB")

FILL = """
    INSERT INTO booking_appointment ({columns}) SELECT {values}
    FROM booking_appointment one, generate_series(%(first)s, %(last)s) day, unnest(%(therapists)s) whose,
         unnest(ARRAY[9, 10, 12, 14, 15]) hour
    WHERE one.id = %(one)s AND extract(isodow FROM current_date + day) < 6 LIMIT %(count)s"""
STARTS_AT = "(current_date + day + make_interval(hours => hour)) AT TIME ZONE 'Europe/London'"
OWN_VALUES = {
    "id": "gen_random_uuid()",
    "therapist_id": "whose",
    "starts_at": STARTS_AT,
    "ends_at": f"{STARTS_AT} + interval '50 minutes'",
}
BARE = """
    WITH busy AS (
        SELECT therapist_id, range_agg(tstzrange(starts_at, ends_at)) AS spans FROM booking_appointment
        WHERE therapist_id = ANY(%(therapists)s) AND status <> 'cancelled'
        AND starts_at > %(now)s - interval '4 hours' AND starts_at < %(until)s + interval '4 hours' GROUP BY 1
    ), opening AS (
        SELECT (day + make_interval(hours => hour)) AT TIME ZONE 'Europe/London' AS starts_at
        FROM generate_series(current_date, current_date + 57, interval '1 day') day, generate_series(9, 16) hour
        WHERE extract(isodow FROM day) < 6
    )
    SELECT whose, starts_at
    FROM unnest(%(therapists)s) whose LEFT JOIN busy ON therapist_id = whose, opening
    WHERE starts_at >= %(now)s AND starts_at < %(until)s
    AND (spans && tstzrange(starts_at, starts_at + interval '50 minutes')) IS NOT TRUE"""


def measure(folder: Path) -> Figures:
    """On a PostgreSQL server of its own, gone afterwards; the practice in `folder` is another one."""
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("WAYLIGHT_", "DJANGO_", "PG"))}
    surroundings |= {
        "WAYLIGHT_DATABASE": "postgresql:///waylight",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    answer = folder / "slots.json"
    command = ["pg_virtualenv", "-t", *(part for setting in SERVER for part in ("-o", setting))]
    command += [sys.executable, "-m", "tests.bench.slots", str(answer)]
    command += ["--most"] if "--most" in sys.argv else []
    subprocess.run(command, cwd=ROOT, env=surroundings, check=True, stdout=sys.stderr)
    return json.loads(answer.read_text())


def inside() -> None:
    """Runs on that server: makes a practice, fills the table step by step, and measures at each."""
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False)
    figures: Figures = {}
    try:
        for team in TEAMS:
            with a_team(team) as therapists:
                for size in (*SIZES, MOST) if "--most" in sys.argv else SIZES:
                    fill(therapists, size)
                    figures |= measured(therapists, size)
                    print(json.dumps(figures), file=sys.stderr, flush=True)
    finally:
        teardown_databases(databases, verbosity=0)
    Path(sys.argv[1]).write_text(json.dumps(figures))


@contextmanager
def a_team(count: int) -> Any:
    """So many registered therapists with office hours, and none of the appointments of those before."""
    from django.core.management import call_command
    from django.db import connection

    from tests import cast

    call_command("flush", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        for whose in ("therapist", "client"):
            cursor.execute(
                f"ALTER TABLE booking_appointment DROP CONSTRAINT IF EXISTS no_overlap_of_a_{whose}"
            )
    cast.a_practice(bookable_days=DAYS, minimum_notice_hours=0, opened_on=cast.at("2026-01-05 09:00").date())
    therapists = [cast.a_therapist(f"t{n}", f"Dr T{n} Demo", places=99) for n in range(count)]
    for one in therapists:
        cast.office_hours(one)
    yield therapists


def fill(therapists: list[Any], size: int) -> None:
    """Up to so many appointments: first those of the coming weeks, then as many long ago as far ahead."""
    from django.db import connection

    from tests import cast
    from waylight.booking.models import Appointment

    one = Appointment.all_rows.order_by("booked_at").first() or cast.an_appointment(
        cast.a_client("pat", "Pat"), therapists[0], starts_at=cast.at("2000-01-03 05:00"), status="fulfilled"
    )
    columns = [field.column for field in Appointment._meta.concrete_fields]
    statement = FILL.format(
        columns=", ".join(columns),
        values=", ".join(OWN_VALUES.get(column, f"one.{column}") for column in columns),
    )
    far = size // len(therapists)  # days: more than are needed
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # no trigger looks for the people of each row
        cursor.execute("DELETE FROM booking_appointment WHERE id <> %s", [one.pk])
        for first, last, share in ((0, DAYS, 1), (-far, -1, 2), (DAYS + 1, DAYS + far, 1)):
            count = (size - Appointment.all_rows.count()) // share
            given = {"first": first, "last": last, "therapists": [each.pk for each in therapists]}
            cursor.execute(statement, given | {"one": one.pk, "count": count})
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE booking_appointment")


def measured(therapists: list[Any], size: int) -> Figures:
    """The medians, asked by turns, so that a slow moment of the machine touches all."""
    from django.utils import timezone

    from waylight.booking import free
    from waylight.booking.models import Kind

    now = timezone.now()
    acts = {
        "bare": lambda: bare(therapists, now),
        "calculation": lambda: free.for_therapists(therapists, Kind.SESSION, now=now),
    } | pages(therapists)
    free_hours = sum(map(len, acts["calculation"]().values()))
    assert free_hours == len(acts["bare"]()), "the calculation and the bare statement differ"
    took: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(RUNS):
        for name, act in acts.items():
            took[name].append(milliseconds(act))
    medians = {name: statistics.median(times) for name, times in took.items()}
    print(f"{len(therapists)} therapists, {size:,} appointments: {free_hours:,} free hours", file=sys.stderr)
    return {
        f"slots_{name}_{len(therapists)}_of_{size}": figure(medians[name], "ms", baseline=medians["bare"])
        for name in acts
        if name != "bare"
    }


def milliseconds(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def bare(therapists: list[Any], now: Any) -> list[Any]:
    from django.db import connection

    given = {"therapists": [one.pk for one in therapists], "now": now, "until": now + timedelta(days=DAYS)}
    with connection.cursor() as cursor:
        cursor.execute(BARE, given)
        return cursor.fetchall()


def pages(therapists: list[Any]) -> dict[str, Callable[[], Any]]:
    """A client's list of times with one therapist; the manager's page of an enquiry with everybody's next time."""
    from django.test import Client as Browser
    from django.urls import reverse
    from django.utils import timezone

    from tests import cast
    from tests.home.test_office import an_enquiry
    from tests.sign_in import signed_in
    from waylight.booking import links
    from waylight.booking.models import Kind

    client = cast.a_client("quinn", "Quinn", therapists[0])
    _, secret = links.make(client, therapists[0], Kind.FIRST_TALK, now=timezone.now())
    visitor, manager = Browser(), signed_in(cast.eva())
    for browser in (visitor, manager):
        browser.defaults["HTTP_HOST"] = "localhost"
    addresses = {
        "times_page": (visitor, reverse("booking:times", args=[secret])),
        "enquiry_page": (manager, reverse("home:enquiry", args=[an_enquiry().pk])),
    }

    def asks(browser: Browser, address: str) -> Callable[[], Any]:
        def act() -> None:
            assert browser.get(address).status_code == 200

        return act

    return {name: asks(*where) for name, where in addresses.items()}


if __name__ == "__main__":
    inside()
