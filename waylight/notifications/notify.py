"""Queues a message once, shows its exact words beforehand, takes it back while it waits."""

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
from waylight.privacy import keyring

__all__ = ["Preview", "notify", "preview", "withdraw", "words_of"]


@transaction.atomic
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
    now: datetime | None = None,
) -> Notification:
    """Queues the message; the same key gives the same row back and queues nothing.

    It is written in `language`, that of whoever reads it: a code of LANGUAGES, or nothing for English.
    E-mail leaves by itself when it is due. Nothing carries texts and calls yet, so a manager is shown what to send or say.
    Raises templates.UnknownTemplate, or templates.WordsDoNotFit unless it gets just the words of templates.CATALOGUE.
    """
    templates.check(template, words)
    keyring.create(person_id)
    now = now or timezone.now()
    row = Notification(key=key, person_id=person_id, channel=Channel(channel), template=template)
    row.language = language
    row.address, row.words, row.due_at = address, words, due_at or now
    row.state = State.QUEUED if row.channel == Channel.EMAIL else State.BY_HAND
    Notification.objects.bulk_create([row], ignore_conflicts=True)
    return Notification.objects.get(key=key)


def preview(
    template: str, words: dict[str, str], channel: str = Channel.EMAIL, *, language: str = ""
) -> Preview:
    """The exact words that would go out now, or what would be said in a call. Raises as `notify` does."""
    templates.check(template, words)
    with translation.override(language or settings.LANGUAGE_CODE):
        return templates.render(template, channel, words | _of_the_practice())


def words_of(notification: Notification) -> Preview:
    """The exact words of a message that waits; a sent one has forgotten them."""
    return preview(
        notification.template, notification.words, notification.channel, language=notification.language
    )


def withdraw(prefix: str) -> int:
    """Takes back the messages that wait and whose key starts so ("booked:<appointment>:"); says how many."""
    return Notification.objects.waiting().filter(key__startswith=prefix).forget(state=State.WITHDRAWN)


def _of_the_practice() -> dict[str, str]:
    practice = Practice.current()
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
