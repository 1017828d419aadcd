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
SHARES = {
    "one time": 0.2,
    "one time, from processes": 1.0,
    "overlapping times": 0.2,
    "moves against bookings": 0.2,
    "holds against bookings": 0.1,
    "moves and undoings": 0.1,
}
OF_ONE_TIME = {"one time", "one time, from processes", "holds against bookings"}
ORDERS = 100  # attempts for each example of acts in any order


def main() -> None:
    attempts = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    django.setup()
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        to_the_beginning_and_back()
        wrong = [fault for name, share in SHARES.items() for fault in drill(name, int(attempts * share))]
        in_any_order(max(attempts // ORDERS, 5))
    finally:
        teardown_databases(databases, verbosity=0)
    if wrong:
        sys.exit(f"bin/drill: {'; '.join(wrong)}")


def drill(name: str, attempts: int) -> list[str]:
    """Holds one contest in an emptied database and prints its figures; says what was wrong."""
    from tests.booking import contest

    contests: dict[str, Callable[..., Results]] = {
        "one time": contest.for_one_time,
        "one time, from processes": contest.for_one_time_from_processes,
        "overlapping times": contest.for_overlapping_times,
        "moves against bookings": contest.of_moves_against_bookings,
        "holds against bookings": contest.of_holds_against_bookings,
        "moves and undoings": contest.of_moves_and_undoings,
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
        "attempts without a result": max(0, attempts // THREADS * THREADS - results.done - results.refused),
        "bookings of one time beside the one": results.done - 1 if name in OF_ONE_TIME else 0,
    }
    return [f"{connection.vendor}, {name}: {count} {what}" for what, count in found.items() if count]


def to_the_beginning_and_back() -> None:
    """Reverses the migrations down to the first of booking, and makes them again: each can be taken back."""
    from django.db.migrations.executor import MigrationExecutor

    from tests.booking.test_no_overlap import GUARDS, guards

    MigrationExecutor(connection).migrate([("booking", "0001_initial")])
    assert not GUARDS[connection.vendor] & guards()
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert GUARDS[connection.vendor] <= guards()
    print(
        f"{connection.vendor}: migrations were taken back to the first of booking, and made again", flush=True
    )


def in_any_order(examples: int) -> None:
    """Acts in any order beside the model of any_order, other ones each time; raises what it finds, made small."""
    import hypothesis
    from hypothesis.stateful import run_state_machine_as_test

    from tests.booking.any_order import AnyOrder

    call_command("flush", verbosity=0, interactive=False)
    full = hypothesis.settings(
        max_examples=examples,
        stateful_step_count=50,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    run_state_machine_as_test(AnyOrder, settings=full)
    print(
        f"{connection.vendor}, any order: {examples:,} examples of up to 50 acts, all as the model says",
        flush=True,
    )


if __name__ == "__main__":
    main()
