"""Two clocks beside each other: how far one is ahead of the other, and when they change."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.booking.availability import clock_changes
from waylight.people.models import Client
from waylight.practice.zones import cities, city, is_known, known_or, offset
from waylight.ui.templatetags.ui import day, moment

__all__ = [
    "change_in_words",
    "cities",
    "city",
    "difference",
    "in_words",
    "is_known",
    "known_or",
    "on_the_wall",
    "zone_of",
]


def zone_of(client: Client) -> str:
    """Where the client's clocks are: what the account says, and without an account what the enquiry said."""
    return client.user.zone if client.user is not None else client.zone


def difference(zone: str, other: str, now: datetime) -> str:
    """“2 hours ahead of London”, “the same time as London”: how the clocks stand to each other at this moment."""
    minutes = int((offset(zone, now) - offset(other, now)).total_seconds()) // 60
    if minutes == 0:
        return f"the same time as {city(other)}"
    direction = "ahead of" if minutes > 0 else "behind"
    return f"{_span_in_words(abs(minutes))} {direction} {city(other)}"


def on_the_wall(at: datetime, zone: str) -> datetime:
    """The moment as that zone's clocks show it."""
    return at.astimezone(ZoneInfo(zone))


def in_words(at: datetime, zone: str) -> str:
    """“Thursday 26 November, 19:30” on the clocks of that zone."""
    with timezone.override(zone):
        return moment(at)


def change_in_words(now: datetime, until: datetime, zone: str) -> str:
    """A sentence when this zone's clocks change in between, with the day; else nothing."""
    changes = clock_changes(ZoneInfo(zone), now, until)
    if not changes:
        return ""
    with timezone.override(zone):
        return _("Clocks change on {day}.").format(day=day(changes[0]))


def _span_in_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours != 1 else ''}"] if hours else []
    parts += [f"{rest} minutes"] if rest else []
    return " ".join(parts)
