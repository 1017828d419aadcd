"""Queues a message once, shows its exact words beforehand, puts it off or takes it back while it waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from waylight.notifications import templates
from waylight.notifications.models import Channel, Notification, State
from waylight.notifications.templates import Preview
from waylight.practice.models import Practice
from waylight.privacy import inserting, keyring

__all__ = [
    "Preview",
    "leaves_by_itself",
    "notify",
    "preview",
    "reschedule",
    "together",
    "withdraw",
    "words_of",
]


_together: ContextVar[inserting.Together | None] = ContextVar("together", default=None)


def notify(
    template: str,
    *,
    key: str,
    person_id: Any,
    channel: str,
    address: str,
    words: dict[str, str],
    language: str = "",
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
    quiet: tuple[datetime, datetime] | None = None,
    now: datetime | None = None,
) -> Notification:
    """Queues the message; the same key gives the same row back and queues nothing.

    It is written in `language`, that of whoever reads it: a code of LANGUAGES, or nothing for English.
    E-mail leaves by itself when it is due, and a text where there is a gateway (WAYLIGHT_SMS_URL). Of other texts, and of
    calls, a manager is shown what to send or say. From `useful_until` on it is not sent any more, and a manager is told.
    `quiet`: from when to when, this day and each day after, it is not tried again where a service did not take it at first.
    Raises templates.UnknownTemplate, or templates.WordsDoNotFit unless it gets just the words of templates.CATALOGUE.
    """
    templates.check(template, words)
    keyring.ensure(person_id)
    now = now or timezone.now()
    row = Notification(key=key, person_id=person_id, channel=Channel(channel), template=template)
    row.language = language
    row.address, row.words, row.due_at, row.useful_until = address, words, due_at or now, useful_until
    row.quiet_from, row.quiet_until = quiet or (None, None)
    row.state = State.QUEUED if leaves_by_itself(row.channel) else State.BY_HAND
    if (rows := _together.get()) is not None:
        rows.add(row)
        return row
    return row if inserting.insert(row) else Notification.objects.get(key=key)


@contextmanager
def together() -> Iterator[None]:
    """The messages of one act are queued by one statement when it is done. Which of them were queued before is not told."""
    rows = inserting.Together(Notification)
    token = _together.set(rows)
    try:
        yield
    finally:
        _together.reset(token)
    rows.insert()


def leaves_by_itself(channel: str) -> bool:
    """Whether a machine carries such messages. If not, a person passes them on."""
    return channel == Channel.EMAIL or (channel == Channel.SMS and bool(settings.SMS_URL))


def preview(
    template: str,
    words: dict[str, str],
    channel: str = Channel.EMAIL,
    *,
    language: str = "",
    practice: Practice | None = None,
) -> Preview:
    """The exact words that would go out now, or what would be said in a call. Raises as `notify` does."""
    templates.check(template, words)
    with translation.override(language or settings.LANGUAGE_CODE):
        return templates.render(template, channel, words | _of_the(practice or Practice.current()))


def words_of(notification: Notification, *, practice: Practice | None = None) -> Preview:
    """The exact words of a message that waits; a sent one has forgotten them. `practice`: where it is at hand already."""
    return preview(
        notification.template,
        notification.words,
        notification.channel,
        language=notification.language,
        practice=practice,
    )


@transaction.atomic
def withdraw(prefix: str) -> int:
    """Takes back the messages that nobody has begun to hand over and whose key starts so ("booked:<appointment>:").

    Says how many. Those that could not be sent are needed no more. One that may have left stays in doubt, without its words;
    one that is being handed over just now is not tried again.
    """
    found, now = Notification.objects.starting(prefix), timezone.now()
    taken_back = found.waiting().forget(state=State.WITHDRAWN, lease_until=None)
    found.filter(state=State.FAILED).forget(state=State.WITHDRAWN, fault="")
    found.filter(state__in=[State.IN_DOUBT, State.QUEUED]).forget(state=State.IN_DOUBT, seen_at=now)
    found.filter(state=State.SENDING).update(useful_until=now)
    return taken_back


def reschedule(key: str, due_at: datetime, *, useful_until: datetime | None = None) -> bool:
    """Another time for a message that nobody has begun to hand over; says whether there was one."""
    found = Notification.objects.waiting().filter(key=key)
    queued = found.filter(state__in=[State.QUEUED, State.SENDING])
    times = {"due_at": due_at, "useful_until": useful_until}
    moved = queued.update(state=State.QUEUED, claim="", lease_until=None, **times)
    return bool(moved or found.filter(state=State.BY_HAND).update(**times))


def _of_the(practice: Practice) -> dict[str, str]:
    return {"neutral_name": practice.neutral_name, "reach": _reach(practice)}


def _reach(practice: Practice) -> str:
    if practice.telephone and practice.email:
        return _("Call {telephone} or write to {email}.").format(
            telephone=practice.telephone, email=practice.email
        )
    if practice.telephone:
        return _("Call {telephone}.").format(telephone=practice.telephone)
    if practice.email:
        return _("Write to {email}.").format(email=practice.email)
    return _("Answer this message.")
