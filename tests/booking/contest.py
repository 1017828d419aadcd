"""Rivals for the same times, in threads on the real database: what each attempt came to, and how long it took."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import quantiles
from threading import Barrier, Thread
from typing import Any

from django.db import connection
from django.utils import timezone

from tests import cast
from tests.booking.meeting import another, open_clara
from waylight.booking import free, refusals, scheduling
from waylight.booking.models import Appointment, Cancellation, Kind, Status
from waylight.people.models import Client

Attempt = Callable[[int], Any]  # takes the number of the attempt
DONE = "done"


@dataclass
class Results:
    """How often each outcome came: "done", or the name of the exception; seconds of each attempt and of the whole."""

    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    took: float = 0.0

    @property
    def done(self) -> int:
        return self.outcomes[DONE]

    @property
    def refused(self) -> int:
        return sum(count for name, count in self.outcomes.items() if _is_refusal(name))

    @property
    def faults(self) -> dict[str, int]:
        """What was neither done nor refused with a sentence: there must be none."""
        return {
            name: count for name, count in self.outcomes.items() if name != DONE and not _is_refusal(name)
        }

    def milliseconds(self, percent: int) -> float:
        return quantiles(self.seconds, n=100, method="inclusive")[percent - 1] * 1000


def _is_refusal(name: str) -> bool:
    return issubclass(getattr(refusals, name, Exception), refusals.Refused)


def contest(*rivals: Attempt, attempts: int) -> Results:
    """Each rival has a thread and begins together with the others; each attempt has a connection of its own."""
    results, together = Results(), Barrier(len(rivals))
    connection.close()  # it would be one that the pool lacks
    threads = [Thread(target=_run, args=(rival, attempts, together, results)) for rival in rivals]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.took = time.perf_counter() - began
    return results


def _run(rival: Attempt, attempts: int, together: Barrier, results: Results) -> None:
    together.wait()
    for number in range(attempts):
        began = time.perf_counter()
        try:
            rival(number)
        except Exception as error:
            results.outcomes[type(error).__name__] += 1
        else:
            results.outcomes[DONE] += 1
        finally:
            connection.close()
        results.seconds.append(time.perf_counter() - began)


def for_one_time_from_processes(attempts: int, threads: int = 8) -> Results:
    """Everybody wants the same time, and each is a process of its own (tests.booking.rival)."""
    (wanted,) = free_times(1)
    told = {"database": str(connection.settings_dict["NAME"]), "now": timezone.now().isoformat()}
    told |= {"therapist": cast.clara().pk, "wanted": wanted.isoformat(), "attempts": attempts}
    orders = [json.dumps(told | {"client": str(client.pk)}) for client in clients(threads)]
    connection.close()
    began = time.perf_counter()
    rivals = [_a_process() for _order in orders]
    for rival, order in zip(rivals, orders, strict=True):
        assert rival.stdin
        rival.stdin.write(order)
        rival.stdin.close()
    return _together([_answer(rival) for rival in rivals], rivals, began)


def _a_process() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.booking.rival"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet, text=True)


def _answer(rival: subprocess.Popen[str]) -> dict[str, Any]:
    assert rival.stdout
    with rival.stdout as said:
        return json.load(said)


def _together(answers: list[dict[str, Any]], rivals: list[subprocess.Popen[str]], began: float) -> Results:
    assert [rival.wait() for rival in rivals] == [0] * len(rivals)
    results = Results(took=time.perf_counter() - began)
    for answer in answers:
        results.outcomes.update(answer["outcomes"])
        results.seconds += answer["seconds"]
    return results


def without_patience(*acts: Callable[[], Any]) -> list[str]:
    """What each comes to in a thread of its own, one after the other, when it waits for no lock longer than a second."""
    outcomes = []

    def run(act: Callable[[], Any]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        try:
            act()
        except Exception as error:
            outcomes.append(type(error).__name__)
        else:
            outcomes.append(DONE)
        finally:
            connection.close()

    for act in acts:
        thread = Thread(target=run, args=(act,))
        thread.start()
        thread.join()
    return outcomes


def clients(count: int) -> list[Client]:
    return [another(f"Rival{number}") for number in range(count)]


def free_times(count: int) -> list[datetime]:
    """Clara's next free times for a first talk."""
    return free.for_therapist(open_clara(), Kind.FIRST_TALK, now=timezone.now())[:count]


def for_one_time(attempts: int, threads: int = 8) -> Results:
    """Everybody wants the same time."""
    (wanted,) = free_times(1)
    return contest(*(_books(client, lambda _n: wanted) for client in clients(threads)), attempts=attempts)


def for_overlapping_times(attempts: int, threads: int = 8) -> Results:
    """Everybody wants minutes of the same three hours: staff book, so that no grid keeps the times apart."""
    (first,) = free_times(1)
    staff = cast.eva()

    def somewhere(place: int) -> Callable[[int], datetime]:
        return lambda number: first + timedelta(minutes=(number * 7 + place * 11) % 180)

    rivals = [
        _books(client, somewhere(place), by=staff, outside_hours="A drill")
        for place, client in enumerate(clients(threads))
    ]
    return contest(*rivals, attempts=attempts)


