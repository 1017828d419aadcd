"""What mail servers and gateways say later of messages they took: those that came back reach the managers' list."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from waylight.notifications.models import Notification, NotificationQuerySet, State
from waylight.privacy import audit

# A carrier may have these when their hand-over has begun; nobody has taken them back.
UNDER_WAY = [State.SENDING, State.IN_DOUBT, State.QUEUED]


@transaction.atomic
def came_back(found: NotificationQuerySet) -> int:
    """They will never arrive, so a manager is told; says how many. Once said, it is not said again."""
    rows = list(_handed_over(found))
    now = timezone.now()
    _of(rows).forget(
        state=State.BOUNCED,
        sent_at=Coalesce("sent_at", now),
        delivered_at=None,
        lease_until=None,
        seen_at=None,
    )
    for row in rows:
        audit.record("note-bounce", by="worker", person=row.person_id, about=row)
    return len(rows)


@transaction.atomic
def arrived(found: NotificationQuerySet) -> int:
    """The telephone has them: whatever was in doubt is not any more. Says how many were not known to be there."""
    now = timezone.now()
    rows = list(_handed_over(found).filter(delivered_at=None))
    _of(rows).forget(
        state=State.SENT, sent_at=Coalesce("sent_at", now), delivered_at=now, lease_until=None, seen_at=None
    )
    return len(rows)


def _handed_over(found: NotificationQuerySet) -> NotificationQuerySet:
    begun = Q(state__in=UNDER_WAY, begun_at__isnull=False)
    return found.filter(Q(state=State.SENT) | begun).select_for_update()


def _of(rows: list[Notification]) -> Any:
    return Notification.objects.filter(pk__in=[row.pk for row in rows])
