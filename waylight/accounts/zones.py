"""The cities that stand for time zones, with their offset today, to choose from."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

NOBODY_LIVES_THERE = ("Antarctica", "Arctic")
Choices = list[tuple[str, list[tuple[str, str]]]]


def choices(now: datetime, *, chosen: str) -> Choices:
    """Every city of tzdata by part of the world, as a grouped select wants it; the chosen zone is among them."""
    parts: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted({*_zones(), chosen}, key=city):
        parts.setdefault(zone.partition("/")[0], []).append((zone, f"{city(zone)} ({offset(zone, now)})"))
    return sorted(parts.items())


def city(zone: str) -> str:
    """“Athens” for Europe/Athens, “Buenos Aires” for America/Argentina/Buenos_Aires."""
    return zone.rpartition("/")[2].replace("_", " ")


def offset(zone: str, now: datetime) -> str:
    """“UTC+5:30”: how that zone's clocks stand at this moment."""
    minutes = int((now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


@cache
def _zones() -> tuple[str, ...]:
    """The third column of zone.tab: for each country the zones that are in use there."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    return tuple(name for name in _third_column(table) if not name.startswith(NOBODY_LIVES_THERE))


def _third_column(table: str) -> Iterable[str]:
    return (line.split("\t")[2] for line in table.splitlines() if not line.startswith("#"))
