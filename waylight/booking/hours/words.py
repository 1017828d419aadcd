"""Hours, breaks, extra times and time off as people say them: “Every second week from Monday 30 November”."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from waylight.booking.hours import week
from waylight.booking.models import Break, ExtraTime, OpeningHours, TimeOff
from waylight.booking.models.hours import Weekly
from waylight.ui.templatetags.ui import clock, day, moment

RHYTHMS = {
    1: gettext_lazy("Each week"),
    2: gettext_lazy("Every second week"),
    3: gettext_lazy("Every third week"),
    4: gettext_lazy("Every fourth week"),
}
Row = OpeningHours | Break | ExtraTime | TimeOff


def of_row(row: Row) -> str:
    """What it is: “Monday, 09:00 to 17:00”; of time off and an extra time, all that there is to say."""
    if isinstance(row, Weekly):
        return _("{weekday}, {opens} to {closes}").format(
            weekday=WEEKDAYS[row.weekday - 1], opens=_clock(row.opens_at), closes=_clock(row.closes_at)
        )
    with timezone.override(row.therapist.zone):
        start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        if isinstance(row, TimeOff) and is_whole_days(row):
            return _whole_days(start.date(), (end - timedelta(days=1)).date())
        if start.date() == end.date():
            return _("{moment} to {time}").format(moment=moment(start), time=clock(end))
        return pgettext("from one moment to another", "{start} to {end}").format(
            start=moment(start), end=moment(end)
        )


def how_often(row: Weekly, today: date) -> str:
    """“Every second week, next on Monday 7 December, until Friday 26 March”."""
    rhythm, following = RHYTHMS[row.every_weeks], row.next_on(today)
    words = {"rhythm": str(rhythm), "next": day(following), "last": day(row.until_on)}
    is_to_come = row.from_on is not None and row.from_on > today
    if following is None:
        return _("Ends on {last}").format(**words)
    if is_to_come and row.until_on:
        return _("{rhythm} from {next} until {last}").format(**words)
    if is_to_come:
        return _("{rhythm} from {next}").format(**words)
    if row.every_weeks > 1 and row.until_on:
        return _("{rhythm}, next on {next}, until {last}").format(**words)
    if row.every_weeks > 1:
        return _("{rhythm}, next on {next}").format(**words)
    return _("{rhythm} until {last}").format(**words) if row.until_on else words["rhythm"]


def is_whole_days(row: TimeOff) -> bool:
    """From midnight to midnight in the therapist's zone."""
    zone = ZoneInfo(row.therapist.zone)
    return all(_is_midnight(at, zone) for at in (row.starts_at, row.ends_at))


def _is_midnight(moment: datetime, zone: ZoneInfo) -> bool:
    """Where the clocks leave midnight out, the day begins when they have changed."""
    return moment == week.bounds(moment.astimezone(zone).date(), zone)[0]


def _whole_days(first: date, last: date) -> str:
    if first == last:
        return _("{day}, the whole day").format(day=day(first))
    return _("{first} to {last}, whole days").format(first=day(first), last=day(last))


def _clock(at: time) -> str:
    return clock(at)  # type: ignore[arg-type]  # it writes a time of day as it writes a moment
