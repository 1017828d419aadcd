"""Hands e-mail over to the mail server: one connection for many messages.

SMTP has no key by which a server would know a message again. So each step stands alone: until the words are given, the server
surely does not have the message; while it answers them, nobody knows.
"""

import logging
import re
import smtplib
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from waylight.notifications import notify
from waylight.notifications.carriers import NeverTaken, NotTaken, Unreached
from waylight.notifications.models import Channel, Notification
from waylight.practice.models import Practice

CLOSING = 421  # RFC 5321 3.8: the server ends the connection, often after so many messages
GO_ON = 354  # it waits for the words
END = b"\r\n.\r\n"
DOTS = re.compile(
    rb"^\.", re.MULTILINE
)  # RFC 5321 4.5.2: a line of the words that begins with a dot gets another

log = logging.getLogger(__name__)


class _Gone(Exception):
    """The connection was gone before the words were given."""


@dataclass(frozen=True)
class Letter:
    """An e-mail as it will be handed over: for SMTP, its bytes and the address of the envelope."""

    message: EmailMessage
    words: bytes
    to: str


class Mail:
    channel: str = Channel.EMAIL
    knows_keys = False

    def __enter__(self) -> Self:
        self.practice = Practice.current()
        self.connection: Any = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def pack(self, row: Notification) -> Letter:
        """Text alone. The Message-ID comes from the row, so that a mail program shows a second copy as the same message."""
        if not row.address:
            raise ValueError("This message has no address.")
        said = notify.words_of(row, practice=self.practice)
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        message = EmailMessage(
            subject=said.subject,
            body=said.body,
            from_email=formataddr((self.practice.neutral_name, sender)),
            to=[row.address],
            reply_to=[self.practice.email] if self.practice.email else None,
            headers={
                "Message-ID": f"<{row.pk}@{sender.partition('@')[2]}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        # An address that would break the header raises here.
        words = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own kind of Message
        to = _envelope(row.address)
        if set(to) & set("<> \r\n"):
            raise ValueError("This is no address.")
        return Letter(message, words, to)

    def hand_over(self, packed: Letter) -> str:
        is_used = self.connection is not None
        try:
            self._send(packed)
        except _Gone as error:
            if not is_used:
                raise Unreached(Unreached.__doc__) from error
            self._send_on_a_new_one(packed)
        return ""

    def _send_on_a_new_one(self, packed: Letter) -> None:
        try:
            self._send(packed)
        except _Gone as error:
            raise Unreached(Unreached.__doc__) from error

    def _send(self, packed: Letter) -> None:
        self._open()
        try:
            if isinstance(self.connection, EmailBackend) and self.connection.connection:
                _speak(self.connection.connection, packed)
            else:
                self.connection.send_messages([packed.message])
        except (NotTaken, NeverTaken):
            raise
        except BaseException:
            self._close()  # whatever it was waiting for, the next message must not get that answer
            raise

    def _open(self) -> None:
        if self.connection is not None:
            return
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:  # smtplib's errors are OSErrors
            raise Unreached(Unreached.__doc__) from error
        self.connection = connection

    def _close(self) -> None:
        if self.connection is not None:
            close(self.connection)
        self.connection = None


def close(connection: Any) -> None:
    try:
        connection.close()
    except OSError:
        log.warning("The mail server hung up before we did.")


def _speak(server: smtplib.SMTP, letter: Letter) -> None:
    """The steps of RFC 5321 3.3; together up to the words where the server allows it (RFC 2920)."""
    sender = _envelope(settings.BOUNCES_TO or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    steps = [f"MAIL FROM:<{sender}>", f"RCPT TO:<{letter.to}>", "DATA"]
    try:
        server.ehlo_or_helo_if_needed()
        (_together if server.has_extn("pipelining") else _one_by_one)(server, steps)
    except OSError as error:
        raise _Gone from error
    server.send(DOTS.sub(b"..", letter.words).rstrip(b"\r\n") + END)
    _accepted(*server.getreply())


def _envelope(address: str) -> str:
    """A plain address stands as it is; one with other letters is written as RFC 5891 has it."""
    return address if address.isascii() else sanitize_address(address, "utf-8")


def _one_by_one(server: smtplib.SMTP, steps: list[str]) -> None:
    for step in steps:
        answer = server.docmd(step)
        try:
            _accepted(*answer)
        except (NotTaken, NeverTaken):
            server.docmd("RSET")
            raise


def _together(server: smtplib.SMTP, steps: list[str]) -> None:
    server.send("".join(f"{step}\r\n" for step in steps))
    answers = [server.getreply() for _step in steps]
    try:
        for answer in answers:
            _accepted(*answer)
    except (NotTaken, NeverTaken):
        if answers[-1][0] == GO_ON:  # it waits for words, and takes none without a recipient
            server.send(END)
            server.getreply()
        server.docmd("RSET")
        raise


def _accepted(code: int, _answer: bytes) -> None:
    """RFC 5321 4.2.1: a code of 5xx is final, 4xx means later."""
    if 200 <= code < 400:
        return
    if code == CLOSING:
        raise _Gone
    if code >= 500:
        raise NeverTaken(NeverTaken.__doc__)
    raise NotTaken(NotTaken.__doc__)
