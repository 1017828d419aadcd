"""A therapist's own calendar: its address is kept, read when it is due, and forgotten with all that was read.

The worker asks the addresses beside its other work, since an answer may take seconds, and keeps what came at its next turn.
What is read replaces what was read before in one transaction; when reading fails, the times of the last one stay.
"""

import json
import logging
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import waylight
from waylight.booking import refusals
from waylight.booking.models import BusyTime, OwnCalendar
from waylight.booking.outside import fetch
from waylight.people.models import Therapist
from waylight.privacy import audit, keyring
from waylight.privacy.keyring import KeyDestroyed

EVERY = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=24)
AHEAD = timedelta(days=400)
PATIENCE = 20  # seconds of the clock for one calendar's text
AT_ONCE = 8
TOLD_AFTER = 3  # failures in a row: one or two mean a network that was away for a moment

Spans = list[tuple[datetime, datetime]]

log = logging.getLogger(__name__)

PROBLEMS: dict[str, str | Promise] = {
    "address": _("This is not the address of a calendar."),
    "private": _("This address leads into a private network. We read calendars of the open internet alone."),
    "no answer": _("Nobody answers at this address."),
    "too slow": _("The answer took too long."),
    "too big": _("The calendar is larger than 5 MB."),
    "too much": _("There is more in this calendar than we can read."),
    "redirects": _("The address leads from one to another too often."),
    "refused": _("The address does not work there any more. Perhaps it was replaced."),
    "not a calendar": _("What is at this address is not a calendar."),
}


class NotAnAddress(refusals.Refused):
    """This is not the address of a calendar. It begins with https:// or webcal://."""


@dataclass(frozen=True)
class Answer:
    """What came of one reading: the busy spans, or a code of PROBLEMS."""

    spans: Spans | None = None
    problem: str = ""


@transaction.atomic
def keep(therapist: Therapist, address: str, *, by: Any) -> OwnCalendar:
    """Keeps the address; the worker reads it within seconds. Raises NotAnAddress."""
    try:
        address = fetch.normalised(address)
    except fetch.CannotFetch as error:
        raise NotAnAddress from error
    now = timezone.now()
    row = of(therapist) or OwnCalendar(therapist=therapist)
    row.address, row.added_at, row.due_at = address, now, now
    row.read_at, row.failures, row.problem = None, 0, ""
    row.save()
    audit.record("connect-own-calendar", by=by, person=therapist.user_id, about=row)
    return row


@transaction.atomic
def forget(therapist: Therapist, *, by: Any) -> None:
    """Forgets the address and every time that was read. Doing it twice changes nothing."""
    row = OwnCalendar.objects.select_for_update().filter(therapist=therapist).first()
    if row is None:
        return
    audit.record("disconnect-own-calendar", by=by, person=therapist.user_id, about=row)
    row.delete()
    BusyTime.objects.filter(therapist=therapist).delete()


def of(therapist: Therapist) -> OwnCalendar | None:
    return OwnCalendar.objects.filter(therapist=therapist).first()


def host(row: OwnCalendar) -> str:
    """Where it is, without the secret in its address: “calendar.example.org”."""
    return urlsplit(row.address).hostname or ""


def sentence(row: OwnCalendar) -> str:
    """Why it is not read, for its owner; nothing while a failure may pass by itself."""
    is_lasting = row.failures >= TOLD_AFTER or (row.failures and row.read_at is None)
    return str(PROBLEMS.get(row.problem, PROBLEMS["no answer"])) if is_lasting else ""


def read(row: OwnCalendar, *, now: datetime) -> None:
    """Reads one calendar and keeps what it says, here and now."""
    settle(row.pk, row.address, ask(row.address, row.therapist.zone, now), now=now)