def of_holds_against_bookings(attempts: int, threads: int = 8) -> Results:
    """Everybody wants the same time: half of the rivals hold it before they book, half book at once."""
    (wanted,) = free_times(1)
    everybody = clients(threads)
    rivals = [_holds_and_books(client, wanted) for client in everybody[: threads // 2]]
    rivals += [_books(client, lambda _n: wanted) for client in everybody[threads // 2 :]]
    return contest(*rivals, attempts=attempts)


def for_times_that_are_kept_no_longer(attempts: int, threads: int = 8) -> Results:
    """As many times as attempts, each kept for one of the rivals and running out as it is fought for; the worker deletes."""
    times, everybody = free_times(attempts), clients(threads)
    for place, moment in enumerate(times):
        owner = everybody[place % threads]
        until = timezone.now() + timedelta(milliseconds=100 * (place + 1))
        scheduling.hold(owner, cast.clara(), Kind.FIRST_TALK, moment, by="worker", until=until)
    rivals = [_books(client, lambda number: times[number]) for client in everybody]
    return contest(*rivals, lambda _n: scheduling.free_expired(timezone.now()), attempts=attempts)


def of_moves_and_undoings(attempts: int, threads: int = 8) -> Results:
    """Half of the rivals move and take it back, half cancel, take that back, and book; holds run out all the time."""
    times, everybody = free_times(6), clients(threads)
    rivals = [
        _moves(client, times, place, undoes=True) for place, client in enumerate(everybody[: threads // 2])
    ]
    rivals += [
        _cancels_and_books(client, times, place) for place, client in enumerate(everybody[threads // 2 :])
    ]
    return contest(*rivals, _time_flies, attempts=attempts)


def of_moves_against_bookings(attempts: int, threads: int = 8) -> Results:
    """Over four times: half of the rivals move what they have, half cancel what they have and book again."""
    times, everybody = free_times(4), clients(threads)
    half = threads // 2
    rivals = [_moves(client, times, place) for place, client in enumerate(everybody[:half])]
    rivals += [_cancels_and_books(client, times, place) for place, client in enumerate(everybody[half:])]
    return contest(*rivals, attempts=attempts)


def _books(client: Client, moment: Callable[[int], datetime], **options: Any) -> Attempt:
    clara, options = cast.clara(), {"by": scheduling.LINK} | options
    return lambda number: scheduling.book(client, clara, Kind.FIRST_TALK, moment(number), **options)


def _holds_and_books(client: Client, wanted: datetime) -> Attempt:
    of = (client, cast.clara(), Kind.FIRST_TALK, wanted)

    def attempt(_number: int) -> None:
        scheduling.hold(*of, by=scheduling.LINK)
        scheduling.book(*of, by=scheduling.LINK)

    return attempt


def _time_flies(_number: int) -> None:
    """What is kept after an act runs out at once, so that others fight for it."""
    Appointment.all_rows.holds().update(held_until=timezone.now())


def _moves(client: Client, times: list[datetime], place: int, *, undoes: bool = False) -> Attempt:
    clara, staff = cast.clara(), cast.eva()

    def attempt(number: int) -> None:
        mine, wanted = _appointment_of(client), times[(number + place) % len(times)]
        if mine is None:
            scheduling.book(client, clara, Kind.FIRST_TALK, wanted, by=staff)
            return
        moved = scheduling.move(mine, wanted, by=staff)
        if undoes:
            scheduling.undo(moved, by=staff)

    return attempt


def _cancels_and_books(client: Client, times: list[datetime], place: int) -> Attempt:
    clara, staff = cast.clara(), cast.eva()

    def attempt(number: int) -> None:
        mine = _appointment_of(client)
        if mine is not None:
            scheduling.cancel(mine, by=staff)
        scheduling.book(client, clara, Kind.FIRST_TALK, times[(number * 3 + place) % len(times)], by=staff)

    return attempt


def _appointment_of(client: Client) -> Appointment | None:
    rows = Appointment.objects.filter(client=client, status=Status.BOOKED)
    return rows.select_related("client__user", "therapist").first()


def overlaps() -> int:
    """How many pairs of standing appointments of one person meet: counted here, not by the database's guard."""
    rows = list(Appointment.objects.standing())
    return sum(
        one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
        and (one.therapist_id == other.therapist_id or one.client_id == other.client_id)
        for place, one in enumerate(rows)
        for other in rows[place + 1 :]
    )


def half_done() -> int:
    """Acts of which one half is there: a cancelled time without its cancellation, a cancellation of a time that stands."""
    cancelled = Appointment.objects.filter(status=Status.CANCELLED)
    return (
        cancelled.filter(cancellation=None).count()
        + Cancellation.objects.exclude(appointment__in=cancelled).count()
    )
