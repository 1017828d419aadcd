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


def evening_after(days: int) -> datetime:
    """The end of the day after it, as an answer is promised."""
    return at(days - 1, "18:00")
