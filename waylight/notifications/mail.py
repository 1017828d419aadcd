"""Hands e-mail over to the mail server: one connection for many messages.

SMTP has no key by which a server would know a message again. So each step stands alone: until the words are given, the server
surely does not have the message; while it answers them, nobody knows.
"""

import logging
import smtplib
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

log = logging.getLogger(__name__)


class _Gone(Exception):
    """The connection was gone before the words were given."""


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

    def pack(self, row: Notification) -> EmailMessage:
        """Text alone. The Message-ID comes from the row, so that a mail program shows a second copy as the same message."""
        if not row.address:
            raise ValueError("This message has no address.")
        words = notify.words_of(row, practice=self.practice)
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        message = EmailMessage(
            subject=words.subject,
            body=words.body,
            from_email=formataddr((self.practice.neutral_name, sender)),
            to=[row.address],
            reply_to=[self.practice.email] if self.practice.email else None,
            headers={
                "Message-ID": f"<{row.pk}@{sender.partition('@')[2]}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.message()  # an address that would break the header raises here
        return message

    def hand_over(self, packed: EmailMessage) -> str:
        is_used = self.connection is not None
        try:
            self._send(packed)
        except _Gone as error:
            if not is_used:
                raise Unreached(Unreached.__doc__) from error
            self._send_on_a_new_one(packed)
        return ""

    def _send_on_a_new_one(self, packed: EmailMessage) -> None:
        try:
            self._send(packed)
        except _Gone as error:
            raise Unreached(Unreached.__doc__) from error

    def _send(self, packed: EmailMessage) -> None:
        self._open()
        try:
            if isinstance(self.connection, EmailBackend):
                _speak(self.connection.connection, packed)
            else:
                self.connection.send_messages([packed])
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


def _speak(server: Any, packed: EmailMessage) -> None:
    """The steps of RFC 5321 3.3."""
    sender = sanitize_address(settings.BOUNCES_TO or parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "utf-8")
    words = packed.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own kind of Message
    try:
        server.ehlo_or_helo_if_needed()
        _accepted(server, *server.mail(sender))
        _accepted(server, *server.rcpt(sanitize_address(packed.to[0], "utf-8")))
    except OSError as error:
        raise _Gone from error
    try:
        code, answer = server.data(words)
    except smtplib.SMTPDataError as error:  # it did not want the words, and did not get them
        code, answer = error.smtp_code, error.smtp_error
    _accepted(server, code, answer)


def _accepted(server: Any, code: int, answer: bytes) -> None:
    """RFC 5321 4.2.1: a code of 5xx is final, 4xx means later."""
    if 200 <= code < 300:
        return
    if code == CLOSING:
        raise _Gone
    try:
        server.rset()
    except OSError as error:
        log.warning("The mail server hung up: %s", type(error).__name__)
    if code >= 500:
        raise NeverTaken(NeverTaken.__doc__)
    raise NotTaken(NotTaken.__doc__)
