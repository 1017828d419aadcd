"""Where the dots and lines of a chart stand. Pure: points in, places out; `ui/chart.html` draws them as SVG.

The axis upwards is fixed, so that two charts of one scale look alike. Where nothing was said for longer than `gap` the line
stops and nothing is drawn: a gap is no 0, and nothing is guessed. One hue, no colour that judges (UI.md 3.5).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SIDE = 1000  # the drawing is a square of this side, stretched to the width of the page
DOT = "h.01"  # of a path: as good as nowhere
MOST_TICKS = 5
DENSE = 100  # points, from which on dots are small
PERIODS = {"1": 1, "3": 3, "12": 12, "all": 0}  # key → months; 0: all there is


@dataclass(frozen=True)
class Point:
    """One answer. `value` is None where somebody chose not to say: then there is a gap. `estimated`: a part was left out."""

    at: datetime
    value: float | None
    estimated: bool = False


@dataclass(frozen=True)
class Tick:
    """A mark of an axis. `at` is a percentage in the digits of SVG.

    `kind` says how a date is written: day, month, month and year, or year.
    """

    at: str
    value: float | datetime
    kind: str = ""


@dataclass(frozen=True)
class Label:
    """The last number, written beside its dot: places in percent."""

    x: str
    y: str
    value: float


@dataclass(frozen=True)
class Chart:
    """A drawing and what can be said of it. `line`, `dots` and `open_dots` are paths of SVG within a square of `SIDE`."""

    points: tuple[Point, ...]
    line: str
    dots: str
    open_dots: str
    across: tuple[Tick, ...]
    upwards: tuple[Tick, ...]
    label: Label | None
    lowest: float | None
    highest: float | None

    @property
    def last(self) -> float | None:
        return self.label.value if self.label else None

    @property
    def newest_first(self) -> list[Point]:
        return list(reversed(self.points))

    @property
    def is_dense(self) -> bool:
        return len(self.points) >= DENSE

    @property
    def rated(self) -> int:
        """How many points have a number."""
        return sum(point.value is not None for point in self.points)


def draw(
    points: Iterable[Point],
    *,
    start: datetime,
    end: datetime,
    top: float,
    low: float = 0,
    gap: timedelta = timedelta(days=31),
) -> Chart:
    """A chart from `start` to `end`, of a scale from `low` to `top`. Points outside are left out. Raises ValueError."""
    if start >= end or low >= top:
        raise ValueError("A chart needs a span of time, and a scale.")
    shown = tuple(sorted((p for p in points if start <= p.at <= end), key=lambda point: point.at))
    field = _Field(start, end, low, top)
    rated = [p for p in shown if p.value is not None]
    values = [p.value for p in rated if p.value is not None]
    return Chart(
        points=shown,
        line="".join(_line(piece, field) for piece in _pieces(shown, gap)),
        dots=_dots((p for p in rated if not p.estimated), field),
        open_dots=_dots((p for p in rated if p.estimated), field),
        across=tuple(_across(start, end, field)),
        upwards=tuple(Tick(_percent(field.y(value)), value) for value in _steps(low, top)),
        label=_label(rated[-1], field) if rated else None,
        lowest=min(values, default=None),
        highest=max(values, default=None),
    )


def begins(period: str, end: datetime, first: datetime | None) -> datetime:
    """When a period begins that ends at `end`: some months before, or with the first point. Never a span of nothing."""
    months = PERIODS.get(period, 3)
    if months:
        return _months_before(end, months)
    a_month = _months_before(end, 1)
    return min(first, a_month) if first else a_month


def period_or(asked: str, otherwise: str = "3") -> str:
    return asked if asked in PERIODS else otherwise


@dataclass(frozen=True)
class _Field:
    """From what is meant to where it stands."""

    start: datetime
    end: datetime
    low: float
    top: float

    def x(self, at: datetime) -> int:
        return round((at - self.start) / (self.end - self.start) * SIDE)

    def y(self, value: float) -> int:
        part = (value - self.low) / (self.top - self.low)
        return round((1 - min(max(part, 0), 1)) * SIDE)

    def place(self, point: Point) -> tuple[int, int]:
        return self.x(point.at), self.y(point.value or 0)


def _pieces(points: Sequence[Point], gap: timedelta) -> Iterator[list[Point]]:
    """Runs of points that a line may join: none skipped, none too far from the next."""
    piece: list[Point] = []
    for point in points:
        if piece and (point.value is None or point.at - piece[-1].at > gap):
            yield piece
            piece = []
        if point.value is not None:
            piece.append(point)
    if piece:
        yield piece


def _line(piece: list[Point], field: _Field) -> str:
    if len(piece) < 2:
        return ""
    return "M" + "L".join("{} {}".format(*field.place(point)) for point in piece)


def _dots(points: Iterable[Point], field: _Field) -> str:
    """Lines of no length: with round ends they are dots, which stay round however the square is stretched."""
    return "".join("M" + "{} {}".format(*field.place(point)) + DOT for point in points)


def _label(point: Point, field: _Field) -> Label:
    x, y = field.place(point)
    return Label(_percent(x), _percent(y), point.value or 0)


def _percent(place: int) -> str:
    return f"{place * 100 / SIDE:g}"


def _steps(low: float, top: float) -> list[float]:
    """Both ends, and whole numbers between them where halves or thirds are whole."""
    parts = next((parts for parts in (2, 3) if (top - low) % parts == 0), 1)
    return [low + (top - low) * n // parts for n in range(parts + 1)]


def _across(start: datetime, end: datetime, field: _Field) -> Iterator[Tick]:
    """At most five dates: days where the span is short, else beginnings of months, else of years."""
    days = (end - start).days
    if days <= 62:
        moments, kind = _days(start, end, -(-max(days, 1) // (MOST_TICKS - 1))), "day"
    elif days <= 4 * 366:
        moments = _firsts(start, end, _in_steps(days / 30.4, (1, 2, 3, 6, 12)))
        kind = "month" if days <= 372 else "month and year"
    else:
        moments, kind = _firsts(start, end, 12 * _in_steps(days / 365, (1, 2, 5, 10, 20))), "year"
    for moment in moments:
        yield Tick(_percent(field.x(moment)), moment, kind)


def _in_steps(many: float, steps: tuple[int, ...]) -> int:
    """The smallest step that leaves few enough marks."""
    return next((step for step in steps if many / step <= MOST_TICKS), steps[-1])


def _days(start: datetime, end: datetime, step: int) -> Iterator[datetime]:
    moment = start.replace(hour=0, minute=0, second=0, microsecond=0)
    moment += timedelta(days=step if moment < start else 0)
    while moment <= end:
        yield moment
        moment += timedelta(days=step)


def _firsts(start: datetime, end: datetime, step: int) -> Iterator[datetime]:
    """The beginnings of each so many months, counted from a January."""
    month = start.year * 12 + start.month - 1
    month += -month % step
    while (moment := _month(start, month)) <= end:
        if moment >= start:
            yield moment
        month += step


def _month(like: datetime, month: int) -> datetime:
    return like.replace(
        year=month // 12, month=month % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )


def _months_before(end: datetime, months: int) -> datetime:
    """The same day some months before; the last one of a shorter month."""
    first = _month(end, end.year * 12 + end.month - 1 - months)
    length = (_month(first, first.year * 12 + first.month) - first).days
    return end.replace(year=first.year, month=first.month, day=min(end.day, length))
