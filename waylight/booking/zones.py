"""Time zones in words: cities to choose from, how far one clock is ahead of another, and when clocks change."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone

from waylight.booking.availability import clock_changes
from waylight.people.models import Client
from waylight.ui.templatetags.ui import day, moment

NOBODY_LIVES_THERE = ("Antarctica", "Arctic")


@dataclass(frozen=True)
class City:
    """`zone` is the name that goes into a form, `offset` how far its clocks are from UTC today."""

    zone: str
    name: str
    offset: str


def is_known(zone: str) -> bool:
    return zone in _all_zones()


def known_or(zone: str, other: str) -> str:
    return zone if is_known(zone) else other


def zone_of(client: Client) -> str:
    """Where the client's clocks are: what the account says, and without an account what the enquiry said."""
    return client.user.zone if client.user is not None else client.zone


def city(zone: str) -> str:
    """“Athens” for Europe/Athens, “Buenos Aires” for America/Argentina/Buenos_Aires."""
    return zone.rpartition("/")[2].replace("_", " ")


def cities(now: datetime, *, chosen: str) -> list[tuple[str, list[City]]]:
    """Every city of tzdata with its offset today, by part of the world; the chosen zone among them whatever it is."""
    parts: dict[str, list[City]] = {}
    for name in sorted({*_cities(), chosen}, key=city):
        part = name.partition("/")[0]
        parts.setdefault(part, []).append(City(name, city(name), _offset_in_words(name, now)))
    return sorted(parts.items())


def difference(zone: str, other: str, now: datetime) -> str:
    """“2 hours ahead of London”, “the same time as London”: how the clocks stand to each other at this moment."""
    minutes = int((_offset(zone, now) - _offset(other, now)).total_seconds()) // 60
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
        return f"Clocks change on {day(changes[0])}."


def _span_in_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours != 1 else ''}"] if hours else []
    parts += [f"{rest} minutes"] if rest else []
    return " ".join(parts)


def _offset(zone: str, now: datetime) -> timedelta:
    return now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)


def _offset_in_words(zone: str, now: datetime) -> str:
    minutes = int(_offset(zone, now).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


@cache
def _all_zones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _cities() -> tuple[str, ...]:
    """The third column of zone.tab: for each country the zones that are in use there."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    names = [line.split("\t")[2] for line in table.splitlines() if not line.startswith("#")]
    return tuple(name for name in names if not name.startswith(NOBODY_LIVES_THERE))
