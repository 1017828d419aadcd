"""Sends what is due: claimed with a lease in batches, handed over one by one, and marked by the one who claimed it.

Just before a message is handed over, its row says so, unless it was taken back meanwhile. So after a crash it is known of each
message whether its hand-over had begun. One that had not is sent as if nothing had happened. One that had may have left: SMTP
has no key that would let us ask (ASSURANCE E3), so an e-mail is shown to staff and not sent again by itself; a text is handed
over again with the same key, and the gateway takes it once. What a service surely did not take is tried again, later and later,
and not in the reader's quiet hours.
"""

import logging
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from waylight.notifications import gateway, mail, marks
from waylight.notifications.carriers import Carrier, NeverTaken, NotTaken, Unclear, Unreached
from waylight.notifications.models import Channel, Fault, Notification, NotificationQuerySet, State
from waylight.privacy import keyring
from waylight.privacy.keyring import KeyDestroyed

LEASE = timedelta(minutes=3)  # longer than a turn and one message; EMAIL_TIMEOUT holds for each step of SMTP
TURN = timedelta(seconds=5)  # a worker has other work too, and must end soon when it is told to
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240)]  # after each try but the last
BATCH = 100  # claimed together
KEY_LASTS = timedelta(hours=12)  # a gateway keeps a key for a day; nobody asks with one that may be forgotten

Mark = Callable[[], bool]  # says whether the message left

log = logging.getLogger(__name__)


class Turn:
    """The time that one carrier has. It goes on by the steady clock, whatever happens to the clock on the wall."""

    def __init__(self, began_at: datetime) -> None:
        self.began_at = began_at
        self.steady = time.monotonic()
        self.is_ended = False

    @property
    def now(self) -> datetime:
        return self.began_at + timedelta(seconds=time.monotonic() - self.steady)

    @property
    def is_over(self) -> bool:
        return self.is_ended or self.now - self.began_at >= TURN

    def end(self) -> None:
        self.is_ended = True


def send_due(now: datetime) -> int:
    """Sends what is due at `now`, for some seconds at most; says how many left. Any number of workers may run it at once."""
    put_right(now)
    kinds: list[type[Carrier]] = [mail.Mail, gateway.Gateway]
    return sum(_send_all(kind, Notification.objects.due(now), now) for kind in kinds)


def send_now(notification: Notification) -> None:
    """Sends one e-mail as soon as the act that queued it is committed, without waiting for the worker.

    When the server cannot be reached, the worker goes on trying.
    """

    def send() -> None:
        now = timezone.now()
        _send_all(mail.Mail, Notification.objects.due(now).filter(pk=notification.pk), now)

    transaction.on_commit(send)


def server_answers() -> bool:
    """Whether the mail server takes a call just now."""
    connection = get_connection()
    try:
        connection.open()
    except OSError:
        return False
    mail.close(connection)
    return True


def put_right(now: datetime) -> None:
    """What a sender that vanished has left, and what time or settings have overtaken."""
    messages = Notification.objects
    if messages.lost(now).exists():
        emails = messages.lost(now).filter(channel=Channel.EMAIL, begun_at__isnull=False)
        emails.update(state=State.IN_DOUBT, lease_until=None)
        messages.lost(now).update(state=State.QUEUED, claim="", lease_until=None)
    unclear = messages.filter(state=State.QUEUED, begun_at__isnull=False)
    if unclear.filter(due_at__lte=now).exists():
        unclear.filter(begun_at__lte=now - KEY_LASTS).update(state=State.IN_DOUBT)
        (unclear & messages.late(now)).update(state=State.IN_DOUBT)
    if messages.late(now).exists():
        messages.late(now).forget(state=State.TOO_LATE)
    if not gateway.is_set() and messages.due(now).filter(channel=Channel.SMS).exists():
        messages.filter(state=State.QUEUED, channel=Channel.SMS, begun_at=None).update(state=State.BY_HAND)


