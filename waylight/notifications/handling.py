"""What a manager does with messages that need a person: to be texted or said, in doubt, refused, come back or too late."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.notifications.models import Notification, NotificationQuerySet, State
from waylight.notifications.notify import leaves_by_itself
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

UNSENT = [State.IN_DOUBT, State.FAILED]


class NothingToDo(Refusal):
    """Somebody else has seen to this message already."""


@transaction.atomic
def mark_done(notification: Notification, *, by: Any) -> None:
    """The message was texted, said, or reached the person in some other way. Raises NothingToDo."""
    passed_on = _the(notification).filter(state__in=[*UNSENT, State.BY_HAND])
    _must_change(passed_on.forget(state=State.SENT, sent_at=timezone.now(), fault=""))
    audit.record("mark-message-done", by=by, person=notification.person_id, about=notification)


@transaction.atomic
def send_again(notification: Notification, *, by: Any) -> None:
    """Queues a message once more, when a person has decided that a second copy does no harm. Raises NothingToDo.

    A text keeps its key: if the gateway has taken it lately, it takes it no second time.
    """
    if not _can_leave(notification):
        raise NothingToDo
    now = timezone.now()
    again = _the(notification).filter(state__in=UNSENT).useful(now)
    fresh = {"claim": "", "begun_at": None, "attempts": 0, "fault": "", "lease_until": None}
    _must_change(again.update(state=State.QUEUED, due_at=now, **fresh))
    audit.record("send-message-again", by=by, person=notification.person_id, about=notification)


def may_send_again(notification: Notification) -> bool:
    """Whether there is something left to send, and a machine that would carry it."""
    return notification.state in UNSENT and _can_leave(notification)


@transaction.atomic
def let_go(notification: Notification, *, by: Any) -> None:
    """The message is needed no more. Raises NothingToDo."""
    unsent = _the(notification).filter(state__in=[*UNSENT, State.BY_HAND])
    _must_change(unsent.forget(state=State.WITHDRAWN, fault=""))
    audit.record("let-message-go", by=by, person=notification.person_id, about=notification)


@transaction.atomic
def note_seen(notification: Notification, *, by: Any) -> None:
    """Somebody has looked after a person whose message came back or was too late. Raises NothingToDo."""
    seen = _the(notification).filter(state__in=[State.BOUNCED, State.TOO_LATE])
    _must_change(seen.update(seen_at=timezone.now()))
    audit.record("note-message-seen", by=by, person=notification.person_id, about=notification)


def _can_leave(notification: Notification) -> bool:
    return bool(notification.address) and leaves_by_itself(notification.channel)


def _the(notification: Notification) -> NotificationQuerySet:
    return Notification.objects.for_a_person().filter(pk=notification.pk)


def _must_change(rows: int) -> None:
    if not rows:
        raise NothingToDo
