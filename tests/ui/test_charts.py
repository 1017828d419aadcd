"""Charts: where the dots stand, where a line stops, and the SVG as it was agreed (tests/ui/golden)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from tests.repository.reading import ROOT, text
from waylight.ui import charts
from waylight.ui.charts import Point

GOLDEN = Path(__file__).parent / "golden"
END = datetime(2026, 11, 23, 12, tzinfo=UTC)
START = charts.begins("3", END, None)
RATINGS = st.lists(
    st.tuples(st.integers(0, 120), st.one_of(st.none(), st.floats(0, 10))).map(
        lambda pair: Point(END - timedelta(days=pair[0]), pair[1])
    ),
    max_size=40,
)


def weekly(*values: float | None, estimated: int = -1) -> list[Point]:
    """One answer a week, the last one today."""
    first = END - timedelta(weeks=len(values) - 1)
    return [
        Point(first + timedelta(weeks=n), value, estimated=n == estimated) for n, value in enumerate(values)
    ]


def drawn(points: list[Point], top: float = 10, **options) -> charts.Chart:
    return charts.draw(points, **{"start": START, "end": END, "top": top} | options)


SHAPES = {
    "one-line": weekly(2, 4, 3.5, 8, 4),
    "with-a-gap": [*weekly(7, 7, 6)[:2], *(Point(p.at - timedelta(days=60), p.value) for p in weekly(3, 5))],
    "not-said": weekly(2, None, 0, 1),
    "one-dot": weekly(0),
    "an-estimate": weekly(10, 9, 9.5, estimated=1),
    "nothing": [],
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_drawing_is_as_it_was_agreed(name: str) -> None:
    """To agree to another one: delete the file, run once, and look at it."""
    with time_machine.travel(END, tick=False):  # dates of another year carry it
        html = render_to_string("ui/chart.html", {"chart": drawn(SHAPES[name]), "heading": "Rating"})
    golden = GOLDEN / f"{name}.html"
    if not golden.exists():
        golden.write_text(html, encoding="utf-8")
    assert html == golden.read_text(encoding="utf-8")


@pytest.mark.hazard("H11", "H20")
def test_a_chart_is_said_in_numbers_alone() -> None:
    html = render_to_string("ui/chart.html", {"chart": drawn(weekly(2, 8, 4)), "heading": "Rating"})
    assert "Highest 8, lowest 2. Last time 4." in html
    for judgement in ("worse", "better", "risk", "good", "bad", "%</p>", "warning", "trend"):
        assert judgement not in html


@pytest.mark.hazard("H11")
def test_a_chart_has_one_hue_and_no_class_that_judges() -> None:
    sheet = text(ROOT / "waylight/ui/css/chart.css")
    assert sheet.count("var(--chart)") == 2  # the drawing, and the period that is shown
    assert not [word for word in ("rust", "lamp", "slate", "red", "green") if word in sheet]
    low, high = (
        render_to_string("ui/chart.html", {"chart": drawn(weekly(*values)), "heading": "Rating"})
        for values in ((0, 0), (10, 10))
    )
    assert set(classes(low)) == set(classes(high))


def classes(html: str) -> list[str]:
    return [part.partition('"')[0] for part in html.split('class="')[1:]]


def test_nought_stands_at_the_bottom_and_an_answer_not_given_stands_nowhere() -> None:
    chart = drawn(weekly(None, 0))
    assert chart.dots == "M1000 1000h.01"
    assert [point.value for point in chart.points] == [None, 0]
    assert (chart.rated, chart.last, chart.lowest) == (1, 0, 0)


def test_the_line_stops_where_nothing_was_said() -> None:
    assert drawn(weekly(1, 2, 3)).line.count("M") == 1
    assert drawn(weekly(1, 2, None, 3, 4)).line.count("M") == 2
    assert drawn(weekly(1, 2, 3), gap=timedelta(days=6)).line == ""


def test_an_estimate_is_an_open_dot() -> None:
    chart = drawn(weekly(10, 9, 9.5, estimated=1))
    assert (chart.dots.count("M"), chart.open_dots.count("M")) == (2, 1)


@given(RATINGS)
def test_every_number_in_the_span_is_drawn_once_and_within_the_square(points: list[Point]) -> None:
    chart = drawn(points)
    inside = [point for point in points if point.at >= START and point.value is not None]
    assert chart.dots.count("M") == chart.rated == len(inside)
    places = [int(number) for dot in chart.dots.split("h.01") if dot for number in dot[1:].split()]
    assert all(0 <= place <= charts.SIDE for place in places)


@given(RATINGS)
def test_a_line_joins_only_dots_that_are_there(points: list[Point]) -> None:
    chart = drawn(points)
    dots = set(chart.dots.replace("h.01", "").split("M")[1:])
    joined = {place for piece in chart.line.split("M")[1:] for place in piece.split("L")}
    assert joined <= dots


@pytest.mark.parametrize("years", [0.1, 0.25, 1, 2, 5, 12])
def test_there_are_few_dates_below_however_long_the_span(years: float) -> None:
    start = END - timedelta(days=365 * years)
    chart = drawn(weekly(1, 2), start=start)
    assert 2 <= len(chart.across) <= charts.MOST_TICKS + 1
    assert all(0 <= float(tick.at) <= 100 for tick in chart.across)


@pytest.mark.parametrize(("top", "marks"), [(10, [0, 5, 10]), (27, [0, 9, 18, 27]), (7, [0, 7])])
def test_the_axis_upwards_has_whole_numbers(top: int, marks: list[int]) -> None:
    assert [tick.value for tick in drawn([], top).upwards] == marks


def test_a_period_begins_on_the_same_day_or_the_last_of_a_shorter_month() -> None:
    assert charts.begins("1", datetime(2026, 3, 31, tzinfo=UTC), None) == datetime(2026, 2, 28, tzinfo=UTC)
    assert charts.begins("12", END, None) == datetime(2025, 11, 23, 12, tzinfo=UTC)
    first = datetime(2021, 5, 1, tzinfo=UTC)
    assert charts.begins("all", END, first) == first
    assert charts.begins("all", END, None) == charts.begins("1", END, None)
    assert charts.period_or("7; DROP TABLE") == "3"


def test_a_chart_without_a_span_or_a_scale_is_refused() -> None:
    for options in ({"start": END}, {"top": 0}):
        with pytest.raises(ValueError, match="needs a span"):
            drawn([], **options)