def read_due(now: datetime) -> int:
    """For the worker: keeps what has come since its last turn, and asks the addresses that are due. Says how many it kept."""
    done = [pk for pk, (_address, answer) in _under_way().items() if answer.done()]
    for pk in done:
        address, answer = _under_way().pop(pk)
        settle(pk, address, _said(answer), now=now)
    free = AT_ONCE - len(_under_way())
    due = OwnCalendar.objects.filter(due_at__lte=now).exclude(pk__in=_under_way())
    rows = list(due.select_related("therapist").order_by("due_at")[:free])
    keyring.load(rows)
    for row in rows:
        if claim(row, now=now):
            _begin(row, now)
    return len(done)


def claim(row: OwnCalendar, *, now: datetime) -> bool:
    """Takes the turn of this calendar, that one worker asks. If that one dies, it is due again in ten minutes."""
    mine = OwnCalendar.objects.filter(pk=row.pk, due_at=row.due_at)
    return bool(mine.update(due_at=now + EVERY))


def ask(address: str, zone: str, now: datetime) -> Answer:
    """Fetches and reads; touches no database."""
    try:
        text = fetch.fetch(address)
    except fetch.CannotFetch as error:
        return Answer(problem=error.problem)
    return understand(text, zone, now)


def understand(text: bytes, zone: str, now: datetime, *, patience: float = PATIENCE) -> Answer:
    """Reads the text in a process of its own, which has none of our keys and is ended when it takes too long."""
    folder = str(Path(waylight.__file__).parents[1])
    today = now.replace(
        hour=0, minute=0, second=0, microsecond=0
    )  # so that all day long the same comes of the same
    window = (today.isoformat(), (now + AHEAD).isoformat())
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and its text comes by standard input
            [sys.executable, "-m", "waylight.booking.outside.reading", zone, *window],
            input=text,
            capture_output=True,
            timeout=patience,
            cwd=folder,
            env={"PYTHONPATH": folder},
            check=False,
        )
        found = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return Answer(problem="too much")
    if not isinstance(found, list):
        return Answer(problem="too much")
    return Answer([(datetime.fromisoformat(begins), datetime.fromisoformat(ends)) for begins, ends in found])


@transaction.atomic
def settle(pk: Any, address: str, answer: Answer, *, now: datetime) -> None:
    """Keeps what came, unless the calendar was forgotten or its address replaced meanwhile."""
    row = OwnCalendar.objects.select_for_update().filter(pk=pk).first()
    if row is None or row.address != address:
        return
    if answer.spans is None:
        row.failures, row.problem = min(row.failures + 1, 1000), answer.problem
        row.due_at = now + min(EVERY * 2 ** min(row.failures - 1, 10), LONGEST_PAUSE)
    else:
        row.failures, row.problem, row.read_at, row.due_at = 0, "", now, now + EVERY
        _replace(row, answer.spans)
    row.save(update_fields=["failures", "problem", "read_at", "due_at"])


def _replace(row: OwnCalendar, spans: Spans) -> None:
    mine = BusyTime.objects.filter(therapist=row.therapist_id)
    if list(mine.order_by("starts_at").values_list("starts_at", "ends_at")) == spans:
        return
    mine.delete()
    BusyTime.objects.bulk_create(
        [BusyTime(therapist_id=row.therapist_id, starts_at=begins, ends_at=ends) for begins, ends in spans]
    )


def _begin(row: OwnCalendar, now: datetime) -> None:
    """Asks beside us. An address that was erased keeps no other waiting: it goes, with what was read."""
    try:
        answer = _threads().submit(ask, row.address, row.therapist.zone, now)
    except KeyDestroyed:
        forget(row.therapist, by="worker")
    else:
        _under_way()[row.pk] = (row.address, answer)


def _said(answer: Future[Answer]) -> Answer:
    """Whatever a server says that nobody thought of is a failure of that calendar alone."""
    try:
        return answer.result()
    except Exception as error:
        log.warning("A calendar could not be read: %s", type(error).__name__)
        return Answer(problem="no answer")


@cache
def _under_way() -> dict[Any, tuple[str, Future[Answer]]]:
    return {}


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="calendars")
