"""Many who send a form or ask for a page at the same moment, over connections that stay open: what they were told, and when."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from urllib.parse import urlencode

Form = tuple[str, dict[str, str] | None]  # an address, and what is sent there; None asks for the page
COOKIE = "f" * 32  # the token of a form, and its cookie


@dataclass
class Answers:
    """How often each status came; the seconds of each answer, and of all; and to which pages they were sent on."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    took: float = 0.0
    sent_to: list[str] = field(default_factory=list)

    @property
    def a_second(self) -> float:
        return len(self.seconds) / self.took

    @property
    def p99(self) -> float:
        """Milliseconds in which 99 of 100 had their answer."""
        return quantiles(self.seconds, n=100, method="inclusive")[98] * 1000


def send(port: int, forms: Sequence[Form], *, connections: int) -> Answers:
    return asyncio.run(_send(port, list(forms), connections))


async def _send(port: int, forms: list[Form], connections: int) -> Answers:
    answers, waiting = Answers(), iter(forms)
    began = time.perf_counter()
    await asyncio.gather(*(_one(port, waiting, answers) for _ in range(connections)))
    answers.took = time.perf_counter() - began
    return answers


async def _one(port: int, waiting, answers: Answers) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for address, fields in waiting:
        began = time.perf_counter()
        writer.write(_request(port, address, fields))
        status, where = await _status(reader)
        answers.statuses[status] += 1
        answers.sent_to += [where] if where else []
        answers.seconds.append(time.perf_counter() - began)
    writer.close()


def _request(port: int, address: str, fields: dict[str, str] | None) -> bytes:
    if fields is None:
        return f"GET {address} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()
    body = urlencode(fields | {"csrfmiddlewaretoken": COOKIE})
    head = (
        f"POST {address} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: form={COOKIE}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


async def _status(reader: asyncio.StreamReader) -> tuple[int, str]:
    """And where it leads on, or nothing."""
    status = int((await reader.readline()).split()[1])
    length, is_chunked, where = 0, False, ""
    while (line := await reader.readline()) != b"\r\n":
        name, _colon, value = line.decode().partition(":")
        name = name.lower()
        where = value.strip() if name == "location" else where
        length = int(value) if name == "content-length" else length
        is_chunked = is_chunked or (name, value.strip().lower()) == ("transfer-encoding", "chunked")
    while is_chunked:
        size = int(await reader.readline(), 16)
        await reader.readexactly(size + 2)
        is_chunked = size > 0
    await reader.readexactly(length)
    return status, where
