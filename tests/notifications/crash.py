"""Kills workers while they send, and counts what reached an inbox or a telephone: in test_crash and bin/drill."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.conf import LazySettings
from django.db import connection

from tests.journeys.running import ROOT
from tests.notifications.mail_server import Server, a_mail_server
from tests.notifications.queue import NOW, a_text, an_offer
from tests.notifications.sms_gateway import Gateway, a_gateway
from waylight.notifications import delivery
from waylight.notifications.models import Channel, Notification, State
from waylight.notifications.notify import withdraw

WORKERS = 2
A_ROUND = 8  # messages, of which every fourth is a text
STEP = (
    delivery.LEASE * 1.01
)  # each new worker believes to be so much later: to it, those before have lost their lease
PATIENCE = 20  # seconds


@dataclass
class Outcome:
    kills: int = 0
    messages: int = 0
    states: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.kills + other.kills,
            self.messages + other.messages,
            self.states + other.states,
            self.wrong + other.wrong,
        )


class Nursery:
    def __init__(self, port: int, address: str) -> None:
        name = str(connection.settings_dict["NAME"])
        command = [sys.executable, "-m", "tests.notifications.nursery", name, str(port), address]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, **pipes)
        self.alive: list[int] = []

    def bear(self, now: datetime) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{now.isoformat()}\n")
        self.process.stdin.flush()
        self.alive.append(int(self.process.stdout.readline()))

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self.alive.remove(pid)
        while is_there(pid):
            time.sleep(0.001)

    def close(self) -> None:
        for pid in list(self.alive):
            self.kill(pid)
        self.process.communicate(timeout=10)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def of_kills(kills: int, settings: LazySettings | SimpleNamespace, seed: int = 4) -> Outcome:
    """Two workers at work, one of them killed each round while messages leave; some messages are taken back meanwhile."""
    chance = random.Random(seed)
    with a_mail_server(settings) as server, a_gateway(settings) as texts:
        nursery = Nursery(settings.EMAIL_PORT, texts.address)
        taken_back: set[str] = set()
        too_late: set[str] = set()
        try:
            for number in range(kills):
                before, keys = len(server.inbox), queue(number)
                while len(nursery.alive) < WORKERS:
                    nursery.bear(NOW + number * STEP)
                let_some_leave(server, before, chance)
                unwanted = chance.choice(keys)
                (taken_back if withdraw(unwanted) else too_late).add(unwanted)
                nursery.kill(chance.choice(nursery.alive))
        finally:
            nursery.close()
        drain(NOW + (kills + 1) * STEP)
        return outcome(kills, server, texts, taken_back, too_late)


def queue(number: int) -> list[str]:
    keys = [f"crash:{number}:{each}." for each in range(A_ROUND)]
    for each, key in enumerate(keys):
        (a_text if each % 4 == 3 else an_offer)(key)
    return keys


def let_some_leave(server: Server, before: int, chance: random.Random) -> None:
    until = time.monotonic() + PATIENCE
    while len(server.inbox) == before and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(chance.random() * 0.02)


def drain(now: datetime) -> None:
    """The next worker that lives sends what is left."""
    for later in range(3):
        while delivery.send_due(now + later * STEP):
            pass


def outcome(kills: int, server: Server, texts: Gateway, taken_back: set[str], too_late: set[str]) -> Outcome:
    """`too_late`: taken back while they were handed over. Where the sender is killed just then, nobody tries again."""
    mails = Counter(str(mail["Message-ID"])[1:37] for mail in server.inbox)
    handset = Counter(said["reference"] for said in texts.handset)
    arrived = mails | handset
    rows = list(Notification.objects.defer("address", "words"))
    by_state = {state: {row for row in rows if row.state == state} for state in State}
    told = set(Notification.objects.for_a_person(NOW + kills * 2 * STEP)) | {
        row for row in rows if row.seen_at
    }
    doubts = by_state[State.IN_DOUBT]
    faults = {
        "twice in an inbox": [key for key, times in mails.items() if times > 1],
        "twice at a telephone": [key for key, times in handset.items() if times > 1],
        "lost, and nobody told": [
            row.key
            for row in rows
            if str(row.pk) not in arrived and row not in told and row.state != State.WITHDRAWN
        ],
        "called sent, and did not arrive": [r.key for r in by_state[State.SENT] if str(r.pk) not in arrived],
        "left after it was taken back": [
            row.key for row in rows if row.key in taken_back and str(row.pk) in arrived
        ],
        "unfinished": [row.key for state in (State.QUEUED, State.SENDING) for row in by_state[state]],
        "text in doubt": [
            row.key
            for row in doubts
            if row.channel == Channel.SMS and not row.seen_at and row.key not in too_late
        ],
        "more in doubt than workers killed": [row.key for row in doubts][kills + WORKERS :],
    }
    wrong = [f"{what}: {', '.join(keys[:3])}" for what, keys in faults.items() if keys]
    return Outcome(kills, len(rows), Counter(row.state for row in rows), wrong)
