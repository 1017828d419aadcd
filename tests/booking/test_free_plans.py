"""How the databases look up what bears on free times: by index, and never through the past."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.booking.meeting import MONDAY, another, open_clara
from waylight.booking import free
from waylight.booking.models import Appointment, BookingRules, BusyTime, ExtraTime, Kind, TimeOff

pytestmark = pytest.mark.django_db
LONG_AGO = 2000  # hours that Clara and David have behind them
BY_TIME = {
    "booking_appointment": "starts_at",
    "booking_timeoff": "ends_at",
    "booking_extratime": "ends_at",
    "booking_busytime": "ends_at",
}


@pytest.fixture(autouse=True)
def a_long_past(clock: Any) -> None:
    clock(MONDAY)
    ana, clara = cast.ana(), open_clara()
    for client, therapist in ((ana, clara), (cast.ben(), cast.david())):
        starts = [MONDAY - timedelta(hours=24 * 7 + n) for n in range(LONG_AGO)]
        spans = [(start, start + timedelta(minutes=50)) for start in starts]
        Appointment.objects.bulk_create(
            Appointment(
                client=client,
                therapist=therapist,
                kind=Kind.SESSION,
                starts_at=start,
                ends_at=end,
                booked_at=start,
            )
            for start, end in spans
        )
        for model in (TimeOff, ExtraTime, BusyTime):
            model._default_manager.bulk_create(
                model(therapist=therapist, starts_at=start, ends_at=end) for start, end in spans
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def asked() -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        free.for_therapists([cast.clara(), cast.david()], Kind.SESSION, now=MONDAY, client=another("Bea"))
        free.is_within_hours(cast.clara(), Kind.SESSION, MONDAY + timedelta(days=1), now=MONDAY)
    return [query["sql"] for query in queries if any(table in query["sql"] for table in BY_TIME)]


def explained(sql: str) -> list[tuple[Any, ...]]:
    how = "EXPLAIN (ANALYZE, FORMAT JSON)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {sql.replace('%', '%%')}", ())
        return cursor.fetchall()


def steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from steps(inner)


@pytest.mark.only_on("sqlite")
def test_the_embedded_database_searches_each_table_by_therapist_or_client_and_time() -> None:
    found = [row[3] for sql in asked() for row in explained(sql)]
    for table, column in BY_TIME.items():
        here = [line for line in found if table in line]
        assert here, table
        assert all(line.startswith(f"SEARCH {table} USING") for line in here), here
        assert all(f"_id=? AND {column}>?" in line for line in here), here


@pytest.mark.only_on("postgresql")
def test_postgresql_reads_no_row_of_the_past() -> None:
    for sql in asked():
        plan = explained(sql)[0][0]
        (top,) = json.loads(plan) if isinstance(plan, str) else plan
        for step in steps(top["Plan"]):
            if step.get("Relation Name") in BY_TIME:
                assert step["Node Type"] != "Seq Scan", step
                read = step["Actual Rows"] + step.get("Rows Removed by Filter", 0)
                assert read * step["Actual Loops"] < 20, step


def test_the_past_is_read_for_a_weekly_limit_alone_and_a_week_of_it() -> None:
    BookingRules.objects.create(therapist=cast.clara(), weekly_limit=3)
    texts = [sql for sql in asked() if "booking_appointment" in sql]
    assert any("2026-12-27" in sql for sql in texts), texts  # eight days before, and the longest appointment
    assert not any("2026-12-26" in sql for sql in texts)
