"""Reads what a mail server writes when it could not deliver (RFC 3464 in RFC 6522). Pure: bytes in, Message-IDs out."""

import email
import email.policy
import re
import uuid
from collections.abc import Iterator
from email.message import Message

LARGEST = 1_048_576  # bytes that are read: a report quotes the message it is about, and ours are short
OURS = re.compile(r"<\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]+>", re.IGNORECASE)


class NoReport(Exception):
    """This is no report about the delivery of a message."""


def failed(report: bytes) -> list[uuid.UUID]:
    """The messages of ours that a report says will never arrive. Raises NoReport.

    A report of delay, or of success, names none. Ours are known by their Message-ID, which is the id of the row.
    """
    try:
        return _failed(report)
    except RecursionError as error:  # parts within parts without end
        raise NoReport(NoReport.__doc__) from error


def _failed(report: bytes) -> list[uuid.UUID]:
    message = email.message_from_bytes(report[:LARGEST], policy=email.policy.compat32)
    if message.get_content_type() != "multipart/report":
        raise NoReport(NoReport.__doc__)
    parts = list(message.walk())
    if not any(part.get_content_type() == "message/delivery-status" for part in parts):
        raise NoReport(NoReport.__doc__)
    if "failed" not in {action for part in parts for action in _actions(part)}:
        return []
    return list(dict.fromkeys(number for part in parts for number in _numbers(part)))


def _actions(part: Message) -> Iterator[str]:
    """RFC 3464 2.3.3: what became of each recipient."""
    if part.get_content_type() == "message/delivery-status" and part.is_multipart():
        for group in part.get_payload():
            yield str(group.get("Action", "")).strip().lower()  # type: ignore[union-attr]


def _numbers(part: Message) -> Iterator[uuid.UUID]:
    """Of the message that came back: whole, or its headers alone (RFC 6522 3)."""
    quoted: list[str] = []
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        quoted = [str(inner.get("Message-ID", "")) for inner in part.get_payload()]  # type: ignore[union-attr]
    elif part.get_content_type() == "text/rfc822-headers":
        words = part.get_payload(decode=True)
        headers = email.message_from_bytes(words if isinstance(words, bytes) else b"")
        quoted = [str(headers.get("Message-ID", ""))]
    for found in OURS.findall(" ".join(quoted)):
        yield uuid.UUID(found)
