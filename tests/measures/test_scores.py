"""Totals in time: sealed, in order, with gaps where there is nothing."""

import pytest

from tests import cast
from tests.measures.going import sent, with_a_deputy
from waylight.measures import answering, scores
from waylight.measures.models import Score
from waylight.measures.scores import Point
from waylight.measures.scoring import Total

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H12")]


def test_the_series_has_a_point_for_each_total_the_oldest_first(clock) -> None:
    for day, values in (("02", [3] * 7), ("09", [None, None]), ("16", [None, 1, 1, 1]), ("23", [0] * 7)):
        clock(f"2026-11-{day} 10:00+00:00")
        sent("gad7", *values)
    assert scores.series(cast.ana(), "gad7") == [
        Point(cast.at("2026-11-02 10:00"), 21, False),
        Point(cast.at("2026-11-16 10:00"), 4, True),  # two left out on the 9th: no total, so no point
        Point(cast.at("2026-11-23 10:00"), 0, False),
    ]
    assert scores.series(cast.ben(), "gad7") == []
    assert scores.series(cast.ana(), "phq9") == []


def test_a_total_is_sealed() -> None:
    sent("gad7", 3, 3)
    (raw,) = Score.objects.values_list("content", flat=True)
    assert b"value" not in bytes(raw)
    assert bytes(raw)[:1] == b"r"


def test_the_last_one_before_is_of_the_same_questions(clock) -> None:
    clock("2026-11-02 10:00+00:00")
    with_a_deputy()
    first = sent("gad7", 3, 3)
    sent("phq8", 1)
    clock("2026-11-09 10:00+00:00")
    second = sent("gad7", 1)
    assert scores.before(first) is None
    found = scores.before(second)
    assert found
    assert (found[0].pk, found[1]) == (first.pk, Total(6, 21))


def test_entered_from_paper_counts_as_sent_and_read() -> None:
    answers = {str(number): 8 for number in range(2, 6)}
    row = answering.enter(cast.ana(), "wsas", answers, by=cast.clara().user)
    assert row.read_at is not None
    assert scores.total_of(row) == Total(32, 32)
    assert scores.series(cast.ana(), "wsas") == []  # out of less, so it stands on no line with the others
    full = answering.enter(cast.ana(), "wsas", answers | {"1": 0}, by=cast.clara().user)
    assert scores.total_of(full) == Total(32, 40)
    assert [point.value for point in scores.series(cast.ana(), "wsas")] == [32]
