"""No hidden number can be worked out from what is shown. Two other ways than the code's own try to."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waylight.home.suppression import FEWEST, Table, suppress

pytestmark = pytest.mark.hazard("H11")
SIZES = st.tuples(st.integers(1, 4), st.integers(1, 4))
COUNTS = SIZES.flatmap(
    lambda size: st.lists(
        st.lists(st.one_of(st.integers(0, 12), st.integers(0, 60)), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


def grid(table: Table) -> list[list[int | None]]:
    """With its totals, as it is shown."""
    return [[*row, total] for row, total in zip(table.cells, table.rows, strict=True)] + [
        [*table.columns, table.whole]
    ]


def full(counts: list[list[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def unknown(shown: list[list[int | None]]) -> list[tuple[int, int]]:
    return [(r, c) for r, row in enumerate(shown) for c, cell in enumerate(row) if cell is None]


def equations(shown: list[list[int | None]]) -> list[tuple[dict[tuple[int, int], int], int]]:
    """Each row and each column: what is hidden in it, with its sign, and what that adds up to."""
    height, width = len(shown), len(shown[0])
    lines = [[(r, c) for c in range(width)] for r in range(height)]
    lines += [[(r, c) for r in range(height)] for c in range(width)]
    found = []
    for line in lines:
        terms, known = {}, 0
        for place in line:
            sign = -1 if place == line[-1] else 1
            value = shown[place[0]][place[1]]
            if value is None:
                terms[place] = sign
            else:
                known += sign * value
        if terms:
            found.append((terms, -known))
    return found


def solved(shown: list[list[int | None]]) -> set[tuple[int, int]]:
    """The hidden cells that follow from the equations alone, by elimination in fractions."""
    names = unknown(shown)
    rows = [[Fraction(terms.get(n, 0)) for n in names] for terms, _sum in equations(shown)]
    for column in range(len(names)):
        pivot = next((r for r in rows if r[column] and not any(r[:column])), None)
        if pivot is None:
            continue
        pivot[:] = [value / pivot[column] for value in pivot]
        for other in rows:
            if other is not pivot and other[column]:
                factor = other[column]
                other[:] = [a - factor * b for a, b in zip(other, pivot, strict=True)]
    return {names[[bool(v) for v in r].index(True)] for r in rows if sum(bool(v) for v in r) == 1}


def narrowed(shown: list[list[int | None]]) -> dict[tuple[int, int], tuple[int, float]]:
    """Least and most of each hidden cell, by looking at one line after another until nothing more follows."""
    bounds: dict[tuple[int, int], tuple[int, float]] = dict.fromkeys(unknown(shown), (0, float("inf")))
    for _ in range(60):
        before = dict(bounds)
        for terms, total in equations(shown):
            for place, sign in terms.items():
                others = [(bounds[o], s) for o, s in terms.items() if o != place]
                least = sum(s * (b[0] if s > 0 else b[1]) for b, s in others)
                most = sum(s * (b[1] if s > 0 else b[0]) for b, s in others)
                ends = sorted([sign * (total - least), sign * (total - most)])
                low, high = bounds[place]
                bounds[place] = (max(low, int(ends[0]) if ends[0] > 0 else 0), min(high, ends[1]))
        if bounds == before:
            break
    return bounds


@given(COUNTS)
def test_no_cell_and_no_total_under_ten_is_shown_and_what_is_shown_is_true(counts: list[list[int]]) -> None:
    for shown_row, row in zip(grid(suppress(counts)), full(counts), strict=True):
        for shown, count in zip(shown_row, row, strict=True):
            assert shown in (None, count)
            assert shown is None or shown >= FEWEST


@given(COUNTS)
def test_no_hidden_cell_follows_from_the_totals(counts: list[list[int]]) -> None:
    assert solved(grid(suppress(counts))) == set()


@given(COUNTS)
def test_no_hidden_cell_can_be_narrowed_to_fewer_than_ten_values(counts: list[list[int]]) -> None:
    """Also not with the knowledge that nobody counts people below nothing."""
    for low, high in narrowed(grid(suppress(counts))).values():
        assert high - low >= FEWEST


def spans(shown: list[list[int | None]], most: int) -> list[int]:
    """Of every table of two by two, with cells up to `most`, that would be shown like this one: how far each cell reaches."""
    flat = [cell for row in shown for cell in row]
    known = [(place, cell) for place, cell in enumerate(flat) if cell is not None]
    least, greatest = [9 * most] * len(flat), [-1] * len(flat)
    for a, b, c, d in product(range(most + 1), repeat=4):
        table = (a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d)
        if not known or all(table[place] == cell for place, cell in known):
            least, greatest = list(map(min, least, table)), list(map(max, greatest, table))
    return [high - low for low, high in zip(least, greatest, strict=True)]


@pytest.mark.parametrize(
    "counts",
    [
        [[0, 0], [0, 0]],
        [[3, 12], [14, 15]],
        [[9, 9], [9, 9]],
        [[10, 1], [11, 12]],
        [[15, 0], [0, 15]],
        [[12, 13], [14, 15]],
    ],
)
def test_of_all_tables_that_would_look_the_same_no_hidden_cell_is_nearly_the_same(counts) -> None:
    """By counting them all out."""
    shown = grid(suppress(counts))
    reach = spans(shown, 26)
    assert all(reach[r * len(shown[0]) + c] >= FEWEST for r, c in unknown(shown))


def test_a_table_of_many_people_is_shown_whole() -> None:
    table = suppress([[20, 30, 10], [11, 12, 13]])
    assert table == Table(((20, 30, 10), (11, 12, 13)), (60, 36), (31, 42, 23), 96)


def test_one_small_cell_takes_others_with_it_and_no_more_than_needed() -> None:
    """The other cell of its row and column, and the corner between them; the totals may stay."""
    table = suppress([[3, 40, 50], [20, 30, 40], [25, 35, 45]])
    assert table.rows == (93, 90, 105)
    assert table.columns == (48, 105, 135)
    assert sum(cell is None for row in table.cells for cell in row) == 4


def test_few_people_show_nothing_at_all() -> None:
    assert suppress([[1, 2, 0], [0, 3, 1]]).is_empty
    assert suppress([]).is_empty
    assert suppress([[]]).is_empty


@pytest.mark.parametrize("counts", [[[1], [1, 2]], [[-1]]])
def test_what_is_no_table_is_refused(counts) -> None:
    with pytest.raises(ValueError, match="rows of one length"):
        suppress(counts)
