"""A person's own appointments at a secret address, for the calendar on their phone: made, read, replaced, ended.

Only the digest of the secret is kept, so the address is shown once and can then only be replaced. It tells times and nothing
else, and times that are kept free are not among them.
"""

import secrets
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from waylight.accounts.models import User
from waylight.booking import ical
from waylight.booking.models import Appointment, CalendarFeed, Status
from waylight.booking.models.links import digest_of
from waylight.privacy import audit

SECRET_BYTES = 32
SHOWN_FOR = timedelta(days=30)  # after it is over, or was cancelled
SHOWN_AHEAD = timedelta(days=400)
READINGS_AN_HOUR = 60


@transaction.atomic
def make(user: User, *, by: User) -> str:
    """A new address for this person, and its secret. The one they had ends at once."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _end(user)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed.objects.create(digest=digest_of(secret), user=user, created_at=timezone.now())
    audit.record("make-calendar-feed", by=by, person=_person_of(user), about=feed)
    return secret


@transaction.atomic
def revoke(user: User, *, by: User) -> None:
    """Ends the address. Doing it twice changes nothing."""
    feed = live(user)
    if feed is not None and _end(user):
        audit.record("revoke-calendar-feed", by=by, person=_person_of(user), about=feed)


def live(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.visible_to(user).live().first()


def find(secret: str) -> CalendarFeed | None:
    """The feed of this secret. One that was ended takes the same way, and as long, as one that never was."""
    found = CalendarFeed.objects.live().filter(digest=digest_of(secret), user__is_active=True)
    return found.select_related("user").first()


def is_read_too_often(feed: CalendarFeed, *, now: datetime) -> bool:
    """Counts this reading; within each hour of the clock there may be 60."""
    key = f"calendar-feed:{feed.pk}:{now:%Y%m%d%H}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, timeout=3600)
    return count > READINGS_AN_HOUR


def read(feed: CalendarFeed, *, now: datetime) -> tuple[bytes, datetime]:
    """The calendar file, and when it last changed: the same words as long as no appointment changes and no day ends."""
    rows = list(_rows(feed.user, now))
    changed = max([feed.created_at, _midnight(now), *map(ical.changed_at, rows)])
    with translation.override(feed.user.language or settings.LANGUAGE_CODE):
        return ical.feed(rows, zone=feed.user.zone, feed_id=feed.pk), changed


def address(secret: str) -> str:
    """The absolute address, as a calendar takes it."""
    return settings.BASE_URL + reverse("booking:calendar_feed", args=[secret])


def _rows(user: User, now: datetime) -> QuerySet[Appointment]:
    """What is to come, and what was in the last 30 days; of a moved one only where it stands now."""
    since = _midnight(now) - SHOWN_FOR
    called_off = Q(status=Status.CANCELLED)
    lately = Q(replaced_by=None, cancellation__cancelled_at__gte=since, cancellation__was_undone=False)
    return (
        Appointment.objects.visible_to(user)
        .filter(starts_at__gte=since, starts_at__lt=now + SHOWN_AHEAD)
        .filter(~called_off | lately)
        .select_related("cancellation")
        .order_by("starts_at", "pk")
    )


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(UTC).date(), time(), UTC)


def _end(user: User) -> int:
    return CalendarFeed.objects.visible_to(user).live().update(revoked_at=timezone.now())


def _person_of(user: Any) -> Any:
    """Whose trail it stands in: a client has an id of their own from the enquiry on."""
    client = getattr(user, "client", None)
    return client.pk if client is not None else user.pk
