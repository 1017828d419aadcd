"""The helplines of the practice's countries as the office sees them: grouped by line, and counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from waylight.crisis import directory
from waylight.crisis.values import Line, Number, Way
from waylight.practice import helplines, reports
from waylight.practice.helplines import Standing


@dataclass(frozen=True)
class LineOnPage:
    """One line with all its channels."""

    line: Line
    standings: list[Standing]


@dataclass(frozen=True)
class Complaint:
    """An emergency number that somebody said did not work."""

    way: Way
    number: Number
    reported: reports.Reported


@dataclass(frozen=True)
class Tally:
    """How many numbers of some countries show, wait for two people, are due again, or were said not to work."""

    code: str
    name: str
    shown: int
    to_confirm: int
    due: int
    reported: int

    @property
    def to_do(self) -> int:
        return self.to_confirm + self.due + self.reported


def lines(code: str, on: date) -> list[LineOnPage]:
    """What is to do first, then the others, each in the order of the data."""
    grouped = groupby(helplines.standings([code], on), key=lambda standing: standing.line)
    found = [LineOnPage(line, list(standings)) for line, standings in grouped]
    return sorted(found, key=lambda each: not any(_asks(standing) for standing in each.standings))


def tallies(codes: Iterable[str], on: date) -> list[Tally]:
    """One for each country, in the order of their names. Three queries for all."""
    codes = sorted({code.upper() for code in codes}, key=lambda code: directory.name_of(code) or code)
    standings, said = helplines.standings(codes, on), reports.reported(codes)
    return [
        Tally(
            code,
            directory.name_of(code) or code,
            shown=sum(each.is_shown for each in standings if each.way.country == code),
            to_confirm=sum(not each.is_shown for each in standings if each.way.country == code),
            due=sum(each.is_due for each in standings if each.way.country == code),
            reported=sum(way.country == code for way in said),
        )
        for code in codes
    ]


def complaints(code: str) -> list[Complaint]:
    """Emergency numbers of a country that somebody said did not work."""
    said = reports.reported([code.upper()])
    numbers = helplines.emergency_ways(code)
    return [Complaint(way, number, said[way]) for way, number in numbers.items() if way in said]


def _asks(standing: Standing) -> bool:
    return bool(standing.is_due or standing.reported or not standing.is_shown)
