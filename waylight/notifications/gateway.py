"""Hands text messages over to a gateway: POST of JSON over https, with a key by which it takes each message once.

It says `{"to", "text", "reference"}`, and `"from"` where a sender is set, with `Authorization: Bearer <token>` and
`Idempotency-Key: <id of the row>`. docs/operators.md says what a gateway has to do.
"""

import http.client
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register

from waylight.notifications import notify
from waylight.notifications.carriers import NeverTaken, NotTaken, Unclear, Unreached
from waylight.notifications.models import Channel, Notification
from waylight.practice.models import Practice

TIMEOUT = 20  # seconds, for each step
LONGEST_TALK = 45  # seconds, for all steps of one message
LONGEST_ANSWER = 65_536  # bytes
OUR_SIDE = {"127.0.0.1", "::1", "localhost"}
LATER = {408, 425, 429}  # RFC 9110, 8470, 6585
# What gateways call a message in their answer, in the order in which it is looked for.
NAMES_OF_AN_ID = ("id", "message_id", "messageId", "sid")


def is_set() -> bool:
    return bool(settings.SMS_URL)


def is_safe(address: str) -> bool:
    """Over https, or to this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in OUR_SIDE)


@register("security")
def address_is_safe(**_kwargs: Any) -> list[Error]:
    if not is_set() or is_safe(settings.SMS_URL):
        return []
    return [Error("WAYLIGHT_SMS_URL begins with https, or names this machine.", id="waylight.E002")]


@dataclass(frozen=True)
class Text:
    """A text message as the gateway gets it."""

    key: str
    body: bytes


class Gateway:
    channel: str = Channel.SMS
    knows_keys = True

    def __enter__(self) -> Self:
        self.practice = Practice.current()
        self.connection: http.client.HTTPConnection | None = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def pack(self, row: Notification) -> Text:
        if not row.address:
            raise ValueError("This message has no number.")
        text = notify.words_of(row, practice=self.practice).body
        said = {"to": row.address, "text": text, "reference": str(row.pk)}
        if settings.SMS_SENDER:
            said["from"] = settings.SMS_SENDER
        return Text(key=str(row.pk), body=json.dumps(said, ensure_ascii=False).encode())

    def hand_over(self, packed: Text) -> str:
        is_used = self.connection is not None
        connection = self._opened()
        try:
            status, answer = _ask(connection, packed)
        except (OSError, http.client.HTTPException) as error:
            self._close()
            if is_used:  # it may have been closed between two messages
                return self.hand_over(packed)
            raise Unclear(Unclear.__doc__) from error
        if 200 <= status < 300:
            return _id_in(answer)
        if refusal := _refusal(status):
            raise refusal(refusal.__doc__)
        raise Unclear(Unclear.__doc__)

    def _opened(self) -> http.client.HTTPConnection:
        if self.connection is None:
            try:
                self.connection = _connection()
            except OSError as error:
                raise Unreached(Unreached.__doc__) from error
        return self.connection

    def _close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def _connection() -> http.client.HTTPConnection:
    """Raises OSError when nobody is there: then the gateway surely has nothing of ours."""
    parts = urlsplit(settings.SMS_URL)
    if not is_safe(settings.SMS_URL) or not parts.hostname:
        raise Unreached(Unreached.__doc__)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    talk = socket.create_connection((parts.hostname, port), TIMEOUT)
    if parts.scheme == "https":
        talk = ssl.create_default_context().wrap_socket(talk, server_hostname=parts.hostname)
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=TIMEOUT)
    connection.auto_open = 0  # a new one is made here alone
    connection.sock = talk
    return connection


def _ask(connection: http.client.HTTPConnection, packed: Text) -> tuple[int, bytes]:
    parts = urlsplit(settings.SMS_URL)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/json", "Idempotency-Key": packed.key}
    if settings.SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
    with _no_longer_than(LONGEST_TALK, connection.sock):
        connection.request("POST", path, packed.body, headers)
        with connection.getresponse() as response:
            answer = response.read(LONGEST_ANSWER)
            if not response.isclosed():  # it says more than it needs to; the next request starts afresh
                connection.close()
            return response.status, answer


@contextmanager
def _no_longer_than(seconds: float, talk: socket.socket) -> Iterator[None]:
    """Hangs up on a gateway that says one letter after another for ever, while all other messages wait."""
    hang_up = Timer(seconds, _hang_up, [talk])
    hang_up.daemon = True
    hang_up.start()
    try:
        yield
    finally:
        hang_up.cancel()


def _hang_up(talk: socket.socket) -> None:
    with suppress(OSError):  # not its own `shutdown`: TLS would let go of the reader, who then sees no end
        socket.socket.shutdown(talk, socket.SHUT_RDWR)


def _refusal(status: int) -> type[NotTaken | NeverTaken] | None:
    """What an answer other than 2xx says for sure. 409: another request with this key is under way, so nothing is sure."""
    if status in LATER or 300 <= status < 400:
        return NotTaken
    return NeverTaken if 400 <= status < 500 and status != 409 else None


def _id_in(answer: bytes) -> str:
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(said, dict):
        return ""
    found = str(next((said[name] for name in NAMES_OF_AN_ID if said.get(name)), ""))
    return found if is_an_id(found) else ""


def is_an_id(called: str) -> bool:
    """Whether a gateway may call a message so."""
    longest = Notification._meta.get_field("provider_id").max_length or 0
    return 0 < len(called) <= longest and called.isprintable()
