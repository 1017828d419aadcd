"""`manage.py worker`: runs the schedule until it is stopped; `--once` runs each piece one time."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from waylight.operations.worker import Worker


class Command(BaseCommand):
    help = "Runs the recurring work: sends messages, links the audit trail, forgets what must be forgotten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run each piece one time, then end")

    def handle(self, *, once: bool, **_options: Any) -> None:
        worker = Worker()
        if once:
            worker.run_due(timezone.now())
            return
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        worker.run()
