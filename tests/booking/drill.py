"""`python -m tests.booking.drill [ATTEMPTS]`: the contests of test_rivals at full size, with figures. bin/drill runs it."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import django
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

if TYPE_CHECKING:
    from tests.booking.contest import Results

THREADS = 8
SHARES = {"one time": 0.6, "overlapping times": 0.2, "moves against bookings": 0.2}


def main() -> None:
    attempts = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    django.setup()
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        wrong = [fault for name, share in SHARES.items() for fault in drill(name, int(attempts * share))]
    finally:
        teardown_databases(databases, verbosity=0)
    if wrong:
        sys.exit(f"bin/drill: {'; '.join(wrong)}")


def drill(name: str, attempts: int) -> list[str]:
    """Holds one contest in an emptied database and prints its figures; says what was wrong."""
    from tests.booking import contest

    contests: dict[str, Callable[..., Results]] = {
        "one time": contest.for_one_time,
        "overlapping times": contest.for_overlapping_times,
        "moves against bookings": contest.of_moves_against_bookings,
    }
    call_command("flush", verbosity=0, interactive=False)
    results = contests[name](attempts // THREADS, threads=THREADS)
    print(
        f"{connection.vendor}, {name}: {len(results.seconds):,} attempts by {THREADS} rivals in {results.took:.0f} s,"
        f" {results.done:,} done, {results.refused:,} refused, {sum(results.faults.values())} faults;"
        f" an attempt took {results.milliseconds(50):.0f} ms (median),"
        f" {results.milliseconds(99):.0f} ms (99 of 100), {max(results.seconds) * 1000:.0f} ms at most",
        flush=True,
    )
    found = {
        "faults": sum(results.faults.values()),
        "overlaps": contest.overlaps(),
        "half-done acts": contest.half_done(),
        "attempts without a result": attempts // THREADS * THREADS - results.done - results.refused,
        "bookings of one time beside the one": results.done - 1 if name == "one time" else 0,
    }
    return [f"{connection.vendor}, {name}: {count} {what}" for what, count in found.items() if count]


if __name__ == "__main__":
    main()
