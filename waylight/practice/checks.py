"""What the checks of helplines come to: which channels are confirmed, and which are withdrawn.

Two different people who saw a number on the provider's own page confirm it; one who saw that it is wrong takes it off all
pages, until two people have confirmed it anew (HELPLINES, "Keeping it safe in a product", rules 4 to 6).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from waylight.crisis.values import Confirmation, Way
from waylight.practice.models import HelplineCheck

ONE_ROUND = timedelta(days=90)  # two people who looked further apart than this have not confirmed one another


@dataclass(frozen=True)
class History:
    """What the checks of one channel come to. `right` are those that still count, oldest first."""

    right: tuple[HelplineCheck, ...] = ()
    wrong: HelplineCheck | None = None
    last: HelplineCheck | None = None

    @property
    def confirmed_on(self) -> date | None:
        """The later day of the last two different people who saw it right in one round."""
        days = (
            max(one.seen_on, other.seen_on)
            for one, other in combinations(self.right, 2)
            if one.checked_by != other.checked_by and abs(one.seen_on - other.seen_on) <= ONE_ROUND
        )
        return max(days, default=None)

    @property
    def is_withdrawn(self) -> bool:
        return self.wrong is not None and self.confirmed_on is None

    def lookers(self, on: date) -> set[str]:
        """The people (their ids) who saw it right in the round that is open on that day."""
        return {check.checked_by for check in self.right if on - check.seen_on < ONE_ROUND}


def histories(countries: Collection[str] | None = None) -> dict[Way, History]:
    """The history of each channel that anybody has checked, of these countries or of all. One query."""
    rows = HelplineCheck.objects.order_by("checked_at", "pk")
    if countries is not None:
        rows = rows.filter(country__in=countries)
    checks: dict[Way, list[HelplineCheck]] = {}
    for check in rows:
        checks.setdefault(check.way, []).append(check)
    return {way: _history(each) for way, each in checks.items()}


def findings(found: dict[Way, History]) -> tuple[tuple[Confirmation, ...], tuple[Way, ...]]:
    """The confirmations, and the channels that are withdrawn. An emergency number is neither: it never hides."""
    lines = {way: each for way, each in found.items() if way.line}
    confirmed = tuple(Confirmation(way, on) for way, each in lines.items() if (on := each.confirmed_on))
    return confirmed, tuple(way for way, each in lines.items() if each.is_withdrawn)


def _history(checks: Iterable[HelplineCheck]) -> History:
    history = History()
    for check in checks:
        if not check.is_right:
            history = History(wrong=check, last=check)
        elif history.wrong and check.seen_on < history.wrong.seen_on:
            history = History(history.right, history.wrong, check)
        else:
            history = History((*history.right, check), history.wrong, check)
    return history
