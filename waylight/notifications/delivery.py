"""Sends what is due: claimed with a lease by a conditional UPDATE, sent, and marked by the one who claimed it.

SMTP has no key that would let us ask whether a message arrived (ASSURANCE E3). So whatever stops between "the server may
have it" and our mark leaves it in doubt: it is shown to staff and not sent again by itself. What a server surely did not take
is tried again, with growing pauses.
"""

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from waylight.notifications import notify
from waylight.notifications.models import Notification, State
from waylight.practice.models import Practice
from waylight.privacy.keyring import KeyDestroyed

LEASE = timedelta(minutes=2)  # longer than a message usually takes; EMAIL_TIMEOUT holds for each step of SMTP
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240)]  # after each try but the last
BATCH = 10  # a worker that is told to stop ends after these

log = logging.getLogger(__name__)


class NotTaken(Exception):
    """The mail server did not take this message. It can be sent again."""


class NeverTaken(Exception):
    """The mail server says that it will never take this message."""


def send_due(now: datetime) -> int:
    """Sends up to 10 messages that are due at `now`; says how many left. Any number of workers may run it at once."""
    put_in_doubt(now)
    due = list(Notification.objects.due(now).values_list("pk", flat=True)[:BATCH])
    return sum(_send(pk, now) for pk in due)


def send_now(notification: Notification) -> None:
    """Sends one message as soon as the act that queued it is committed, without waiting for the worker.

    When the server cannot be reached, the worker goes on trying.
    """
    transaction.on_commit(lambda: _send(notification.pk, timezone.now()))


def server_answers() -> bool:
    """Whether the mail server takes a call just now."""
    connection = get_connection()
    try:
        connection.open()
    except OSError:
        return False
    _close(connection)
    return True


def put_in_doubt(now: datetime) -> int:
    """A message whose sender vanished may have left or not: nobody knows, so a person decides."""
    lost = Notification.objects.filter(state=State.SENDING, lease_until__lt=now)
    return lost.update(state=State.IN_DOUBT, lease_until=None)


def _send(pk: Any, now: datetime) -> bool:
    row = _claim(pk, now)
    if row is None:
        return False
    try:
        message = _message(row)
        _hand_over(message)
    except NotTaken:
        _try_later(row, now)
    except (NeverTaken, ValueError) as error:  # ValueError: an address that would break the header
        _finish(row, State.FAILED, error)
    except KeyDestroyed as error:
        _finish(row, State.WITHDRAWN, error)
    except Exception as error:
        _finish(row, State.IN_DOUBT, error)
    else:
        return bool(_held(row).forget(state=State.SENT, sent_at=now, lease_until=None))
    return False


def _claim(pk: Any, now: datetime) -> Notification | None:
    """The row, if nobody else has it. `attempts` counts the claims, so it tells the holder of this one from the next."""
    mine = (
        Notification.objects.due(now)
        .filter(pk=pk)
        .update(state=State.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1)
    )
    return Notification.objects.get(pk=pk) if mine else None


def _held(row: Notification) -> Any:
    """The row as long as nobody has claimed it again. One that ran late into doubt may still be marked by who knows."""
    return Notification.objects.filter(
        pk=row.pk, attempts=row.attempts, state__in=[State.SENDING, State.IN_DOUBT]
    )


def _try_later(row: Notification, now: datetime) -> None:
    if row.attempts > len(PAUSES):
        _finish(row, State.FAILED)
    else:
        _held(row).update(state=State.QUEUED, lease_until=None, due_at=now + PAUSES[row.attempts - 1])


def _finish(row: Notification, state: State, error: Exception | None = None) -> None:
    if error is not None:
        log.warning("A message could not be sent: %s", type(error).__name__)
    _held(row).update(state=state, lease_until=None)


def _message(row: Notification) -> EmailMessage:
    """Text alone. The Message-ID comes from the row, so that a mail program shows a second copy as the same message."""
    practice = Practice.current()
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    words = notify.words_of(row)
    if not row.address:
        raise ValueError("This message has no address.")
    return EmailMessage(
        subject=words.subject,
        body=words.body,
        from_email=formataddr((practice.neutral_name, sender)),
        to=[row.address],
        reply_to=[practice.email] if practice.email else None,
        headers={"Message-ID": f"<{row.pk}@{sender.partition('@')[2]}>", "Auto-Submitted": "auto-generated"},
    )


def _hand_over(message: EmailMessage) -> None:
    """Raises NotTaken or NeverTaken when the server surely does not have it; anything else leaves that open."""
    message.message()  # built before anybody is called: an address that would break the header raises here
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # smtplib's errors are OSErrors
        raise NotTaken(NotTaken.__doc__) from error
    try:
        connection.send_messages([message])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        refusal = NeverTaken if _is_final(error) else NotTaken
        raise refusal(refusal.__doc__) from error
    finally:
        _close(connection)


def _is_final(error: smtplib.SMTPException) -> bool:
    """RFC 5321 4.2.1: a code of 5xx is final, 4xx means later."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _answer in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def _close(connection: Any) -> None:
    try:
        connection.close()
    except OSError:
        log.warning("The mail server hung up before we did.")
