"""Attempts a second at one time (`race`), and distinct bookings a second (`book`), over HTTP on PostgreSQL.

People race for a time where they choose it from the list: from then on it is kept for whoever was first, and the others are
sent on to a page with what is free near it. `race` counts these first answers. `race_page` counts those who have been shown
that page too, so that its cost hides nowhere. `book` books without such a hold: it inserts the row as the bare one does.

Beside them, in the same run: a bare Django that does no more than the same INSERT, and that INSERT alone as plain SQL. Ours
checks who may book, keeps the key of the form, writes the audit and queues the messages (ASSURANCE D2).
"""

import json
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.crowd import Answers, Form, send
from tests.bench.figures import Figures, figure
from tests.bench.servers import WAYLIGHT, granian, served
from tests.journeys.running import ROOT, free_port

PLAIN = "tests.bench.plain_booking:application"
CLIENTS, THERAPISTS, CONNECTIONS = 1_000, 8, 64
Wish = tuple[int, datetime]  # a therapist's id, and when
PATIENCE = 1_000  # milliseconds in which 99 of 100 are to have their answer
SERVER = ("full_page_writes=off", "shared_buffers=256MB", "max_connections=100")


def race(folder: Path) -> Figures:
    return measure(folder, "race")


def book(folder: Path) -> Figures:
    return measure(folder, "book")


