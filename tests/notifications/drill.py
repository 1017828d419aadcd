"""`python -m tests.notifications.drill [KILLS]`: kills workers while they send, at full size. bin/drill runs it."""

import sys
import time

import django
from django.db import connection
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

A_STRETCH = 100  # kills with one nursery and one inbox, after which the messages are counted


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    django.setup()
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        wrong = drill(kills)
    finally:
        teardown_databases(databases, verbosity=0)
    if wrong:
        sys.exit(f"bin/drill: {connection.vendor}, messages: {'; '.join(wrong)}")


def drill(kills: int) -> list[str]:
    """Prints the figures; says what was wrong."""
    from django.conf import settings
    from django.core.management import call_command

    from tests.notifications import crash

    began, total = time.monotonic(), crash.Outcome()
    while total.kills < kills:
        call_command("flush", verbosity=0, interactive=False)
        total += crash.of_kills(min(A_STRETCH, kills - total.kills), settings, seed=total.kills)
    print(
        f"{connection.vendor}, messages: {total.kills:,} workers killed in {time.monotonic() - began:.0f} s"
        f" among {total.messages:,} messages: {', '.join(f'{n:,} {s}' for s, n in sorted(total.states.items()))};"
        f" {len(total.wrong)} faults",
        flush=True,
    )
    return total.wrong


if __name__ == "__main__":
    main()
