"""Two clocks beside each other: how far one is ahead of the other, and when they change."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from waylight.booking.availability import clock_changes
from waylight.people.models import Client
from waylight.practice.zones import FALLBACK, cities, city, is_known, known_or, offset
from waylight.ui.templatetags.ui import clock, day, moment

__all__ = [
    "beside",
    "change_in_words",
    "city",
    "city_options",
    "clock_in",
    "in_words",
    "is_known",
    "known_or",
    "on_the_wall",
    "there",
    "there_in_words",
    "told",
    "zone_of",
]


def zone_of(client: Client) -> str:
    """Where the client's clocks are: what the account says, and without an account what the enquiry said."""
    return client.user.zone if client.user is not None else client.zone


def beside(zone: str, other: str, now: datetime) -> str:
    """“All times in Athens, 2 hours ahead of London.”: how the clocks stand to each other at this moment."""
    here, there = city(zone), city(other)
    minutes = int((offset(zone, now) - offset(other, now)).total_seconds()) // 60
    if here == there:
        sentence = _("All times in {here}.")
    elif minutes == 0:
        sentence = _("All times in {here}, the same time as {there}.")
    elif minutes > 0:
        sentence = _("All times in {here}, {span} ahead of {there}.")
    else:
        sentence = _("All times in {here}, {span} behind {there}.")
    return sentence.format(here=here, there=there, span=_span_in_words(abs(minutes)))


def city_options(now: datetime) -> SafeString:
    """Every city with its offset today, as the options of a list."""
    return _options(now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0))


@lru_cache(maxsize=2)
def _options(now: datetime) -> SafeString:
    """Kept: they are four hundred, the same for all. No clocks change within a quarter of an hour."""
    parts = (
        (part, format_html_join("", '<option value="{}">{}</option>', ((one.zone, str(one)) for one in here)))
        for part, here in cities(now, chosen=FALLBACK)
    )
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', parts)


def on_the_wall(at: datetime, zone: str) -> datetime:
    """The moment as that zone's clocks show it."""
    return at.astimezone(ZoneInfo(zone))


def clock_in(at: datetime, zone: str) -> str:
    """“19:30” on the clocks of that zone."""
    with timezone.override(zone):
        return clock(at)


def in_words(at: datetime, zone: str) -> str:
    """“Thursday 26 November, 19:30” on the clocks of that zone."""
    with timezone.override(zone):
        return moment(at)


def there(at: datetime, zone: str, here: str) -> str:
    """“19:30” on the clocks of `zone`, with the weekday when it is another; empty where clocks here show the same."""
    theirs, ours = on_the_wall(at, zone), on_the_wall(at, here)
    if theirs.utcoffset() == ours.utcoffset():
        return ""
    if theirs.date() == ours.date():
        return clock_in(at, zone)
    words = pgettext("weekday, time of day", "{weekday} {clock}")
    return words.format(weekday=format_date(theirs, "l"), clock=clock_in(at, zone))


def there_in_words(at: datetime, zone: str, here: str) -> str:
    """“19:30 in Athens”; empty where clocks here show the same."""
    shown = there(at, zone, here)
    return _("{clock} in {city}").format(clock=shown, city=city(zone)) if shown else ""


def told(at: datetime, client: Client) -> str:
    """“Thursday 26 November, 19:30 (Athens time)”: as a message to the client says it, in the client's language."""
    zone = zone_of(client)
    with translation.override(client.language or settings.LANGUAGE_CODE):
        return _("{moment} ({city} time)").format(moment=in_words(at, zone), city=city(zone))


def change_in_words(now: datetime, until: datetime, zone: str, *, where: str = "") -> str:
    """A sentence when this zone's clocks change in between, with the day, and where somebody else is; else nothing."""
    changes = clock_changes(ZoneInfo(zone), now, until)
    if not changes:
        return ""
    with timezone.override(zone):
        if where:
            return _("Clocks change on {day} where {name} is.").format(day=day(changes[0]), name=where)
        return _("Clocks change on {day}.").format(day=day(changes[0]))


def _span_in_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    in_hours = ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    in_minutes = ngettext("{n} minute", "{n} minutes", rest).format(n=rest)
    if hours and rest:
        return pgettext("a span of time", "{hours} {minutes}").format(hours=in_hours, minutes=in_minutes)
    return in_hours if hours else in_minutes
