"""What the pages of a series show: every date, what stands in its way, and what may be ticked for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from waylight.booking.for_client import ForClient
from waylight.booking.forms import chosen_start
from waylight.booking.models import Appointment
from waylight.booking.series.checking import Checked
from waylight.booking.series.making import TooManyChosen


@dataclass(frozen=True)
class Tick:
    """A time that can be ticked. `value` goes into the form; `other` is what the client's clock shows."""

    value: str
    at: datetime
    other: str
    is_ticked: bool
    is_close_by: bool = False


@dataclass(frozen=True)
class Line:
    """One date. `old` is the appointment that would be moved."""

    checked: Checked
    old: Appointment | None = None
    ticks: list[Tick] = field(default_factory=list)

    @property
    def can_overrule(self) -> bool:
        return self.checked.can_overrule


def lines_of(
    checked: Sequence[Checked], choosing: ForClient, chosen: Collection[datetime] | None = None
) -> list[Line]:
    """`chosen`: what was ticked when the page comes back. At first all that fit are."""
    return [
        Line(one, None, _ticks(one, choosing, chosen, f"{number} ")) for number, one in enumerate(checked)
    ]


def lines_to_move(
    checked: Sequence[Checked],
    rows: Sequence[Appointment],
    choosing: ForClient,
    chosen: Collection[datetime] | None = None,
) -> list[Line]:
    return [
        Line(one, row, _ticks(one, choosing, chosen, f"{row.pk} "))
        for one, row in zip(checked, rows, strict=True)
    ]


def picked(values: Sequence[str]) -> dict[str, datetime]:
    """What was ticked, by date: the number of the date, or the id of the appointment that would be moved.

    What is no time is left out. Raises TooManyChosen when two are ticked for one date.
    """
    found: dict[str, datetime] = {}
    for value in values:
        date, _space, moment = value.partition(" ")
        start = chosen_start(moment)
        if start is not None and date in found:
            raise TooManyChosen
        if start is not None:
            found[date] = start
    return found


def _ticks(one: Checked, choosing: ForClient, chosen: Collection[datetime] | None, prefix: str) -> list[Tick]:
    found = []
    if one.planned.at is not None and (one.fits or one.can_overrule):
        found.append((one.planned.at, one.fits, False))
    if one.close_by is not None:
        found.append((one.close_by, False, True))
    return [
        Tick(
            prefix + choosing.slot(at).value,
            at,
            choosing.other_clock(at),
            is_first if chosen is None else at in chosen,
            is_close_by,
        )
        for at, is_first, is_close_by in found
    ]
