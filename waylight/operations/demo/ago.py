"""Moments of the past, on the clocks of the demonstration's clients."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

ZONE = ZoneInfo("Europe/London")


def day(days: int) -> date:
    return timezone.localdate(timezone=ZONE) - timedelta(days=days)


def at(days: int, clock: str = "19:30") -> datetime:
    """So many days ago, at that time there: "07:45"."""
    return datetime.combine(day(days), time.fromisoformat(clock), ZONE)
