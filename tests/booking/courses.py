"""A course of sessions: what is agreed, made, and standing."""

from datetime import date, datetime, time, timedelta
from typing import Any

from tests import cast
from tests.booking.meeting import THURSDAY, ana_agreed
from waylight.booking import series
from waylight.booking.models import Appointment, Series, Status

WEEK = timedelta(weeks=1)
THURSDAYS_AT_TEN = series.Agreed(date(2027, 1, 7), time(10), "Europe/London", 1, 4)


def agreed(**fields: Any) -> series.Agreed:
    values = vars(THURSDAYS_AT_TEN) | fields
    return series.Agreed(**values)


def thursdays(count: int = 4) -> list[datetime]:
    return [THURSDAY + number * WEEK for number in range(count)]


def a_course(moments: list[datetime] | None = None, what: series.Agreed = THURSDAYS_AT_TEN) -> Series:
    """Ana meets Clara on four Thursdays at ten."""
    client = ana_agreed()
    return series.make(client, cast.clara(), what, moments or thursdays(), by=cast.clara().user)


def starts(of: Series) -> list[datetime]:
    rows = Appointment.objects.filter(series=of, status=Status.BOOKED).order_by("starts_at")
    return [row.starts_at for row in rows]