def _send_all(kind: type[Carrier], due: NotificationQuerySet, now: datetime) -> int:
    """Sends those of this carrier, batch after batch, while there are any and its turn lasts."""
    mine, turn, sent = due.filter(channel=kind.channel), Turn(now), 0
    rows = _claim(mine, turn.now)
    if rows:
        with kind() as carrier:
            while rows:
                sent += _send_batch(rows, carrier, turn)
                rows = [] if turn.is_over else _claim(mine, turn.now)
    return sent


def _claim(due: NotificationQuerySet, now: datetime) -> list[Notification]:
    """Those that nobody else has, for us alone: other workers pass over them. The claim is new each time."""
    if not due.exists():  # most seconds there is nothing: then nobody is kept from writing
        return []
    claim, lease_until = uuid.uuid4().hex, now + LEASE
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True)[:BATCH])
        for row in rows:
            row.claim, row.lease_until, row.state = claim, lease_until, State.SENDING
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=State.SENDING, claim=claim, lease_until=lease_until
        )
    return rows


def _send_batch(rows: list[Notification], carrier: Carrier, turn: Turn) -> int:
    """What became of one message is marked together with the beginning of the next: one write to the disk for each."""
    sent, mark = 0, _nothing
    with keyring.fresh():
        keyring.load(rows)
        try:
            for number, row in enumerate(rows):
                if turn.is_over:
                    _let_go(rows[number:])
                    break
                packed = _packed(row, carrier)
                with transaction.atomic():
                    mark_last, mark = mark, _nothing
                    sent += mark_last()
                    is_ours = packed is not None and marks.begin(row, turn.now, knows_keys=carrier.knows_keys)
                if is_ours:
                    mark = _handed_over(row, packed, carrier, turn)
        finally:
            sent += mark()
    return sent


def _let_go(rows: list[Notification]) -> None:
    """Others may have those that we did not come to."""
    ours = Notification.objects.filter(
        pk__in=[row.pk for row in rows], claim=rows[0].claim, state=State.SENDING
    )
    ours.update(state=State.QUEUED, claim="", lease_until=None)


def _packed(row: Notification, carrier: Carrier) -> Any:
    try:
        return carrier.pack(row)
    except ValueError as error:
        _finish(row, error, state=State.FAILED, fault=Fault.ADDRESS)
    except KeyDestroyed as error:
        _finish(row, error, state=State.WITHDRAWN)
    return None


def _handed_over(row: Notification, packed: Any, carrier: Carrier, turn: Turn) -> Mark:
    """What is to be marked now."""
    now = turn.began_at
    try:
        called = carrier.hand_over(packed)
    except (NotTaken, Unclear) as error:
        if isinstance(error, Unreached):
            turn.end()
        return partial(_try_later, row, now, error)
    except NeverTaken as error:
        return partial(_finish, row, error, state=State.FAILED, fault=Fault.REFUSED)
    except Exception as error:
        return partial(_finish, row, error, state=State.IN_DOUBT)
    return partial(marks.sent, row, now, called=called)


def _nothing() -> bool:
    return False


def _held(row: Notification) -> NotificationQuerySet:
    """The row as long as nobody has claimed it again. One that ran late into doubt may still be marked by who knows."""
    return Notification.objects.filter(pk=row.pk, claim=row.claim, state__in=[State.SENDING, State.IN_DOUBT])


def _try_later(row: Notification, now: datetime, error: Exception) -> bool:
    may_have_left = isinstance(error, Unclear)
    if row.attempts > len(PAUSES):
        left = (
            {"state": State.IN_DOUBT} if may_have_left else {"state": State.FAILED, "fault": Fault.UNREACHED}
        )
        return _finish(row, error, **left)
    begun = {} if may_have_left else {"begun_at": None}
    due_at = row.after_quiet(now + PAUSES[row.attempts - 1])
    _held(row).update(state=State.QUEUED, claim="", lease_until=None, due_at=due_at, **begun)
    return False


def _finish(row: Notification, error: Exception, **fields: Any) -> bool:
    log.warning("A message could not be sent: %s", type(error).__name__)
    _held(row).update(lease_until=None, **fields)
    return False
