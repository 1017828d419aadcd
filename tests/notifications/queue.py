"""Messages for the tests of what becomes of them."""

from datetime import datetime

from tests.cast import ana, at
from waylight.notifications.models import Notification
from waylight.notifications.notify import notify

NOW = at("2026-11-26 09:00")
LINK = "http://localhost/times/secret/"


def an_offer(key: str = "offer:1", due_at: datetime = NOW, **fields) -> Notification:
    given = {"person_id": ana().pk, "channel": "email", "address": "ana@example.org", "words": {"link": LINK}}
    return notify("offer", key=key, due_at=due_at, **(given | fields))


def a_text(key: str = "offer:1", **fields) -> Notification:
    return an_offer(key, **({"channel": "sms", "address": "+447700900123"} | fields))


def state_of(row: Notification) -> str:
    row.refresh_from_db()
    return row.state
