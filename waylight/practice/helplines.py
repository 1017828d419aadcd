"""How each helpline stands in this practice: whether it shows, why, and who looks at it again, and when.

HELPLINES, "Keeping it safe in a product", rules 4 to 6. What the checks come to is `checks`; whether a channel shows is
`crisis.gate`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.crisis import directory, gate
from waylight.crisis.values import Channel, Line, Number, Way
from waylight.practice import checks, reports
from waylight.practice.models import HelplineCheck
from waylight.practice.publish import publish
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

DUE_AFTER = timedelta(days=90)
OLDEST_LOOK = timedelta(days=30)


class CannotCheck(Refusal):
    """This check cannot be taken. The text of each refusal below is a sentence for people."""


class UnknownNumber(CannotCheck):
    """We do not know this number in this country."""


class SeenInFuture(CannotCheck):
    """The day on which you looked cannot be in the future."""


class SeenLongAgo(CannotCheck):
    """That was more than 30 days ago. Please look again."""


class SamePerson(CannotCheck):
    """You have said that it is right. A second person needs to look at it too."""


@dataclass(frozen=True)
class Standing:
    """One channel of one line, as the office shows it on a day."""

    line: Line
    channel: Channel
    way: Way
    verdict: gate.Verdict
    history: checks.History
    reported: reports.Reported | None
    on: date

    @property
    def is_shown(self) -> bool:
        return self.verdict.is_shown

    @property
    def look_again_by(self) -> date:
        """The day on which it is due: 90 days after the last confirmation, or after the day of the data."""
        return self.verdict.since + DUE_AFTER

    @property
    def hides_on(self) -> date:
        return self.verdict.since + gate.FRESH_FOR + timedelta(days=1)

    @property
    def is_due(self) -> bool:
        return self.is_shown and self.on >= self.look_again_by

    @property
    def people(self) -> int:
        """How many have seen it right in the round that is open."""
        return len(self.history.lookers(self.on))

    @property
    def why(self) -> str:
        return {
            gate.Reason.TWO_SOURCES: _("Two sources agree on it."),
            gate.Reason.CONFIRMED: _("Two people confirmed it."),
            gate.Reason.WITHDRAWN: _("Somebody saw that it is wrong. Two people need to confirm it anew."),
            gate.Reason.DISAGREEMENT: _("Sources disagree about this line. Two people need to confirm it."),
            gate.Reason.ONE_SOURCE: _("It has one source only. Two people need to confirm it."),
            gate.Reason.TOO_OLD: _("Nobody has confirmed it for 180 days. Two people need to look again."),
        }[self.verdict.reason]


@transaction.atomic
def record_check(
    country: str, line: str, dial: str, *, kind: str = "call", is_right: bool, seen_on: date, by: Any
) -> HelplineCheck:
    """Writes down what somebody saw on the provider's own page; crisis pages know it after the commit.

    What visitors said about the number is settled with it. Raises UnknownNumber, SeenInFuture, SeenLongAgo, SamePerson.
    """
    way = Way(country.upper(), line, kind, dial)
    _refuse_impossible(way, seen_on)
    if is_right and str(by.pk) in _lookers_alone(way, seen_on):
        raise SamePerson
    check = HelplineCheck.objects.create(
        country=way.country,
        line=way.line,
        kind=way.kind,
        dial=way.dial,
        is_right=is_right,
        seen_on=seen_on,
        checked_at=timezone.now(),
        checked_by=str(by.pk),
    )
    reports.settle(way)
    audit.record("check-helpline", by=by, about=check)
    transaction.on_commit(publish)
    return check


def standings(countries: Iterable[str], on: date) -> list[Standing]:
    """Every channel of every line of these countries, shown or not, in the order of the data. Two queries."""
    codes = [code.upper() for code in countries]
    found, said = checks.histories(codes), reports.reported(codes)
    confirmations, withdrawn = checks.findings(found)
    known = gate.Known(directory.built(), confirmations, frozenset(withdrawn))
    return [
        Standing(
            line,
            channel,
            way := gate.way(code, line, channel),
            gate.judge(channel, line, code, on, known),
            found.get(way, checks.History()),
            said.get(way),
            on,
        )
        for code in codes
        for line in directory.every_line(code)
        for channel in line.channels
    ]


def to_confirm(countries: Iterable[str], on: date) -> list[Standing]:
    """Channels that are hidden, and that two people can open."""
    return [standing for standing in standings(countries, on) if not standing.is_shown]


def due(countries: Iterable[str], on: date) -> list[Standing]:
    """Channels that show, and were last confirmed 90 days ago or longer."""
    return [standing for standing in standings(countries, on) if standing.is_due]


def emergency_ways(code: str) -> dict[Way, Number]:
    """The emergency numbers of a country. They never hide, but somebody may say that one does not work."""
    emergency = directory.emergency(code)
    numbers = [*filter(None, [emergency.first]), *emergency.others] if emergency else []
    return {Way(code.upper(), "", "call", number.dial): number for number in numbers}


def ways(code: str) -> set[Way]:
    """Every number and address that the data has for a country, shown or not."""
    lines = directory.every_line(code)
    return set(emergency_ways(code)) | {
        gate.way(code.upper(), line, channel) for line in lines for channel in line.channels
    }


def _refuse_impossible(way: Way, seen_on: date) -> None:
    today = timezone.localdate()
    if way not in ways(way.country):
        raise UnknownNumber
    if seen_on > today:
        raise SeenInFuture
    if seen_on < today - OLDEST_LOOK:
        raise SeenLongAgo


def _lookers_alone(way: Way, on: date) -> set[str]:
    """Whoever has seen it right in this round without a second person so far."""
    history = checks.histories([way.country]).get(way, checks.History())
    people = history.lookers(on)
    return people if len(people) == 1 else set()
