"""Asks an address that somebody typed, so that it reaches public networks alone, and never for long. Knows no Django.

The name is looked up once. Each address it stands for must be public, and the connection goes to the one that was looked at: a
second answer of the name server changes nothing. Each redirect is looked at in the same way. What is sent back is read up to a
size, within a time, and as it is: nothing is unpacked.

`is_public` is the one place that tests replace, to let in a server of their own.
"""

import socket
import ssl
import time
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import SplitResult, quote, urljoin, urlsplit

LARGEST = 5 * 1024 * 1024  # bytes
PATIENCE = 10.0  # seconds for everything: names, redirects and the last byte
REDIRECTS = 3
LONGEST_ADDRESS = 2000  # characters
CHUNK = 64 * 1024
TYPES = {"text/calendar", "application/calendar", "text/plain", "application/octet-stream", ""}
START, END = b"BEGIN:VCALENDAR", b"END:VCALENDAR"
HEADERS = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "calendar"}
SAFE = "%/:?=&;@+$,!~*'()"  # in an address that is written already; whatever else is odd is quoted

Address = IPv4Address | IPv6Address

# Beyond what `is_global` says, whose answers differ between versions of Python: addresses that lead to another one inside them.
NOT_PUBLIC = [
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3", "::/8", "64:ff9b::/96", "64:ff9b:1::/48",
        "100::/64", "2001::/23", "2002::/16", "fc00::/7", "fe80::/9", "ff00::/8",
    )
]  # fmt: skip


class CannotFetch(Exception):
    """`problem` is a code: address, private, no answer, too slow, too big, redirects, refused, not a calendar."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Deadline:
    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds, more than none. Raises CannotFetch."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise CannotFetch("too slow")
        return left


def normalised(address: str) -> str:
    """The address as it is asked: webcal becomes https. Raises CannotFetch when it is not one that may be asked."""
    scheme, colon, rest = address.strip().partition(":")
    if colon and scheme.lower() in {"webcal", "webcals"}:
        address = f"https:{rest}"
    return _parts(address.strip()).geturl()


def is_public(address: Address) -> bool:
    """Whether the address belongs to the public internet: not this machine, its network, or one that leads back into them."""
    inner = getattr(address, "ipv4_mapped", None)
    if inner is not None:
        return is_public(inner)
    inside = any(address.version == net.version and address in net for net in NOT_PUBLIC)
    return address.is_global and not address.is_multicast and not address.is_reserved and not inside


def fetch(address: str, *, patience: float = PATIENCE) -> bytes:
    """The calendar at this address. Raises CannotFetch."""
    deadline = Deadline(patience)
    try:
        for _turn in range(REDIRECTS + 1):
            onward = _ask(_parts(address), deadline)
            if isinstance(onward, bytes):
                return onward
            address = _onward(address, onward)
    except TimeoutError as error:
        raise CannotFetch("too slow") from error
    except (OSError, HTTPException, UnicodeError) as error:
        raise CannotFetch("no answer") from error
    raise CannotFetch("redirects")


def _onward(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError as error:  # "https://[" is no address
        raise CannotFetch("address") from error


def _parts(address: str) -> SplitResult:
    """Raises CannotFetch unless it is a plain https address."""
    try:
        parts = urlsplit(address)
        is_plain = parts.scheme == "https" and parts.hostname and parts.port != 0
        parts.hostname and parts.hostname.encode("idna")
    except ValueError as error:
        raise CannotFetch("address") from error
    is_odd = (
        "@" in parts.netloc or len(address) > LONGEST_ADDRESS or not address.isprintable() or " " in address
    )
    if not is_plain or is_odd:
        raise CannotFetch("address")
    return parts


def _ask(parts: SplitResult, deadline: Deadline) -> bytes | str:
    """The calendar, or where it is said to be."""
    connection = _Connection(parts, deadline)
    try:
        target = quote(parts._replace(scheme="", netloc="", fragment="").geturl() or "/", safe=SAFE)
        connection.request("GET", target, headers=HEADERS)
        with connection.getresponse() as response:
            if response.status in {301, 302, 303, 307, 308}:
                return response.getheader("Location", "")
            return _body(response, deadline)
    finally:
        connection.close()


def _body(response: HTTPResponse, deadline: Deadline) -> bytes:
    if response.status != 200:
        raise CannotFetch("refused")
    kind = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in TYPES or response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise CannotFetch("not a calendar")
    if (response.length or 0) > LARGEST:
        raise CannotFetch("too big")
    body = bytearray()
    while chunk := response.read1(CHUNK):
        deadline.left()
        body += chunk
        if len(body) > LARGEST:
            raise CannotFetch("too big")
    if response.length:
        raise CannotFetch("no answer")  # it broke off, and half a calendar would make the other half free
    text = bytes(body).removeprefix(b"\xef\xbb\xbf").strip().upper()
    if not (text.startswith(START) and text.endswith(END)):
        raise CannotFetch("not a calendar")
    return bytes(body)


class _Connection(HTTPSConnection):
    """To the address that was looked at, by the name that was asked: that is what its certificate must say."""

    def __init__(self, parts: SplitResult, deadline: Deadline) -> None:
        host = (parts.hostname or "").encode("idna").decode()
        self.deadline = deadline
        self.looked_at = _public_addresses(host, parts.port or 443, deadline)
        super().__init__(host, parts.port or 443, timeout=deadline.left())
        self.trust = ssl.create_default_context()
        self.trust.sslsocket_class = _TimedSocket

    def connect(self) -> None:
        plain = self.reached()
        try:
            self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
        self.sock.deadline = self.deadline  # type: ignore[attr-defined]

    def reached(self) -> socket.socket:
        """A connection to the first of the addresses that answers: many a machine has a way to one kind alone."""
        for one in self.looked_at[:-1]:
            try:
                return socket.create_connection((str(one), self.port), timeout=self.deadline.left() / 2)
            except OSError:
                continue
        return socket.create_connection((str(self.looked_at[-1]), self.port), timeout=self.deadline.left())


class _TimedSocket(ssl.SSLSocket):
    """Waits for each piece no longer than is left for the whole: many small pieces would take for ever."""

    deadline: Deadline | None = None

    def recv_into(self, *args, **options) -> int:
        if self.deadline is not None:
            self.settimeout(self.deadline.left())
        return super().recv_into(*args, **options)


def _public_addresses(host: str, port: int, deadline: Deadline) -> list[Address]:
    """The addresses that the name stands for. Raises CannotFetch when any of them is not public."""
    found = _looked_up(host, port, deadline)
    if not all(is_public(one) for one in found):
        raise CannotFetch("private")
    return found


def _looked_up(host: str, port: int, deadline: Deadline) -> list[Address]:
    """A look-up knows no limit of time, so it runs beside us and may be left behind."""
    answers: SimpleQueue[list[Address] | OSError | ValueError] = SimpleQueue()

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([ip_address(str(row[4][0]).partition("%")[0]) for row in rows])
        except (OSError, ValueError) as error:
            answers.put(error)

    Thread(target=look_up, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except Empty as error:
        raise CannotFetch("too slow") from error
    if not isinstance(answer, list) or not answer:
        raise CannotFetch("no answer")
    return answer
