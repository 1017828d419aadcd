"""The worker runs what is due, survives what fails, and ends when it is told to."""

import os
import signal
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.module_loading import import_string

from tests.cast import at
from waylight.operations import schedule
from waylight.operations.models import RecurringWork
from waylight.operations.schedule import Piece
from waylight.operations.worker import Worker
from waylight.privacy import audit, keyring
from waylight.privacy.models import AuditEvent

NOW = at("2026-11-26 09:00")
HERE = "tests.operations.test_worker"
pytestmark = pytest.mark.django_db

ran: list[str] = []


def steady(now) -> int:
    ran.append(f"steady {now:%H:%M:%S}")
    return 1


def broken(_now) -> int:
    ran.append("broken")
    raise ValueError("about ana@example.org")


@pytest.fixture(autouse=True)
def forget() -> None:
    ran.clear()


STEADY = Piece("steady", f"{HERE}.steady", 10)
BROKEN = Piece("broken", f"{HERE}.broken", 10)


@pytest.mark.parametrize("piece", schedule.SCHEDULE, ids=lambda piece: piece.name)
def test_every_piece_of_the_schedule_is_there_and_may_run_on_an_empty_practice(piece: Piece) -> None:
    with keyring.fresh():
        did = import_string(piece.path)(NOW)
    # Public pages, and the facts that pages of help read, are there in an empty practice too.
    assert did == 0 or piece.name in {"write public pages", "publish facts"}


def test_no_two_pieces_share_a_name() -> None:
    assert len({piece.name for piece in schedule.SCHEDULE}) == len(schedule.SCHEDULE)


def test_a_piece_runs_when_its_turn_has_come() -> None:
    worker = Worker([STEADY])
    for second in (0, 5, 10, 25):
        worker.run_due(NOW + timedelta(seconds=second))
    assert ran == ["steady 09:00:00", "steady 09:00:10", "steady 09:00:25"]


def test_a_piece_that_fails_stops_nobody_and_is_tried_again(caplog) -> None:
    worker = Worker([BROKEN, STEADY])
    worker.run_due(NOW)
    worker.run_due(NOW + timedelta(seconds=10))
    assert ran == ["broken", "steady 09:00:00", "broken", "steady 09:00:10"]
    assert [row.name for row in RecurringWork.objects.stuck()] == ["broken"]


def test_a_daily_piece_that_failed_is_tried_again_after_a_minute() -> None:
    worker = Worker([Piece("broken", f"{HERE}.broken", schedule.DAY)])
    for second in (0, 59, 60):
        worker.run_due(NOW + timedelta(seconds=second))
    assert ran == ["broken", "broken"]


def test_a_failure_is_logged_by_its_class_alone(caplog) -> None:
    Worker([BROKEN]).run_due(NOW)
    assert "broken: ValueError" in caplog.text
    assert "ana" not in caplog.text


def test_after_a_restart_what_ran_lately_is_not_due() -> None:
    Worker([STEADY]).run_due(NOW)
    worker = Worker([STEADY])
    worker.remember()
    worker.run_due(NOW + timedelta(seconds=9))
    assert len(ran) == 1
    worker.run_due(NOW + timedelta(seconds=10))
    assert len(ran) == 2


def test_a_clock_that_was_set_back_does_not_put_the_worker_to_sleep() -> None:
    worker = Worker([STEADY])
    worker.run_due(NOW)
    worker.run_due(NOW - timedelta(days=1))
    assert len(ran) == 2


def test_it_sleeps_until_the_next_turn_and_never_longer_than_a_second() -> None:
    worker = Worker([STEADY])
    worker.run_due(NOW)
    assert worker.pause(NOW + timedelta(seconds=3)) == 1
    assert worker.pause(NOW + timedelta(seconds=9.5)) == 0.5
    assert worker.pause(NOW + timedelta(seconds=30)) == 0


def test_the_last_run_is_noted_but_not_every_second() -> None:
    worker = Worker([Piece("often", f"{HERE}.steady", 1)])
    for second in range(31):
        worker.run_due(NOW + timedelta(seconds=second))
        if second == 29:
            assert RecurringWork.objects.get().ran_at == NOW
    assert RecurringWork.objects.get().ran_at == NOW + timedelta(seconds=30)


def test_once_runs_each_piece_one_time_and_links_the_trail() -> None:
    audit.record("look", by="visitor")
    call_command("worker", "--once")
    assert RecurringWork.objects.count() == len(schedule.SCHEDULE)
    assert not AuditEvent.objects.filter(position=None).exists()


@pytest.mark.django_db(transaction=True)
def test_it_finishes_its_round_and_ends_when_it_is_told_to(monkeypatch) -> None:
    begun, told = threading.Event(), threading.Event()

    def tell() -> None:
        begun.wait(timeout=20)
        told.set()
        os.kill(os.getpid(), signal.SIGTERM)

    pause = Worker.pause
    monkeypatch.setattr(Worker, "pause", lambda worker, now: begun.set() or pause(worker, now))
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    threading.Thread(target=tell, daemon=True).start()
    try:
        call_command("worker")  # comes back at all only because it was told to
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert told.is_set()
    assert RecurringWork.objects.count() == len(schedule.SCHEDULE)
