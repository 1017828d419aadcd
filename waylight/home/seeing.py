"""What a client sees of their own numbers, if they want to: goals, urges, measures. Pictures for a talk, not a verdict.

Each chart has a key ("goal:<id>", "urges", "measure:<id>"). Goals are shown unless they were put away; the others are put
away until they are asked for (REQUIREMENTS 3.5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from waylight.care import chart_notes, goals
from waylight.care.models import ChartNote, Goal, GoalRating
from waylight.care.models.goals import NEAREST
from waylight.exercises import diary
from waylight.exercises.diary import Week
from waylight.exercises.models import Entry
from waylight.home import measured
from waylight.home.measured import Measured
from waylight.people.models import Client
from waylight.privacy import keyring
from waylight.ui import charts
from waylight.ui.charts import Chart, Point

GOAL, URGES, MEASURE = "goal:", "urges", "measure:"
A_WEEK = timedelta(weeks=1)
Text = str | Promise
MEANS: dict[str, Text] = {
    GOAL: later("How near it was, as you said: from 0, not begun, to 10, there."),
    URGES: later("From 0 to 10. Each dot is the middle of what you wrote in one week."),
    MEASURE: later("The total of your answers. A higher one means more of what it asks about."),
}


@dataclass(frozen=True)
class Span:
    """A period as it was chosen, in the zone of whoever looks. `start` is None where it is all there is."""

    period: str
    now: datetime

    @property
    def start(self) -> datetime | None:
        return None if self.period == "all" else charts.begins(self.period, self.now, None)

    @property
    def end(self) -> datetime:
        """The end of the day: a number of today stands at its noon, and that may be still to come."""
        return self.now.replace(hour=23, minute=59, second=59)

    @property
    def first_monday(self) -> datetime | None:
        """The beginning of the week in which it begins."""
        return _monday(self.start) if self.start else None

    def draw(self, points: list[Point], *, top: float, gap: timedelta, low: float = 0) -> Chart:
        first = min((point.at for point in points), default=None)
        start = charts.begins(self.period, self.now, first)
        return charts.draw(points, start=start, end=self.end, top=top, low=low, gap=gap)


@dataclass(frozen=True)
class Seen:
    """One chart of a client's page. `title` may be the client's own words; `weeks` stand in the table of the urges."""

    key: str
    title: str
    means: Text
    heading: Text
    chart: Chart | None
    note: ChartNote | None
    is_shown: bool
    weeks: list[Week] | None = None

    @property
    def is_own_words(self) -> bool:
        return self.key.startswith(GOAL)


def span(period: str) -> Span:
    return Span(charts.period_or(period), timezone.localtime())


def of_client(client: Client, over: Span, *, by: Any) -> list[Seen]:
    """All charts of a client's own; only those that are shown are drawn, and read."""
    notes = chart_notes.of_client(client)
    measures = _measures(client, over, notes, by)
    return [*_goals(client, over, notes, by), *_urges(client, over, notes, by), *measures]


def has(client: Client, key: str, *, by: Any) -> bool:
    """Whether there is such a chart of this client's."""
    if key.startswith(GOAL):
        return any(key == key_of(goal) for goal in Goal.objects.current().filter(client=client))
    if key.startswith(MEASURE):
        return any(key == f"{MEASURE}{one.instrument.id}" for one in measured.of_client(client, by=by))
    return key == URGES and diary.of_client(client, by=by).exists()


def key_of(goal: Goal) -> str:
    return f"{GOAL}{goal.pk}"


def of_goal(ratings: list[GoalRating], over: Span) -> Chart:
    """Each rating at noon of its day, so that two days never fall together."""
    zone = timezone.get_current_timezone()
    points = [Point(datetime.combine(one.rated_on, time(12), zone), one.value) for one in ratings]
    return over.draw(points, top=NEAREST, gap=timedelta(days=62))


def weeks_of(client: Client, over: Span, *, by: Any) -> list[Week]:
    """The weeks of the diary that `by` may read, newest first: of a therapist's clients what they shared."""
    rows = diary.of_client(client, by=by)
    found = list(rows.filter(started_at__gte=over.first_monday) if over.start else rows)
    keyring.load(found)
    return diary.weeks(found)


def is_in_weeks(entry: Entry, over: Span) -> bool:
    """Whether an entry belongs to the weeks of this span."""
    first = over.first_monday
    return entry.exercise == diary.ID and (first is None or entry.started_at >= first)


def of_urges(weeks: list[Week], over: Span) -> Chart:
    """The middle of each week, at its Monday. A week without an entry has no dot, and no line goes across it."""
    zone = timezone.get_current_timezone()
    points = [Point(datetime.combine(week.starts_on, time(), zone), week.peak) for week in weeks]
    first = min((point.at for point in points), default=None)
    start = _monday(charts.begins(over.period, over.now, first))
    return charts.draw(points, start=start, end=over.end, top=10, gap=A_WEEK + timedelta(hours=2))


def of_measure(one: Measured, over: Span) -> Chart:
    """The axis is that of the whole instrument, so that a difference looks as large as it is."""
    return over.draw(one.points(), top=one.rules.most, low=one.rules.least, gap=timedelta(days=62))


def _goals(client: Client, over: Span, notes: dict[str, ChartNote], by: Any) -> Iterator[Seen]:
    found = goals.of_client(client, by=by)
    rated = goals.ratings(found)
    for goal in found:
        note = notes.get(key_of(goal))
        is_shown = note is None or note.is_shown
        chart = of_goal(rated.get(goal.pk, []), over) if is_shown else None
        yield Seen(key_of(goal), goal.words, MEANS[GOAL], _("How near"), chart, note, is_shown)


def _urges(client: Client, over: Span, notes: dict[str, ChartNote], by: Any) -> Iterator[Seen]:
    note = notes.get(URGES)
    is_shown = note is not None and note.is_shown
    if is_shown:
        weeks = weeks_of(client, over, by=by)
        chart = of_urges(weeks, over)
        yield Seen(URGES, _("Urges"), MEANS[URGES], _("At its strongest"), chart, note, True, weeks)
    elif diary.of_client(client, by=by).exists():
        yield Seen(URGES, _("Urges"), MEANS[URGES], "", None, note, False)


def _measures(client: Client, over: Span, notes: dict[str, ChartNote], by: Any) -> Iterator[Seen]:
    for one in measured.of_client(client, by=by):
        key = f"{MEASURE}{one.instrument.id}"
        note = notes.get(key)
        is_shown = note is not None and note.is_shown
        chart = of_measure(one, over) if is_shown else None
        yield Seen(key, one.instrument.short, MEANS[MEASURE], _("Total"), chart, note, is_shown)


def _monday(moment: datetime) -> datetime:
    """The beginning of its week."""
    day = moment - timedelta(days=moment.weekday())
    return day.replace(hour=0, minute=0, second=0, microsecond=0)
