"""Time zones as people know them: by their cities. Pure; reads the pinned tzdata package alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

FALLBACK = "UTC"
NOBODY_LIVES_THERE = ("Antarctica", "Arctic")
# Where zone.tab does not begin with the zone in which most people of the country live.
LARGEST = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "RU": "Europe/Moscow",
}


@dataclass(frozen=True)
class City:
    """`zone` is the name that goes into a form, `offset` how far its clocks are from UTC today."""

    zone: str
    name: str
    offset: str

    def __str__(self) -> str:
        return f"{self.name} ({self.offset})"


def is_known(zone: str) -> bool:
    return zone in _known()


def known_or(zone: str, other: str) -> str:
    """The zone by its name of today, "Asia/Kolkata" for what a browser calls Asia/Calcutta; `other` for no zone at all."""
    if not is_known(zone):
        return other
    todays = _links().get(zone, zone)
    return todays if todays in _lived_in() and zone not in _lived_in() else zone


def city(zone: str) -> str:
    """“Athens” for Europe/Athens, “Buenos Aires” for America/Argentina/Buenos_Aires."""
    return zone.rpartition("/")[2].replace("_", " ")


def cities(now: datetime, *, chosen: str) -> list[tuple[str, list[City]]]:
    """Every city of tzdata with its offset today, by part of the world; the chosen zone among them whatever it is."""
    parts: dict[str, list[City]] = {}
    for zone in sorted(_lived_in() | {chosen}, key=city):
        here = City(zone, city(zone), offset_in_words(zone, now))
        parts.setdefault(zone.partition("/")[0], []).append(here)
    return sorted(parts.items())


def of_country(code: str) -> str:
    """The zone in which most of a country lives, "UTC" where nothing is known: a first guess."""
    first = (zone for country, zone in _table() if country == code.upper())
    return LARGEST.get(code.upper()) or next(first, FALLBACK)


def offset(zone: str, now: datetime) -> timedelta:
    """How far that zone's clocks are ahead of UTC at this moment."""
    return now.astimezone(_clocks(zone)).utcoffset() or timedelta(0)


def offset_in_words(zone: str, now: datetime) -> str:
    """“UTC+5:30”."""
    minutes = int(offset(zone, now).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


@cache
def _clocks(zone: str) -> ZoneInfo:
    """Kept: zoneinfo itself keeps no more than eight, and a list of cities asks for four hundred."""
    return ZoneInfo(zone)


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _lived_in() -> frozenset[str]:
    return frozenset(zone for _country, zone in _table() if not zone.startswith(NOBODY_LIVES_THERE))


@cache
def _links() -> dict[str, str]:
    """Other names of a zone, as tzdata.zi links them: "L Asia/Kolkata Asia/Calcutta"."""
    text = files("tzdata").joinpath("zoneinfo/tzdata.zi").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if line.startswith("L "))
    return {name: target for _mark, target, name in rows}


@cache
def _table() -> tuple[tuple[str, str], ...]:
    """zone.tab as (country, zone): for each country the zones in use there."""
    text = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((row[0], row[2]) for row in rows)