def measure(folder: Path, name: str) -> Figures:
    """On a PostgreSQL server of its own, gone afterwards; the practice in `folder` is another one."""
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("WAYLIGHT_", "DJANGO_", "PG"))}
    surroundings |= {
        "WAYLIGHT_DATABASE": "postgresql:///waylight",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    answer = folder / f"{name}.json"
    command = ["pg_virtualenv", "-t", *(part for setting in SERVER for part in ("-o", setting))]
    command += [sys.executable, "-m", "tests.bench.booking", name, str(answer)]
    subprocess.run(command, cwd=ROOT, env=surroundings, check=True, stdout=sys.stderr)
    return json.loads(answer.read_text())


def inside(name: str, answer: Path) -> None:
    """Runs on that server."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from tests.bench.plain_booking import TABLE

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
        wishes, people = a_crowd(name)
        forms = list(zip(people, wishes, strict=True))
        database = str(connection.settings_dict["NAME"])
        with _served(WAYLIGHT, {"WAYLIGHT_DATABASE": f"postgresql:///{database}"}) as port:
            ours = send(port, [our_form(name, *form) for form in forms], connections=CONNECTIONS)
            with_page = see_what_is_free(port, ours)
        check(name, ours)
        with _served(PLAIN, {"BARE_DATABASE": database}) as port:
            bare = send(port, [bare_form(*form) for form in forms], connections=CONNECTIONS)
        raw = raw_sql(wishes, people)
    finally:
        connection.close_pool()
        teardown_databases(databases, verbosity=0)
    answer.write_text(json.dumps(figures(name, ours, bare, raw) | with_page_beside(bare, with_page)))


def see_what_is_free(port: int, ours: Answers) -> float | None:
    """Attempts a second when those who came too late look at the page that they are sent to. None: nobody came too late."""
    pages = [(where, None) for where in ours.sent_to if "gone=" in where]
    if not pages:
        return None
    seen = send(port, pages, connections=CONNECTIONS)
    assert seen.statuses == {200: len(pages)}, seen.statuses
    return len(ours.seconds) / (ours.took + seen.took)


def with_page_beside(bare: Answers, with_page: float | None) -> Figures:
    return {} if with_page is None else {"race_page": figure(with_page, "requests/s", baseline=bare.a_second)}


def figures(name: str, ours: Answers, bare: Answers, raw: float) -> Figures:
    return {
        name: figure(ours.a_second, "requests/s", baseline=bare.a_second),
        f"{name}_p99": figure(ours.p99, "ms", baseline=PATIENCE),
        f"{name}_raw_sql": figure(ours.a_second, "requests/s", baseline=raw),
    }


def check(name: str, ours: Answers) -> None:
    """Of those who wanted the same time one has it and all others were sent on; distinct times were all booked."""
    from django.db import connection

    from waylight.booking.models import Appointment

    first = {"race": 1, "book": CLIENTS}[name]
    assert ours.statuses[302] == first
    assert ours.statuses[303] + ours.statuses[409] == CLIENTS - first, (
        ours.statuses
    )  # 409: too late by a moment
    assert Appointment.all_rows.count() == first
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        assert cursor.fetchone() == (0,)


def a_crowd(name: str) -> tuple[list[Wish], list[tuple[str, str]]]:
    """What each of them wants: the same time, or one of their own. And who they are, each with a secret address."""
    from django.utils import timezone

    from tests import cast
    from waylight.booking import free
    from waylight.booking.models import Kind

    cast.a_practice(minimum_notice_hours=0, bookable_days=60, opened_on=timezone.localdate())
    therapists = [cast.a_therapist(f"t{n}", f"Dr T{n} Demo", places=CLIENTS) for n in range(THERAPISTS)]
    for one in therapists:
        cast.office_hours(one)
    found = free.for_therapists(therapists, Kind.FIRST_TALK, now=timezone.now())
    by_pk = {one.pk: one for one in therapists}
    wishes = [(pk, moment) for pk, moments in found.items() for moment in moments][:CLIENTS]
    wishes = [wishes[-1]] * CLIENTS if name == "race" else wishes
    assert len(wishes) == CLIENTS
    return wishes, [_person(number, by_pk[pk]) for number, (pk, _moment) in enumerate(wishes)]


def _person(number: int, therapist: Any) -> tuple[str, str]:
    from django.utils import timezone

    from tests import cast
    from waylight.booking import links
    from waylight.booking.models import Kind

    client = cast.a_client(f"p{number}", f"P{number}", therapist)
    return str(client.pk), links.make(client, therapist, Kind.FIRST_TALK, now=timezone.now())[1]


def our_form(name: str, person: tuple[str, str], wish: Wish) -> Form:
    if name == "race":
        return f"/times/{person[1]}/hold/", {"starts_at": wish[1].isoformat()}
    fields = {"starts_at": wish[1].isoformat(), "telephone": "+441632960123", "topic": "", "instead_of": ""}
    return f"/times/{person[1]}/appointment/", fields | {"idempotency_key": str(uuid.uuid4())}


def bare_form(person: tuple[str, str], wish: Wish) -> Form:
    fields = {"client": person[0], "therapist": str(wish[0]), "starts_at": wish[1].isoformat()}
    return "/book/", fields


@contextmanager
def _served(application: str, more: dict[str, str]) -> Iterator[int]:
    port = free_port()
    with served(granian(application, port), f"http://localhost:{port}/help-now/", dict(os.environ) | more):
        yield port


def raw_sql(wishes: list[Wish], people: list[tuple[str, str]]) -> float:
    """The INSERT alone a second, over eight connections."""
    import psycopg
    from django.db import connection

    from tests.bench.plain_booking import INSERT

    waiting, lock = iter(zip(people, wishes, strict=True)), threading.Lock()
    address = f"dbname={connection.settings_dict['NAME']}"

    def work() -> None:
        with psycopg.connect(address, autocommit=True) as own:
            while True:
                with lock:
                    one = next(waiting, None)
                if one is None:
                    return
                (client, _secret), (therapist, starts_at) = one
                ends_at = starts_at + timedelta(minutes=20)
                own.execute(INSERT, [uuid.uuid4(), client, therapist, starts_at, ends_at])

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE bare_appointment")
    threads = [threading.Thread(target=work) for _ in range(8)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return CLIENTS / (time.perf_counter() - began)


if __name__ == "__main__":
    inside(sys.argv[1], Path(sys.argv[2]))
