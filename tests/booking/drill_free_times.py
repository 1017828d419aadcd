"""`python -m tests.booking.drill_free_times [SITUATIONS]`: free times against the slow oracle, at full size. bin/drill runs it.

Around every change of clocks of every zone from 2020 to 2035, and in 10,000 situations of hypothesis over all zones.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import tzdata
from hypothesis import HealthCheck, given, settings

from tests.booking.oracle import ALL_ZONES, FIRST, LAST, Situation, around, changes_of, situations
from waylight.booking.availability import clock_changes

FULL, PARTS = 10_000, 40


def main() -> None:
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else FULL
    zones = ALL_ZONES[:: max(1, FULL // asked)]
    began = time.monotonic()
    with ProcessPoolExecutor() as workers:
        changes = sum(workers.map(each_change, zones, chunksize=4))
        situations_seen = sum(workers.map(each_situation, range(PARTS), [asked // PARTS] * PARTS))
    print(
        f"free times, tzdata {tzdata.IANA_VERSION}: around {changes:,} changes of clocks in {len(zones)} zones and in"
        f" {situations_seen:,} situations the same as the oracle's, in {time.monotonic() - began:.0f} s",
        flush=True,
    )


def each_change(zone: str) -> int:
    """Compares around each change of this zone's clocks; says how many there were. Raises AssertionError."""
    here = ZoneInfo(zone)
    first, last = (datetime(on.year, on.month, on.day, tzinfo=UTC) for on in (FIRST, LAST))
    changes = changes_of(here)
    assert [change for change in changes if first < change] == clock_changes(here, first, last), zone
    for change in changes:
        compare(around(change, here))
    return len(changes)


def each_situation(part: int, count: int) -> int:
    """Compares so many situations, others for each part. Raises AssertionError with the smallest one that differs."""

    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(situations(ALL_ZONES[part::PARTS]))
    def holds(asked: Situation) -> None:
        compare(asked)

    holds()
    return count


def compare(asked: Situation) -> None:
    found, expected = asked.found(), asked.expected()
    assert found == expected, f"{asked}: {sorted(set(found) ^ set(expected))}"


if __name__ == "__main__":
    main()
