"""Messages a second that one process passes on while 500 sessions are open, and its memory then.

Beside it as little as passes a message from one socket to another: it asks nobody who they are. Each side answers what it
hears, and says at most what the room lets it (waylight.video.limits), in messages as long as a browser's own.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Figures, figure
from tests.bench.servers import WAYLIGHT, granian, memory, served
from tests.bench.sockets import Socket, opened
from tests.journeys.running import ROOT, environment, free_port
from waylight.video import limits

BARE = "tests.bench.plain_line:application"
ROOMS = 500
SECONDS = 8
PATIENCE = 30  # seconds for one answer
AT_ONCE = 20  # doors that are knocked at together
LONG = {"description": {"type": "offer", "sdp": "v=0\r\n" * 300}}  # 2,000 characters or so


@dataclass
class Heard:
    a_second: float
    megabytes: float
    seconds_to_open: float


def measure(folder: Path) -> Figures:
    surroundings = environment(folder, 0, "")
    rooms = made(surroundings | {"DJANGO_SETTINGS_MODULE": "waylight.config.settings"})
    ours = heard(WAYLIGHT, surroundings, rooms)
    bare = heard(BARE, dict(os.environ), rooms)
    return {
        "signalling": figure(ours.a_second, "messages/s", baseline=bare.a_second),
        "signalling_memory": figure(ours.megabytes, "MB", baseline=bare.megabytes),
        "signalling_open": figure(ours.seconds_to_open, "s for 1,000 sockets", baseline=bare.seconds_to_open),
    }


def made(surroundings: dict[str, str]) -> list[list[str]]:
    command = [sys.executable, "-m", "tests.bench.many_rooms", str(ROOMS)]
    answer = subprocess.run(command, cwd=ROOT, env=surroundings, check=True, capture_output=True, text=True)
    found: list[list[str]] = json.loads(answer.stdout.splitlines()[-1])
    return found


def heard(application: str, surroundings: dict[str, str], rooms: list[list[str]]) -> Heard:
    port = free_port()
    with served(granian(application, port), f"http://localhost:{port}/help-now/", surroundings) as (pid, _):
        return asyncio.run(_heard(port, pid, rooms, greets=application == WAYLIGHT))


async def _heard(port: int, pid: int, rooms: list[list[str]], *, greets: bool) -> Heard:
    few, began = asyncio.Semaphore(AT_ONCE), time.perf_counter()
    pairs = await asyncio.gather(*(_pair(port, room, few, greets) for room in rooms))
    opened_in = time.perf_counter() - began
    until = time.perf_counter() + SECONDS
    said = await asyncio.gather(*(_talk(*pair, until) for pair in pairs))
    return Heard(sum(said) / SECONDS, memory(pid), opened_in)


Side = tuple[Socket, str]  # and the seat of the other


async def _pair(port: int, room: list[str], few: asyncio.Semaphore, greets: bool) -> tuple[Side, Side]:
    pk, *cookies = room
    async with few:
        one, other = [await opened(port, f"/room/{pk}/line/", cookie) for cookie in cookies]
        if not greets:
            return (one, ""), (other, "")
        seats = [(await side.hears("came"))["seat"] for side in (one, other)]
        return (one, seats[0]), (other, seats[1])


async def _talk(one: Side, other: Side, until: float) -> int:
    """They answer each other until then; how many messages arrived. Raises TimeoutError when an answer does not come."""
    said, began = 0, time.perf_counter()
    while (now := time.perf_counter()) < until:
        if said / 2 > limits.A_SECOND * (now - began):  # who says more is hung up on
            await asyncio.sleep(1 / limits.A_SECOND)
            continue
        for speaker, listener in ((one, other), (other, one)):
            speaker[0].says({"type": "signal", "to": speaker[1], "data": LONG})
            await asyncio.wait_for(listener[0].hears("signal"), PATIENCE)
            said += 1
    return said
