"""`python -m tests.people.killed`: a worker that is killed while it passes on what is late, told on standard input when."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from typing import Any


def a_worker_killed_after(passed: int, now: datetime) -> int:
    """A process of its own passes on what is late, and is killed when it is about to pass on one more. Its exit code."""
    from django.db import connection

    told = json.dumps(
        {"database": str(connection.settings_dict["NAME"]), "now": now.isoformat(), "passed": passed}
    )
    connection.close()
    command = [sys.executable, "-m", "tests.people.killed"]
    ended = subprocess.run(command, input=told, text=True, capture_output=True, timeout=60, check=False)
    return ended.returncode


def main() -> None:
    told = json.load(sys.stdin)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = told["database"]
    import django

    django.setup()
    import time_machine

    from waylight.people import reading
    from waylight.privacy import audit

    record, seen = audit.record, []

    def killed_at_last(verb: str, **fields: Any) -> None:
        """The row is changed already, and the act is not complete."""
        if len(seen) == told["passed"]:
            os.kill(os.getpid(), signal.SIGKILL)
        seen.append(verb)
        record(verb, **fields)

    audit.record = killed_at_last
    with time_machine.travel(datetime.fromisoformat(told["now"]), tick=True):
        reading.pass_on(datetime.fromisoformat(told["now"]))


if __name__ == "__main__":
    main()
