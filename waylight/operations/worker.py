"""Runs the schedule until it is told to stop. What is due is asked of the clock each time, so a slow piece delays only itself
and those after it; one that fails stops nobody else and is tried again, after a minute at the latest.
"""

import logging
from datetime import datetime, timedelta
from threading import Event

from django.db import Error as DatabaseTrouble
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

from waylight.operations.models import RecurringWork
from waylight.operations.schedule import SCHEDULE, Piece
from waylight.privacy import keyring

NOTED_EVERY = timedelta(seconds=30)  # a row a second would only wear out the disk
AGAIN_AFTER = timedelta(minutes=1)  # a piece that failed need not wait for its next day
LONGEST_SLEEP = 1  # seconds; a signal to stop may reach another thread, which does not wake this one

log = logging.getLogger(__name__)


class Worker:
    def __init__(self, schedule: list[Piece] | None = None) -> None:
        self.schedule = SCHEDULE if schedule is None else schedule
        self.stopping = Event()
        self.next_run: dict[str, datetime] = {}
        self.noted: dict[str, datetime] = {}

    def stop(self, *_signal: object) -> None:
        """The piece that is running is finished; then the worker ends."""
        self.stopping.set()

    def run(self) -> None:
        self.remember()
        while not self.stopping.is_set():
            self.run_due(timezone.now())
            close_old_connections()
            self.stopping.wait(self.pause(timezone.now()))

    def remember(self) -> None:
        """After a restart, what ran lately is not due at once."""
        try:
            last = dict(RecurringWork.objects.values_list("name", "ran_at"))
        except DatabaseTrouble as error:
            log.error("The last runs could not be read: %s", type(error).__name__)
            last = {}
        self.next_run = {p.name: last[p.name] + p.every for p in self.schedule if p.name in last}

    def run_due(self, now: datetime) -> None:
        for piece in self.schedule:
            if self.stopping.is_set():
                return
            if self.is_due(piece, now):
                self.run_piece(piece, now)

    def is_due(self, piece: Piece, now: datetime) -> bool:
        """Also when its turn is further away than it can be: then the clock was set back."""
        at = self.next_run.get(piece.name, now)
        return at <= now or at > now + piece.every

    def run_piece(self, piece: Piece, now: datetime) -> None:
        failed = False
        try:
            with keyring.fresh():
                import_string(piece.path)(now)
        except Exception as error:
            failed = True
            log.error("%s: %s", piece.name, type(error).__name__)
        self.note(piece, now, failed=failed)
        self.next_run[piece.name] = now + (min(piece.every, AGAIN_AFTER) if failed else piece.every)

    def note(self, piece: Piece, now: datetime, *, failed: bool) -> None:
        if not failed and now - self.noted.get(piece.name, now - NOTED_EVERY) < NOTED_EVERY:
            return
        values = {"ran_at": now} | ({"failed_at": now} if failed else {})
        try:
            RecurringWork.objects.update_or_create(name=piece.name, defaults=values)
            self.noted[piece.name] = now
        except DatabaseTrouble as error:
            log.error("A run could not be noted: %s", type(error).__name__)

    def pause(self, now: datetime) -> float:
        """Seconds until the next turn."""
        soonest = min(
            (self.next_run.get(p.name, now) for p in self.schedule), default=now + timedelta(minutes=1)
        )
        return min(max((soonest - now).total_seconds(), 0), LONGEST_SLEEP)
