"""Totals, and what changed between two of them. Pure: numbers in, numbers out.

The rules come with each instrument (its `scoring` extension, from REQUIREMENTS 3.2 and the data behind it). Nothing here names
a person's state: no bands, no levels.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """How an instrument is added up.

    `tops`: item → the highest value of its options, for each item that counts. `reversed`: items that count the other way
    round, from the `bottom` up. At most `most_missing` may be left out. An item of `may_not_apply` is no missing one: without
    it the total is out of less (the work item of the WSAS). Totals run from `least` to `most`.
    """

    tops: Mapping[str, int]
    least: int
    most: int
    most_missing: int = 0
    bottom: int = 0
    reversed: Collection[str] = ()
    may_not_apply: Collection[str] = ()
    cut_off: int | None = None
    reliable_change: int | None = None


@dataclass(frozen=True)
class Total:
    """`is_estimated`: some answers were left out, and the rest stands for them. `out_of` is the highest total there is."""

    value: int
    out_of: int
    is_estimated: bool = False


def total(answers: Mapping[str, int | None], rules: Rules) -> Total | None:
    """The sum; prorated where few enough are missing; None where more are. None as an answer is one left out.

    Prorated: the mean of what was answered, times the number of items, rounded with halves up (the project's rule, since
    manual and first paper of the PHQ say nothing about missing answers).
    """
    counted = [
        item for item in rules.tops if answers.get(item) is not None or item not in rules.may_not_apply
    ]
    given = [_worth(item, value, rules) for item in counted if (value := answers.get(item)) is not None]
    missing = len(counted) - len(given)
    if not given or missing > rules.most_missing:
        return None
    left_aside = sum(rules.tops[item] for item in rules.tops if item not in counted)
    value = (2 * sum(given) * len(counted) + len(given)) // (2 * len(given))
    return Total(value, rules.most - left_aside, is_estimated=missing > 0)


def _worth(item: str, value: int, rules: Rules) -> int:
    return rules.tops[item] + rules.bottom - value if item in rules.reversed else value


def is_case(found: Total | None, rules: Rules) -> bool | None:
    """At the cut-off or above. None where it cannot be said: no total, an estimated one, or no cut-off."""
    whole = _whole(found, rules)
    if rules.cut_off is None or whole is None:
        return None
    return whole.value >= rules.cut_off


def reliable_change(before: Total | None, after: Total | None, rules: Rules) -> int | None:
    """-1: a reliable fall, 1: a reliable rise, 0: neither. None where it cannot be said, as with `is_case`."""
    first, last = _whole(before, rules), _whole(after, rules)
    if rules.reliable_change is None or first is None or last is None:
        return None
    by = last.value - first.value
    return 0 if abs(by) < rules.reliable_change else (1 if by > 0 else -1)


def _whole(found: Total | None, rules: Rules) -> Total | None:
    is_whole = found is not None and not found.is_estimated and found.out_of == rules.most
    return found if is_whole else None


@dataclass(frozen=True)
class Pair:
    """A measure of depression and one of anxiety from the same time: PHQ-9 and GAD-7."""

    depression: Total | None
    anxiety: Total | None


@dataclass(frozen=True)
class Outcome:
    """Between the first and the last. Each is None where the numbers do not say.

    For the practice as a whole, never shown about a person (measures.json, nhs_tt_outcomes).
    """

    recovery: bool | None
    reliable_improvement: bool | None
    reliable_deterioration: bool | None

    @property
    def reliable_recovery(self) -> bool | None:
        if self.recovery is None or self.reliable_improvement is None:
            return None
        return self.recovery and self.reliable_improvement


def outcome(start: Pair, end: Pair, *, depression: Rules, anxiety: Rules) -> Outcome:
    """Pairing as in the NHS Talking Therapies Manual v7 (2024), REQUIREMENTS 3.2.

    Recovery: a case on either at the start, and below both cut-offs at the end; None also where there was no case to recover
    from. Reliable improvement: a reliable fall on at least one, and no reliable rise on the other; deterioration is the
    mirror image.
    """
    first = [is_case(start.depression, depression), is_case(start.anxiety, anxiety)]
    last = [is_case(end.depression, depression), is_case(end.anxiety, anxiety)]
    changes = [
        reliable_change(start.depression, end.depression, depression),
        reliable_change(start.anxiety, end.anxiety, anxiety),
    ]
    knows_cases, knows_changes = None not in first + last, None not in changes
    return Outcome(
        recovery=not any(last) if knows_cases and any(first) else None,
        reliable_improvement=(-1 in changes and 1 not in changes) if knows_changes else None,
        reliable_deterioration=(1 in changes and -1 not in changes) if knows_changes else None,
    )
