"""How it goes for everybody together: people counted by the year they began, small numbers hidden (home.suppression).

Nothing is counted for one therapist or one client, nobody is compared (REQUIREMENTS R-3.7). Goals come first, and how often
somebody hurt themselves is not counted at all (R-1.21). The count ends with the last quarter that is over, so that whoever
looks twice learns nothing of who came between.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import mean
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waylight.booking.models import Appointment
from waylight.booking.models.appointments import Status
from waylight.care.models import Goal, GoalRating
from waylight.home import suppression
from waylight.measures import catalogue, scoring
from waylight.measures.models import Score
from waylight.measures.scoring import Pair, Total
from waylight.people.models import EpisodeOfCare
from waylight.privacy import audit, keyring

PAIR = ("phq9", "gad7")
Text = str | Promise
Places = dict[UUID, int]  # client → column


@dataclass(frozen=True)
class Row:
    """A year with its counts; the last row is of all years, and has no year. None is hidden."""

    year: int | None
    counts: list[tuple[Text, int | None]]
    total: int | None


@dataclass(frozen=True)
class Question:
    """What a table says, and of whom."""

    id: str
    title: Text
    of_whom: Text
    columns: tuple[Text, ...]
    answers: Callable[[datetime], Places]


@dataclass(frozen=True)
class Answered:
    question: Question
    rows: list[Row]
    is_empty: bool


def counted_until(today: date) -> date:
    """The first day that is not counted: the beginning of this quarter."""
    return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)


def tables(*, by: Any, today: date) -> list[Answered]:
    """Reading them is recorded."""
    until = counted_until(today)
    before = datetime.combine(until, time(), timezone.get_current_timezone())
    began = _years(until)
    audit.record("read-outcomes", by=by)
    return [_table(question, began, question.answers(before)) for question in QUESTIONS]


def goals_of(before: datetime) -> Places:
    """Between the first and the last number of each goal; of several goals the middle way. Nearer, the same, or further."""
    rated = GoalRating.objects.filter(goal=OuterRef("pk"), rated_at__lt=before)
    first, last = rated.order_by("rated_at").values("pk")[:1], rated.order_by("-rated_at").values("pk")[:1]
    pairs = Goal.objects.annotate(first=Subquery(first), last=Subquery(last)).exclude(first=None)
    wanted = [
        (row["first"], row["last"]) for row in pairs.values("first", "last") if row["first"] != row["last"]
    ]
    values = dict(_values({pk for pair in wanted for pk in pair}))
    moved: dict[UUID, list[int]] = defaultdict(list)
    for start, end in wanted:
        if start in values and end in values:
            moved[values[end][0]].append(values[end][1] - values[start][1])
    return {client: _column(mean(steps)) for client, steps in moved.items()}


def measures_of(before: datetime) -> Places:
    """Between the first and the last PHQ-9 and GAD-7: a reliable fall, neither, or a reliable rise (REQUIREMENTS 3.2)."""
    rows = Score.objects.filter(
        administration__instrument__in=PAIR, administration__finished_at__lt=before
    ).order_by("administration__finished_at", "pk")
    by_client: dict[UUID, dict[str, list[Score]]] = defaultdict(lambda: {name: [] for name in PAIR})
    for score in rows.select_related("administration"):
        by_client[score.administration.client_id][score.administration.instrument].append(score)
    several = {
        client: both for client, both in by_client.items() if all(len(both[name]) > 1 for name in PAIR)
    }
    keyring.load(both[PAIR[0]][0] for both in several.values())
    return {client: column for client, both in several.items() if (column := _changed(both)) is not None}


def sessions_of(before: datetime) -> Places:
    """How many sessions took place: one or two, three to seven, eight or more."""
    rows = Appointment.objects.filter(status=Status.FULFILLED, starts_at__lt=before)
    counted = rows.order_by().values("client").annotate(many=Count("pk"))
    return {row["client"]: 0 if row["many"] < 3 else 1 if row["many"] < 8 else 2 for row in counted}


QUESTIONS = (
    Question(
        "goals",
        _("Goals"),
        _("People who rated a goal at least twice: from the first number to the last."),
        (_("Nearer"), _("The same"), _("Further away")),
        goals_of,
    ),
    Question(
        "measures",
        _("PHQ-9 and GAD-7"),
        _("People who answered both at least twice: from the first to the last, by the published rule."),
        (_("Reliably fewer difficulties"), _("No reliable change"), _("Reliably more difficulties")),
        measures_of,
    ),
    Question(
        "sessions",
        _("Sessions"),
        _("People with at least one session that took place."),
        (_("1 or 2"), _("3 to 7"), _("8 or more")),
        sessions_of,
    ),
)


def _values(pks: set[UUID]) -> Iterator[tuple[UUID, tuple[UUID, int]]]:
    """Rating → its client and its number; without those of whoever was erased."""
    found = list(GoalRating.objects.filter(pk__in=pks).select_related("goal"))
    keyring.load(found)
    for rating in found:
        try:
            yield rating.pk, (rating.goal.client_id, rating.value)
        except keyring.KeyDestroyed:
            continue


def _changed(both: dict[str, list[Score]]) -> int | None:
    """None where the numbers do not say, or were erased."""
    rules = [catalogue.get(name).rules for name in PAIR]
    try:
        start, end = (Pair(*(Total(**both[name][place].content) for name in PAIR)) for place in (0, -1))
    except keyring.KeyDestroyed:
        return None
    if rules[0] is None or rules[1] is None:
        return None
    found = scoring.outcome(start, end, depression=rules[0], anxiety=rules[1])
    if found.reliable_improvement is None or found.reliable_deterioration is None:
        return None
    return 0 if found.reliable_improvement else 2 if found.reliable_deterioration else 1


def _column(step: float) -> int:
    return 0 if step > 0 else 1 if step == 0 else 2


def _years(until: date) -> dict[UUID, int]:
    """Client → the year in which their care began."""
    rows = EpisodeOfCare.objects.filter(starts_on__lt=until).order_by().values("client")
    return {row["client"]: row["first"].year for row in rows.annotate(first=Min("starts_on"))}


def _table(question: Question, began: dict[UUID, int], places: Places) -> Answered:
    years = sorted({began[client] for client in places if client in began})
    counts = [[0] * len(question.columns) for _year in years]
    for client, column in places.items():
        if client in began:
            counts[years.index(began[client])][column] += 1
    shown = suppression.suppress(counts) if counts else None
    if shown is None or shown.is_empty:
        return Answered(question, [], is_empty=True)
    whole: Iterable[tuple[int | None, tuple[int | None, ...], int | None]] = [
        *zip(years, shown.cells, shown.rows, strict=True),
        (None, shown.columns, shown.whole),
    ]
    rows = [Row(year, list(zip(question.columns, cells, strict=True)), total) for year, cells, total in whole]
    return Answered(question, rows, is_empty=False)
