"""The practice's promises for its own settings: working days, closing time, closed days, zone."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.practice import promises, zones
from waylight.practice.models import ClosedDay, Practice
from waylight.ui.templatetags import ui


def answer_due_at(received_at: datetime) -> datetime:
    """By when somebody who wrote at that moment has an answer. Raises promises.NeverOpen."""
    practice = Practice.current()
    return end_of_working_day(received_at, practice.answers_within_working_days, practice=practice)


def end_of_working_day(
    received_at: datetime, working_days: int, *, practice: Practice | None = None
) -> datetime:
    """The end, in UTC, of the working day that is so many working days after a moment. Raises promises.NeverOpen."""
    practice = practice or Practice.current()
    # A day before, since the practice's date may be behind the one in UTC.
    since = received_at.date() - timedelta(days=1)
    return promises.due_at(
        received_at,
        working_days,
        zone=practice.zone,
        weekdays=practice.working_days,
        closes=practice.closes_at,
        closed_on=set(ClosedDay.objects.filter(on__gte=since).values_list("on", flat=True)),
    )


def in_words(moment: datetime) -> str:
    """ "by Tuesday 24 November, 18:00 (London time)"."""
    zone = Practice.current().zone
    with timezone.override(zone):
        when = ui.moment(moment)
    return _("by {when} ({city} time)").format(when=when, city=zones.city(zone))
