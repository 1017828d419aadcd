"""`python -m tests.notifications.nursery DATABASE SMTP_PORT SMS_URL`: forks workers that send messages until they are killed.

For each line on standard input, the moment at which the worker believes to be, it writes the process id of a new one. Forking
from a small process of one thread is quick, and a thousand kills take no longer than they must.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from datetime import datetime, timedelta


def main() -> None:
    database, port, address = sys.argv[1:]
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.EMAIL_BACKEND, settings.SMS_URL = "django.core.mail.backends.smtp.EmailBackend", address
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)
    import django

    django.setup()
    from waylight.notifications import delivery  # noqa: F401  # once, for all who are born here

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that were killed
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            work(datetime.fromisoformat(line.strip()))
        print(pid, flush=True)


def work(now: datetime) -> None:
    from django.db import Error

    from waylight.notifications import delivery

    began = time.monotonic()
    while True:
        with suppress(Error):  # the database was busy: a worker goes on
            delivery.send_due(now + timedelta(seconds=time.monotonic() - began))
        time.sleep(0.002)


if __name__ == "__main__":
    main()
