"""Which numbers may be shown for which country, on which day. Pure: values in, values out.

An emergency number is never hidden. Whether a line shows is decided by `gate`. There is never another country's number
(HELPLINES, "Keeping it safe in a product", rules 1 and 4).
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.crisis import gate
from waylight.crisis.values import (
    Channel,
    Confirmation,
    Country,
    Directory,
    Emergency,
    EmergencyText,
    Line,
    Number,
    Way,
)

FILE = Path(__file__).parent / "data/helplines.json"
COMMON = ("GB", "IE", "US", "CA", "AU", "NZ", "IN", "ZA")
SERVICES = {
    "general": _("Any emergency"),
    "ambulance": _("Ambulance"),
    "police": _("Police"),
    "fire": _("Fire"),
}


def country(
    code: str, *, on: date, confirmations: Iterable[Confirmation] = (), withdrawn: Iterable[Way] = ()
) -> Country | None:
    """What may be shown for a country (two letters) on that day; None when there is no such country."""
    raw = _data()["countries"].get(code.upper())
    if raw is None:
        return None
    known = gate.Known(built(), tuple(confirmations), frozenset(withdrawn))
    lines = [
        shown for line in _lines(code.upper()) if (shown := gate.open_channels(line, code.upper(), on, known))
    ]
    return Country(
        code=code.upper(),
        name=raw["name"],
        emergency=_emergency(raw["emergency"]),
        lines=tuple(sorted(lines, key=lambda line: (not line.for_everyone, not line.always))),
        directories=directories(),
        anywhere=anywhere(),
        built=built(),
    )


def every_line(code: str) -> tuple[Line, ...]:
    """All lines of a country as the data has them, also those that may not be shown; none for an unknown country."""
    return _lines(code.upper()) if code.upper() in _data()["countries"] else ()


def emergency(code: str) -> Emergency | None:
    """The emergency numbers of a country, which never hide; None when there is no such country."""
    raw = _data()["countries"].get(code.upper())
    return _emergency(raw["emergency"]) if raw else None


def lines_for(country: Country, age_band: str) -> list[Line]:
    """Lines for somebody of that age, those made for their age first. A band is "under 13", "16 to 17", "25 or over"."""
    youngest, oldest = ages(age_band)

    def rank(line: Line) -> tuple[int, bool]:
        if line.oldest is None:
            return 1, not line.always
        return (0 if line.oldest >= oldest else 2), not line.always

    fitting = (line for line in country.lines if not line.group and line.youngest <= oldest)
    return sorted((line for line in fitting if line.oldest is None or line.oldest >= youngest), key=rank)


def ages(band: str) -> tuple[int, int]:
    """The youngest and the oldest age of a band such as "under 16", "under_18", "16-17", "18 to 24", "65+"."""
    numbers = [int(digits) for digits in re.findall(r"\d+", band)]
    if not numbers:
        return 0, 999
    if "under" in band.lower():
        return 0, numbers[0] - 1
    return numbers[0], numbers[1] if len(numbers) > 1 else 999


def countries() -> list[tuple[str, str]]:
    """(code, name) of every country, in the order of their names."""
    return [(code, raw["name"]) for code, raw in _data()["countries"].items()]


def by_letter() -> dict[str, list[tuple[str, str]]]:
    """The same under the first letter of their names, without its accent."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, name in countries():
        found.setdefault(unicodedata.normalize("NFD", name)[0], []).append((code, name))
    return found


def name_of(code: str) -> str | None:
    raw = _data()["countries"].get(code.upper())
    return raw and raw["name"]


def named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(code, name) of these countries, each once, in their order; without those that nobody knows."""
    return [(code, name) for code in dict.fromkeys(codes) if (name := name_of(code))]


def built() -> date:
    return date.fromisoformat(_data()["built"])


def anywhere() -> str:
    """The number that most mobile networks pass on to the emergency service of the place."""
    return _data()["anywhere"]


@cache
def directories() -> tuple[Directory, ...]:
    return tuple(Directory(**raw) for raw in _data()["directories"])


@cache
def _data() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


@cache
def _lines(code: str) -> tuple[Line, ...]:
    return tuple(_line(raw) for raw in _data()["countries"][code]["lines"])


def _line(raw: dict[str, Any]) -> Line:
    youngest, oldest = raw["ages"]
    titles = _data()["sources"]
    plain = {
        key: raw[key]
        for key in ("name", "hours", "who", "group", "always", "disagreement", "note", "url")
        if key in raw
    }
    return Line(
        channels=tuple(Channel(**channel) for channel in raw["channels"]),
        languages=tuple(raw["languages"]),
        sources=tuple(titles[index] for index in raw["sources"]),
        youngest=youngest,
        oldest=oldest,
        **plain,
    )


def _emergency(raw: dict[str, Any]) -> Emergency:
    certain = raw["confidence"] == gate.CERTAIN and not raw["disputed"]
    first = Number("", raw["call_first"], certain) if raw["call_first"] else None
    others = tuple(
        Number(str(SERVICES[service]), dial, confidence == gate.CERTAIN and not raw["disputed"])
        for service, dial, confidence in raw["numbers"]
        if dial != raw["call_first"]
    )
    text = raw["text"] and EmergencyText(
        raw["text"]["dial"], raw["text"]["registration"] == "required", raw["text"]["sources"] > 1
    )
    return Emergency(first, others, text, raw["disputed"], raw["note"] or "")
