"""Calendar text → its events, as far as they say when somebody is busy. Knows no Django; titles, places and people are dropped.

The text comes from outside. So all lines but those that say when are left out before anything is parsed, and what may be
many is counted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.parser import Contentline
from icalendar.prop import vDDDTypes, vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

EVENTS, DATES = 20_000, 50_000  # at most, and dates that they list
KEPT = {
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "TRANSP",
    "X-MICROSOFT-CDO-BUSYSTATUS",
}  # fmt: skip
FREE = {("STATUS", "CANCELLED"), ("TRANSP", "TRANSPARENT"), ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")}
OF_A_ZONE = re.compile(r"(TZID|TZOFFSETFROM|TZOFFSETTO|DTSTART|RRULE|RDATE)[;:]", re.IGNORECASE)
RULE_OF_A_ZONE = re.compile(
    r"RRULE:FREQ=YEARLY(;(UNTIL|INTERVAL|BYMONTH|BYDAY|BYMONTHDAY|WKST|COUNT)=[\w,+-]+)*", re.IGNORECASE
)

Wall = tuple[datetime, tzinfo | None]  # a time on a wall, and whose wall it is: None is the therapist's


class TooMuch(Exception):
    """There is more in this calendar than anybody's can hold."""


@dataclass
class Busy:
    """One event, as far as it says when."""

    uid: str = ""
    start: Wall | None = None
    end: Wall | None = None
    duration: timedelta | None = None
    is_all_day: bool = False
    instead_of: Wall | None = None  # of a series: the time that this one replaces
    rules: list[str] = field(default_factory=list)
    also: list[Wall] = field(default_factory=list)
    never: list[Wall] = field(default_factory=list)
    is_free: bool = False


def events(text: str) -> list[Busy]:
    """Those with a beginning. Raises TooMuch."""
    return list(_Lines().events(_unfolded(text)))


class _Lines:
    """The lines of one calendar, and the zones that they name."""

    def __init__(self) -> None:
        self.zones: dict[str, tzinfo | None] = {}
        self.dates = 0

    def events(self, lines: Iterable[str]) -> Iterator[Busy]:
        """Events with a beginning, from the lines of the calendar."""
        inside: list[str] = []
        kept: list[str] = []
        count = 0
        for line in lines:
            begun, ended = _part(line, "BEGIN:"), _part(line, "END:")
            if begun:
                inside.append(begun)
                kept = [] if begun in {"VEVENT", "VTIMEZONE"} else kept
            if "VTIMEZONE" in inside or (inside[-1:] == ["VEVENT"] and _name(line) in KEPT):
                kept.append(line)
            if ended == "VTIMEZONE":
                self.keep_zone(kept)
            elif ended == "VEVENT":
                count += 1
                if count > EVENTS:
                    raise TooMuch
                if (event := self.event(kept)).start is not None:
                    yield event
            if ended and inside:
                inside.pop()

    def event(self, lines: list[str]) -> Busy:
        event = Busy()
        for line in lines:
            try:
                name, options, value = Contentline(line).parts()
                self.take(event, name.upper(), options, value)
            except (ValueError, KeyError, OverflowError):
                continue  # a line that cannot be read says nothing
        return event

    def take(self, event: Busy, name: str, options: Mapping[str, Any], value: str) -> None:
        match name:
            case "UID":
                event.uid = value
            case "DTSTART":
                event.start, event.is_all_day = self.walls(options, value)[0], "T" not in value
            case "DTEND":
                event.end = self.walls(options, value)[0]
            case "DURATION":
                event.duration = vDuration.from_ical(value)
            case "RECURRENCE-ID":
                event.instead_of = self.walls(options, value)[0]
            case "RRULE":
                event.rules.append(value)
            case "RDATE":
                event.also += self.walls(options, value)
            case "EXDATE":
                event.never += self.walls(options, value)
            case _:
                event.is_free |= (name, value.upper()) in FREE

    def walls(self, options: Mapping[str, Any], value: str) -> list[Wall]:
        """The times of a property. Of a period its beginning."""
        texts = value.split(",")
        self.dates += len(texts)
        if self.dates > DATES:
            raise TooMuch
        zone = self.zone_named(str(options.get("TZID", "")))
        return [_wall(vDDDTypes.from_ical(text.partition("/")[0]), zone) for text in texts]

    def zone_named(self, name: str) -> tzinfo | None:
        """By the world's names, by Windows's, or as the calendar itself describes it; else it is the therapist's."""
        if name not in self.zones:
            parts = name.strip("/").split("/")
            names = [WINDOWS_TO_OLSON.get(name, ""), *("/".join(parts[n:]) for n in range(len(parts)))]
            self.zones[name] = next(filter(None, map(_known_zone, names)), None)
        return self.zones[name]

    def keep_zone(self, lines: list[str]) -> None:
        """What the calendar itself says of a zone, unless it is made to be endless."""
        marks = ("BEGIN:", "END:")
        lines = [one for one in lines if one.upper().startswith(marks) or OF_A_ZONE.match(one)]
        rules = [one for one in lines if one.upper().startswith("RRULE")]
        if len(lines) > 500 or not all(RULE_OF_A_ZONE.fullmatch(one) for one in rules):
            return
        try:
            described: Any = Timezone.from_ical("\r\n".join(lines))
            name = str(described["TZID"])
            if self.zone_named(name) is None:
                self.zones[name] = described.to_tz(lookup_tzid=False)
        except (ValueError, KeyError, OverflowError, AttributeError, TypeError, IndexError):
            return


def _unfolded(text: str) -> Iterator[str]:
    return iter(re.split(r"\r\n|\n|\r", re.sub(r"(\r\n|\n|\r)[ \t]", "", text)))


def _name(line: str) -> str:
    return re.split("[;:]", line, maxsplit=1)[0].upper()


def _part(line: str, mark: str) -> str:
    return line[len(mark) :].strip().upper() if line[: len(mark)].upper() == mark else ""


def _wall(value: object, zone: tzinfo | None) -> Wall:
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None), UTC) if value.tzinfo else (value, zone)
    if isinstance(value, date):
        return datetime.combine(value, time()), None
    raise ValueError("neither a day nor a time")


def _known_zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None
