"""Which channel of a helpline may be shown on which day, and why. Pure: values in, values out.

The rules are HELPLINES, "Keeping it safe in a product", 4 and 5. A channel shows when two sources agree on it, from the
day of the data; or when two people of the practice saw that it is right, from that day. It hides 180 days after the later
of the two, and at once when somebody saw that it is wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from waylight.crisis.values import Channel, Confirmation, Line, Way

FRESH_FOR = timedelta(days=180)
CERTAIN = "two-sources"


class Reason(Enum):
    """Why a channel shows or hides."""

    TWO_SOURCES = "two sources"
    CONFIRMED = "two people"
    WITHDRAWN = "wrong"
    DISAGREEMENT = "sources disagree"
    ONE_SOURCE = "one source"
    TOO_OLD = "too old"


SHOWN = {Reason.TWO_SOURCES, Reason.CONFIRMED}


@dataclass(frozen=True)
class Known:
    """The day of the data, and what the practice's people found out since."""

    built: date
    confirmations: tuple[Confirmation, ...] = ()
    withdrawn: frozenset[Way] = frozenset()


@dataclass(frozen=True)
class Verdict:
    """`since` is the day from which its days are counted: of the last confirmation, or of the data."""

    reason: Reason
    since: date

    @property
    def is_shown(self) -> bool:
        return self.reason in SHOWN


def way(code: str, line: Line, channel: Channel) -> Way:
    return Way(code, line.name, channel.kind, channel.dial)


def judge(channel: Channel, line: Line, code: str, on: date, known: Known) -> Verdict:
    """Whether this channel may be shown on that day."""
    named = way(code, line, channel)
    confirmed_on = _last_confirmed(named, on, known.confirmations)
    if named in known.withdrawn:
        return Verdict(Reason.WITHDRAWN, known.built)
    if confirmed_on and on - confirmed_on <= FRESH_FOR:
        return Verdict(Reason.CONFIRMED, confirmed_on)
    if line.disagreement:
        return Verdict(Reason.DISAGREEMENT, confirmed_on or known.built)
    if channel.confidence != CERTAIN:
        return Verdict(Reason.ONE_SOURCE, confirmed_on or known.built)
    if on - known.built <= FRESH_FOR:
        return Verdict(Reason.TWO_SOURCES, known.built)
    return Verdict(Reason.TOO_OLD, max(confirmed_on or known.built, known.built))


def open_channels(line: Line, code: str, on: date, known: Known) -> Line | None:
    """The line with the channels that may be shown on that day, each with its day; None when there are none."""
    channels = []
    for channel in line.channels:
        verdict = judge(channel, line, code, on, known)
        if verdict.is_shown:
            seen = verdict.since if verdict.reason is Reason.CONFIRMED else None
            channels.append(replace(channel, checked_on=seen))
    return replace(line, channels=tuple(channels)) if channels else None


def _last_confirmed(named: Way, on: date, confirmations: Iterable[Confirmation]) -> date | None:
    days = (one.on for one in confirmations if one.way == named and one.people >= 2 and one.on <= on)
    return max(days, default=None)
