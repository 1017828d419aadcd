"""Numbers of few people are not shown, and nothing that is shown lets one work them out. Pure.

A cell under ten is hidden (REQUIREMENTS R-3.7), a total under ten too. Then others are hidden until whoever knows all that is
shown, and that no count is negative, is left with ten or more possible values for each hidden one. That range is exact: a
table with totals is a network, and how far one hidden cell can move, with the totals kept, is a greatest flow through it.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FEWEST = 10
Cell = tuple[int, int]
WITHOUT_END = 10**9


@dataclass(frozen=True)
class Table:
    """Counts with their totals. None is hidden."""

    cells: tuple[tuple[int | None, ...], ...]
    rows: tuple[int | None, ...]
    columns: tuple[int | None, ...]
    whole: int | None

    @property
    def is_empty(self) -> bool:
        """Nothing at all may be shown."""
        shown = [*self.rows, *self.columns, self.whole, *(cell for row in self.cells for cell in row)]
        return all(cell is None for cell in shown)


def suppress(counts: Sequence[Sequence[int]], fewest: int = FEWEST) -> Table:
    """A table that may be shown. Raises ValueError for rows of different length, and for negative counts."""
    if len({len(row) for row in counts}) > 1 or any(cell < 0 for row in counts for cell in row):
        raise ValueError("A table has rows of one length, and counts people.")
    full = _with_totals(counts)
    hidden = {(r, c) for r, row in enumerate(full) for c, cell in enumerate(row) if cell < fewest}
    size = len(full) * len(full[0])
    while len(hidden) < size and (weak := next(_known_too_well(full, hidden, fewest), None)):
        hidden.add(_next_to_hide(full, hidden, weak))
    shown = [[None if (r, c) in hidden else cell for c, cell in enumerate(row)] for r, row in enumerate(full)]
    return Table(
        cells=tuple(tuple(row[:-1]) for row in shown[:-1]),
        rows=tuple(row[-1] for row in shown[:-1]),
        columns=tuple(shown[-1][:-1]),
        whole=shown[-1][-1],
    )


def _with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """With the totals of rows as a last column, of columns as a last row."""
    rows = [[*row, sum(row)] for row in counts]
    width = len(rows[0]) if rows else 1
    return [*rows, [sum(row[c] for row in rows) for c in range(width)]]


def _known_too_well(full: list[list[int]], hidden: set[Cell], fewest: int) -> Iterator[Cell]:
    """The hidden cells of which somebody could say more than they may."""
    for cell in sorted(hidden):
        down = _room(full, hidden, cell, up=False, enough=fewest)
        if down + _room(full, hidden, cell, up=True, enough=fewest - down) < fewest:
            yield cell


def _next_to_hide(full: list[list[int]], hidden: set[Cell], weak: Cell) -> Cell:
    """A cell that keeps another one: in a line where one alone is hidden, else beside the weak one, else anywhere.

    A total only where there is nothing else; then one that crosses a line with something hidden; then the smallest.
    """
    lines = [_row(full, r) for r in range(len(full))] + [_column(full, c) for c in range(len(full[0]))]
    lonely = [line for line in lines if sum(cell in hidden for cell in line) == 1]
    beside = [*_row(full, weak[0]), *_column(full, weak[1])]
    every = [cell for line in lines for cell in line]
    shown = ([cell for cell in cells if cell not in hidden] for cells in (*lonely[:1], beside, every))
    last_row, last_column = len(full) - 1, len(full[0]) - 1
    rows, columns = {cell[0] for cell in hidden}, {cell[1] for cell in hidden}

    def cost(cell: Cell) -> tuple[bool, bool, int, Cell]:
        r, c = cell
        return r == last_row or c == last_column, not (r in rows and c in columns), full[r][c], cell

    return min(next(cells for cells in shown if cells), key=cost)


def _row(full: list[list[int]], r: int) -> list[Cell]:
    return [(r, c) for c in range(len(full[0]))]


def _column(full: list[list[int]], c: int) -> list[Cell]:
    return [(r, c) for r in range(len(full))]


def _room(full: list[list[int]], hidden: set[Cell], cell: Cell, *, up: bool, enough: int) -> int:
    """How far this count could be more, or less, while all that is shown stays as it is; `enough` at most.

    Counts of a row add up to its total, so with totals taken as negative each row and column adds up to nothing: what one
    cell gains, others of its row and its column lose. That is a flow from its row to its column.
    """
    rises = up == (_sign(full, cell) > 0)
    room = min(enough, _give(full, cell, rises=rises))
    flow = _Flow(full, hidden - {cell}, rises)
    return flow.greatest(("row", cell[0]), ("column", cell[1]), room)


def _sign(full: list[list[int]], cell: Cell) -> int:
    """A total of a row or a column counts as negative; the whole is both, so positive again."""
    return -1 if (cell[0] == len(full) - 1) != (cell[1] == len(full[0]) - 1) else 1


def _give(full: list[list[int]], cell: Cell, *, rises: bool) -> int:
    """How far a signed count may rise or fall, as no count of people is below nothing."""
    falls_to_nothing = rises != (_sign(full, cell) > 0)
    return full[cell[0]][cell[1]] if falls_to_nothing else WITHOUT_END


Node = tuple[str, int]


class _Flow:
    """Where a change may go on: from a row to a column by cells that change against it, back by cells that change with it."""

    def __init__(self, full: list[list[int]], hidden: set[Cell], rises: bool) -> None:
        self.left: dict[Node, dict[Node, int]] = {}
        for r, c in hidden:
            row, column = ("row", r), ("column", c)
            self.left.setdefault(row, {})[column] = _give(full, (r, c), rises=not rises)
            self.left.setdefault(column, {})[row] = _give(full, (r, c), rises=rises)

    def greatest(self, start: Node, end: Node, enough: int) -> int:
        found = 0
        while found < enough and (way := self._way(start, end)):
            step = min(enough - found, *(self.left[one][next_one] for one, next_one in way))
            for one, next_one in way:
                self.left[one][next_one] -= step
                self.left[next_one][one] += step
            found += step
        return found

    def _way(self, start: Node, end: Node) -> list[tuple[Node, Node]]:
        """The shortest way on which something is left."""
        came_from: dict[Node, Node] = {start: start}
        waiting = deque([start])
        while waiting and end not in came_from:
            here = waiting.popleft()
            for there, left in self.left.get(here, {}).items():
                if left > 0 and there not in came_from:
                    came_from[there] = here
                    waiting.append(there)
        way: list[tuple[Node, Node]] = []
        while end in came_from and end != start:
            way.append((came_from[end], end))
            end = came_from[end]
        return way[::-1]
