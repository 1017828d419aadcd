"""A mail server on this machine that takes, refuses, or hangs up, as a test wishes."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import LazySettings

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Server:
    """`answer` to RCPT and `data_answer` to DATA may be set; `hangs_up` ends the connection once the words are here, and
    `most_a_connection` refuses more messages on one."""

    def __init__(self) -> None:
        self.inbox: list[Message] = []
        self.answer = self.data_answer = "250 OK"
        self.hangs_up = self.takes_several_steps = False
        self.most_a_connection = 10**6
        self.connections = 0
        self.senders: list[str] = []

    async def handle_EHLO(
        self, _server: Any, session: Any, _envelope: Any, host: str, responses: list[str]
    ) -> list[str]:
        session.host_name, session.taken = host, 0
        self.connections += 1
        return ["250-PIPELINING", *responses] if self.takes_several_steps else responses

    async def handle_MAIL(
        self, _server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        session.taken += 1
        if session.taken > self.most_a_connection:
            return "421 That is enough for one call"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        self.senders.append(address)
        return "250 OK"

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        if self.data_answer.startswith("250"):
            self.inbox.append(message_from_bytes(envelope.content))
        if self.hangs_up:
            server.transport.abort()
        return self.data_answer


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def a_mail_server(settings: LazySettings) -> Iterator[Server]:
    server = Server()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", free_port()
    controller = Controller(server, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
