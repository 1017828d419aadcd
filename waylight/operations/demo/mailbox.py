"""Keeps the demonstration's outgoing mail in files, and reads them again."""

import email
import email.policy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage as Parsed
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

LINK = re.compile(r"https?://\S+")


class Backend(BaseEmailBackend):
    """Sends by writing one file a message; their names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        _folder().mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{uuid4().hex[:6]}.eml"
            (_folder() / name).write_bytes(message.message().as_bytes())
        return len(email_messages)


@dataclass(frozen=True)
class Mail:
    """A message that was sent: `links` are the addresses in it."""

    to: str
    sender: str
    subject: str
    body: str
    sent_at: datetime

    @property
    def links(self) -> list[str]:
        return LINK.findall(self.body)


def newest(most: int = 50) -> list[Mail]:
    files = sorted(_folder().glob("*.eml"), reverse=True)[:most]
    return [_read(file) for file in files]


def _read(file: Path) -> Mail:
    message = email.message_from_bytes(file.read_bytes(), _class=Parsed, policy=email.policy.default)
    sent_at = datetime.strptime(file.name[:15], "%Y%m%d-%H%M%S").replace(
        tzinfo=timezone.get_default_timezone()
    )
    body = message.get_body(("plain",))
    return Mail(
        to=str(message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        body=body.get_content() if body else "",
        sent_at=sent_at,
    )


def _folder() -> Path:
    return settings.VAR / "mail"
