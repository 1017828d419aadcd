"""Which numbers may be shown for which country, on which day. Pure: values in, values out.

The rules are HELPLINES, "Keeping it safe in a product": an emergency number is never hidden; a line shows when two
sources agree, or when two people confirmed it; 180 days later it hides. There is never another country's number.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

FILE = Path(__file__).parent / "data/helplines.json"
FRESH_FOR = timedelta(days=180)
CERTAIN = "two-sources"
COMMON = ("GB", "IE", "US", "CA", "AU", "NZ", "IN", "ZA")
SERVICES = {"general": "Any emergency", "ambulance": "Ambulance", "police": "Police", "fire": "Fire"}


@dataclass(frozen=True)
class Number:
    """An emergency number. It is certain when two sources agree on it and nobody disputes it."""

    service: str
    dial: str
    certain: bool

    @property
    def href(self) -> str:
        return f"tel:{quote(self.dial, safe='*+')}"


@dataclass(frozen=True)
class EmergencyText:
    """An emergency service that reads texts; `register_first` when the phone must be registered before."""

    dial: str
    register_first: bool
    certain: bool

    @property
    def href(self) -> str:
        return f"sms:{self.dial}"


@dataclass(frozen=True)
class Emergency:
    first: Number | None
    others: tuple[Number, ...]
    text: EmergencyText | None
    disputed: bool
    note: str


@dataclass(frozen=True)
class Channel:
    """One way to reach a line: `dial` is for links, `display` for reading, `word` is what a text begins with."""

    kind: str
    dial: str
    display: str
    confidence: str
    word: str = ""
    hours: str = ""
    note: str = ""

    @property
    def href(self) -> str:
        if self.kind == "text":
            return f"sms:{self.dial}" + (f"?&body={quote(self.word)}" if self.word else "")
        if self.kind == "whatsapp":
            return f"https://wa.me/{self.dial.lstrip('+')}"
        return {"call": "tel:", "email": "mailto:"}.get(self.kind, "") + quote(self.dial, safe="*+@:/?&=#%")

    @property
    def says(self) -> str:
        if self.kind == "text" and self.word:
            return f"Text {self.word} to {self.display}"
        if self.kind == "webchat":
            return "Chat online"
        return {"call": "Call", "text": "Text", "whatsapp": "WhatsApp", "email": "Write to"}[
            self.kind
        ] + f" {self.display}"


@dataclass(frozen=True)
class Line:
    """A helpline. `who` is empty when it is for everyone; `group` says that it is for a certain group alone."""

    name: str
    channels: tuple[Channel, ...]
    hours: str
    languages: tuple[str, ...]
    sources: tuple[str, ...]
    who: str = ""
    youngest: int = 0
    oldest: int | None = None
    group: bool = False
    always: bool = False
    disagreement: bool = False
    note: str = ""

    @property
    def for_everyone(self) -> bool:
        return not self.group and self.youngest <= 18 and self.oldest is None

    @property
    def spoken(self) -> str:
        """Its languages in words; empty when it is English alone, which the page is in anyway."""
        if self.languages == ("English",):
            return ""
        names = [
            *self.languages[:3],
            *([f"{len(self.languages) - 3} more"] if len(self.languages) > 3 else []),
        ]
        return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))

    def by(self, *kinds: str) -> "Line | None":
        """The same line with these kinds of channel alone, or None when it has none of them."""
        chosen = tuple(channel for channel in self.channels if channel.kind in kinds)
        return replace(self, channels=chosen) if chosen else None


@dataclass(frozen=True)
class Confirmation:
    """Two people saw, on the provider's own page, that this channel of this line is right."""

    country: str
    line: str
    dial: str
    by: frozenset[str]
    on: date


@dataclass(frozen=True)
class Directory:
    name: str
    url: str


@dataclass(frozen=True)
class Country:
    """What may be shown for one country on one day: `lines` are those that passed the gate, best first."""

    code: str
    name: str
    emergency: Emergency
    lines: tuple[Line, ...]
    directories: tuple[Directory, ...]
    anywhere: str
    built: date

    @property
    def lines_to_call(self) -> list[Line]:
        return [line for each in self.lines if each.for_everyone and (line := each.by("call"))]

    @property
    def lines_for_some(self) -> list[Line]:
        return [line for each in self.lines if not each.for_everyone and (line := each.by("call"))]

    @property
    def lines_in_writing(self) -> list[Line]:
        return [line for each in self.lines if (line := each.by("text", "whatsapp", "webchat", "email"))]


def country(code: str, *, on: date, confirmations: Iterable[Confirmation] = ()) -> Country | None:
    """What may be shown for a country (two letters) on that day; None when there is no such country."""
    raw = _data()["countries"].get(code.upper())
    if raw is None:
        return None
    confirmed = tuple(confirmations)
    lines = [shown for line in _lines(code.upper()) if (shown := gate(line, code.upper(), on, confirmed))]
    return Country(
        code=code.upper(),
        name=raw["name"],
        emergency=_emergency(raw["emergency"]),
        lines=tuple(sorted(lines, key=lambda line: (not line.for_everyone, not line.always))),
        directories=directories(),
        anywhere=anywhere(),
        built=built(),
    )


def gate(line: Line, code: str, on: date, confirmations: tuple[Confirmation, ...]) -> Line | None:
    """The line with the channels that may be shown on that day, or None when there are none (HELPLINES, rules 4, 5)."""
    fresh = on - built() <= FRESH_FOR and not line.disagreement
    channels = tuple(
        channel
        for channel in line.channels
        if (fresh and channel.confidence == CERTAIN)
        or any(_confirms(one, channel, line, code, on) for one in confirmations)
    )
    return replace(line, channels=channels) if channels else None


def lines_for(country: Country, age_band: str) -> list[Line]:
    """Lines for somebody of that age, those made for their age first. A band is "under 16", "16-17" or "25+"."""
    youngest, oldest = ages(age_band)
    fitting = [
        line
        for line in country.lines
        if not line.group
        and line.youngest <= oldest
        and youngest <= (line.oldest if line.oldest is not None else 999)
    ]
    return sorted(fitting, key=lambda line: (line.oldest is None, not line.always))


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
        for key in ("name", "hours", "who", "group", "always", "disagreement", "note")
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
    certain = raw["confidence"] == CERTAIN and not raw["disputed"]
    first = Number("", raw["call_first"], certain) if raw["call_first"] else None
    others = tuple(
        Number(SERVICES[service], dial, confidence == CERTAIN and not raw["disputed"])
        for service, dial, confidence in raw["numbers"]
        if dial != raw["call_first"]
    )
    text = raw["text"] and EmergencyText(
        raw["text"]["dial"], raw["text"]["registration"] == "required", raw["text"]["sources"] > 1
    )
    return Emergency(first, others, text, raw["disputed"], raw["note"] or "")


def _confirms(one: Confirmation, channel: Channel, line: Line, code: str, on: date) -> bool:
    return (
        len(one.by) >= 2
        and (one.country, one.line, one.dial) == (code, line.name, channel.dial)
        and timedelta(0) <= on - one.on <= FRESH_FOR
    )
