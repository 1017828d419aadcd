"""Golden totals: each worked out by hand from the rules of REQUIREMENTS 3.2 and the data behind them."""

import pytest

from waylight.measures import catalogue
from waylight.measures.scoring import Pair, Rules, Total, is_case, outcome, reliable_change, total

pytestmark = pytest.mark.hazard("H12")


def rules(instrument: str) -> Rules:
    found = catalogue.get(instrument).rules
    assert found
    return found


def answers(*values: int | None) -> dict[str, int | None]:
    return {str(number): value for number, value in enumerate(values, 1)}


@pytest.mark.parametrize(
    ("instrument", "given", "expected"),
    [
        ("phq9", [0] * 9, Total(0, 27)),
        ("phq9", [3] * 9, Total(27, 27)),
        ("phq9", [1, 2, 3, 0, 1, 2, 3, 0, 1], Total(13, 27)),
        ("phq9", [1, 1, 1, 1, 1, 1, 1, 1, None], Total(9, 27, is_estimated=True)),  # 8 / 8 × 9
        ("phq9", [2, 1, 0, 0, 0, 0, 0, 1, None], Total(5, 27, is_estimated=True)),  # 4 / 8 × 9 = 4.5, half up
        ("phq9", [3, 3, 2, 2, 1, 1, 0, None, None], Total(15, 27, is_estimated=True)),  # 12 / 7 × 9 = 15.43
        ("phq9", [3, 3, 3, 3, 3, 3, None, None, None], None),
        ("phq9", [None] * 9, None),
        ("phq9", [0, 0, 0, 0, 0, 0, 0, 0, None], Total(0, 27, is_estimated=True)),
        ("phq8", [3] * 8, Total(24, 24)),
        ("phq8", [1, 1, 1, 1, 1, 1, 1, None], Total(8, 24, is_estimated=True)),
        ("phq8", [1, 1, 1, 1, 1, 1, None, None], None),
        ("gad7", [3] * 7, Total(21, 21)),
        ("gad7", [0, 1, 2, 3, 0, 1, 2], Total(9, 21)),
        ("gad7", [1, 1, 1, 0, 0, 0, None], Total(4, 21, is_estimated=True)),  # 3 / 6 × 7 = 3.5, half up
        ("gad7", [1, 1, 1, 0, 0, None, None], None),
        ("core10", [0] * 10, Total(8, 40)),  # items 2 and 3 count the other way round
        ("core10", [4, 0, 0, 4, 4, 4, 4, 4, 4, 4], Total(40, 40)),
        ("core10", [1, 3, 3, 1, 1, 1, 1, 1, 1, None], Total(10, 40, is_estimated=True)),  # 9 / 9 × 10
        ("core10", [1, 3, 3, 1, 1, 1, 1, 1, None, None], None),
        ("wsas", [8] * 5, Total(40, 40)),
        (
            "wsas",
            [None, 8, 8, 8, 8],
            Total(32, 32),
        ),  # no work for other reasons: out of 32, and not estimated
        ("wsas", [4, None, 4, 4, 4], None),
        ("wemwbs", [1] * 14, Total(14, 70)),
        ("wemwbs", [3] * 11 + [None] * 3, Total(42, 70, is_estimated=True)),
        ("wemwbs", [3] * 10 + [None] * 4, None),
        ("ders16", [5] * 16, Total(80, 80)),
        ("ders16", [5] * 15 + [None], None),
    ],
)
def test_the_total_is_what_it_is_by_hand(
    instrument: str, given: list[int | None], expected: Total | None
) -> None:
    assert total(answers(*given), rules(instrument)) == expected


@pytest.mark.parametrize("instrument", ["phq9", "phq8", "gad7", "core10", "wsas", "wemwbs", "ders16"])
def test_every_total_lies_between_the_ends_that_are_published(instrument: str) -> None:
    form, its = catalogue.get(instrument), rules(instrument)
    lowest = {
        q.id: (q.options[-1] if q.is_reversed else q.options[0]).value for q in form.questions if q.is_scored
    }
    highest = {
        q.id: (q.options[0] if q.is_reversed else q.options[-1]).value for q in form.questions if q.is_scored
    }
    assert total(lowest, its) == Total(its.least, its.most)
    assert total(highest, its) == Total(its.most, its.most)


@pytest.mark.parametrize(
    ("instrument", "at", "by"),
    [("phq9", 10, 6), ("gad7", 8, 4), ("phq8", 10, None), ("core10", 11, 6), ("wsas", None, 8)],
)
def test_cut_off_and_reliable_change_are_those_of_the_sources(
    instrument: str, at: int | None, by: int | None
) -> None:
    assert (rules(instrument).cut_off, rules(instrument).reliable_change) == (at, by)


def test_a_case_is_at_the_cut_off_or_above() -> None:
    phq9 = rules("phq9")
    assert is_case(Total(9, 27), phq9) is False
    assert is_case(Total(10, 27), phq9) is True
    assert is_case(None, phq9) is None


def test_an_estimated_total_says_nothing_of_cases_or_change() -> None:
    phq9, estimated = rules("phq9"), Total(20, 27, is_estimated=True)
    assert is_case(estimated, phq9) is None
    assert reliable_change(estimated, Total(3, 27), phq9) is None
    assert reliable_change(Total(3, 27), estimated, phq9) is None


def test_phq_8_has_no_reliable_change_and_a_shorter_wsas_is_not_compared() -> None:
    assert reliable_change(Total(20, 24), Total(2, 24), rules("phq8")) is None
    assert reliable_change(Total(32, 32), Total(2, 40), rules("wsas")) is None
    assert reliable_change(Total(32, 40), Total(2, 40), rules("wsas")) == -1


@pytest.mark.parametrize(
    ("before", "after", "expected"), [(16, 10, -1), (16, 11, 0), (10, 16, 1), (10, 15, 0), (10, 10, 0)]
)
def test_a_reliable_change_of_the_phq_9_is_six(before: int, after: int, expected: int) -> None:
    assert reliable_change(Total(before, 27), Total(after, 27), rules("phq9")) == expected


def pair(depression: int | None, anxiety: int | None) -> Pair:
    return Pair(
        None if depression is None else Total(depression, 27), None if anxiety is None else Total(anxiety, 21)
    )


@pytest.mark.parametrize(
    ("start", "end", "recovery", "improved", "worse"),
    [
        (pair(18, 12), pair(6, 5), True, True, False),
        (pair(18, 12), pair(10, 5), False, True, False),  # still at one cut-off
        (pair(10, 3), pair(9, 3), True, False, False),  # below both, and not by a reliable fall
        (pair(4, 9), pair(4, 7), True, False, False),  # a case on anxiety alone
        (pair(9, 7), pair(2, 2), None, True, False),  # no case at the start: nothing to recover from
        (pair(18, 10), pair(9, 15), False, False, False),  # one falls, the other rises
        (pair(8, 5), pair(14, 5), None, False, True),
        (pair(12, 12), pair(18, 16), False, False, True),
        (pair(12, None), pair(5, 3), None, None, None),
    ],
)
def test_recovery_and_change_are_paired_as_the_manual_says(
    start: Pair, end: Pair, recovery: bool | None, improved: bool | None, worse: bool | None
) -> None:
    found = outcome(start, end, depression=rules("phq9"), anxiety=rules("gad7"))
    assert (found.recovery, found.reliable_improvement, found.reliable_deterioration) == (
        recovery,
        improved,
        worse,
    )
    both = None if recovery is None or improved is None else recovery and improved
    assert found.reliable_recovery == both
