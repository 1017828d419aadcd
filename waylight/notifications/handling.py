"""What a manager does with messages that need a person: texts and calls, and e-mail that is in doubt or was refused."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.notifications.models import Channel, Notification, NotificationQuerySet, State
from waylight.privacy import audit
from waylight.ui.refusals import Refusal


class NothingToDo(Refusal):
    """Somebody else has seen to this message already."""


@transaction.atomic
def mark_done(notification: Notification, *, by: Any) -> None:
    """The message was texted, said, or reached the person in some other way. Raises NothingToDo."""
    _must_change(_the(notification).forget(state=State.SENT, sent_at=timezone.now()))
    audit.record("mark-message-done", by=by, person=notification.person_id, about=notification)


@transaction.atomic
def send_again(notification: Notification, *, by: Any) -> None:
    """Queues an e-mail once more, when a person has decided that a second copy does no harm. Raises NothingToDo."""
    emails = _the(notification).filter(channel=Channel.EMAIL)
    _must_change(emails.update(state=State.QUEUED, due_at=timezone.now()))
    audit.record("send-message-again", by=by, person=notification.person_id, about=notification)


@transaction.atomic
def let_go(notification: Notification, *, by: Any) -> None:
    """The message is needed no more. Raises NothingToDo."""
    _must_change(_the(notification).forget(state=State.WITHDRAWN))
    audit.record("let-message-go", by=by, person=notification.person_id, about=notification)


def _the(notification: Notification) -> NotificationQuerySet:
    return Notification.objects.for_a_person().filter(pk=notification.pk)


def _must_change(rows: int) -> None:
    if not rows:
        raise NothingToDo
