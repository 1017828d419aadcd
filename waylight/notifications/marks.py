"""The two marks of each message that is sent, as plain SQL: composing them anew took longer than the database."""

from datetime import datetime
from typing import Any

from django.db import connection

from waylight.notifications.models import Notification

BEGIN = """
    UPDATE notifications_notification SET begun_at = COALESCE(begun_at, %s), attempts = attempts + 1
    WHERE id = %s AND claim = %s AND state = 'sending'
      AND (begun_at IS NULL OR %s) AND (useful_until IS NULL OR useful_until > %s)
"""
SENT = """
    UPDATE notifications_notification
    SET state = 'sent', sent_at = %s, provider_id = %s, lease_until = NULL, address = %s, words = %s
    WHERE id = %s AND claim = %s AND state IN ('sending', 'in doubt')
"""


def begin(row: Notification, now: datetime, *, knows_keys: bool) -> bool:
    """Says that handing over begins; not if the message was taken back, became too late, or is somebody else's by now."""
    at = _moment(now)
    row.attempts += 1
    return _changes(BEGIN, at, _id(row), row.claim, knows_keys, at)


def sent(row: Notification, at: datetime, *, called: str) -> bool:
    """It left, and forgets address and words; not if somebody else has claimed it since. `called`: by the gateway."""
    return _changes(SENT, _moment(at), called, b"", b"", _id(row), row.claim)


def _changes(statement: str, *values: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount == 1


def _id(row: Notification) -> Any:
    return Notification._meta.get_field("id").get_db_prep_value(row.pk, connection)


def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)
