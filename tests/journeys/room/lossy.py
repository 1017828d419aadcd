"""A bad line before the relay: it loses a share of the packets, holds them back, or lets nothing through for a while."""

import random
import socket
import threading
import time
from contextlib import suppress
from heapq import heappop, heappush
from itertools import count

Packet = tuple[float, int, socket.socket, bytes, tuple[str, int]]


class Lossy:
    """UDP at `port`, passed on to `there` and back. `loss` is a share from 0 to 1, `delay` is in seconds one way."""

    def __init__(self, there: int, *, loss: float = 0, delay: float = 0) -> None:
        self.there = ("127.0.0.1", there)
        self.loss, self.delay, self.is_cut = loss, delay, False
        self.passed = self.lost = 0
        self.dice = random.Random(7)
        self.near = _socket()
        self.port = self.near.getsockname()[1]
        self.far: dict[tuple[str, int], socket.socket] = {}
        self.held: list[Packet] = []
        self.order, self.ready = count(), threading.Condition()
        self.is_over = False
        for work in (self._from_near, self._send):
            threading.Thread(target=work, daemon=True).start()

    def end(self) -> None:
        self.is_over = True
        for each in (self.near, *self.far.values()):
            each.close()
        with self.ready:
            self.ready.notify()

    def _from_near(self) -> None:
        with suppress(OSError):
            while True:
                data, sender = self.near.recvfrom(65_536)
                if sender not in self.far:
                    self.far[sender] = _socket()
                    threading.Thread(target=self._from_far, args=[sender], daemon=True).start()
                self._hold(self.far[sender], data, self.there)

    def _from_far(self, sender: tuple[str, int]) -> None:
        with suppress(OSError):
            while True:
                data, _ = self.far[sender].recvfrom(65_536)
                self._hold(self.near, data, sender)

    def _hold(self, way: socket.socket, data: bytes, to: tuple[str, int]) -> None:
        if self.is_cut or self.dice.random() < self.loss:
            self.lost += 1
            return
        with self.ready:
            heappush(self.held, (time.monotonic() + self.delay, next(self.order), way, data, to))
            self.ready.notify()

    def _send(self) -> None:
        while not self.is_over:
            with self.ready:
                while not self.held and not self.is_over:
                    self.ready.wait()
                wait = self.held[0][0] - time.monotonic() if self.held else 0
                packet = heappop(self.held) if self.held and wait <= 0 else None
                if packet is None and not self.is_over:
                    self.ready.wait(max(wait, 0))
            if packet is not None:
                with suppress(OSError):
                    packet[2].sendto(packet[3], packet[4])
                self.passed += 1


def _socket() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("127.0.0.1", 0))
    return made
