"""Before a session: what a therapist looks at first. What was shared and nothing else, in the client's words, with no ranking.

"Since" is the last session that took place; before the first one it is all there is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from waylight.booking.models import Appointment
from waylight.booking.models.appointments import Status
from waylight.care import goals
from waylight.care.models import TakeAway
from waylight.care.safety_plans import lately
from waylight.care.safety_plans.differences import Change
from waylight.exercises import assignments, diary, showing
from waylight.exercises.diary import Week
from waylight.exercises.models import Assignment, Entry
from waylight.exercises.showing import Answered
from waylight.home import measured, seeing
from waylight.home.seeing import Span
from waylight.people.models import Client
from waylight.privacy import audit, keyring
from waylight.ui.charts import Chart

MOST_ENTRIES = 12
FIRST_LINES = 3  # answers that are read here; the rest is a link away
HELPED: dict[Any, Any] = dict(showing.HELPED)


@dataclass(frozen=True)
class Tried:
    """One exercise that was shared: the first of its answers, and how it left them, in words."""

    entry: Entry
    answered: list[Answered]
    has_more: bool

    @property
    def helped(self) -> Any:
        return HELPED.get(self.entry.helped, "")


@dataclass(frozen=True)
class Rated:
    """A goal, or a measure, with its numbers."""

    words: str
    chart: Chart


@dataclass(frozen=True)
class Preparation:
    since: datetime | None
    take_away: TakeAway | None
    tried: list[Tried]
    is_more: bool
    said_in_diary: list[diary.Line]
    weeks: list[Week]
    urges: Chart | None
    suggested: list[Assignment]
    rated: list[Rated]
    measured: list[Rated]
    plan_changes: list[Change]
    plan_waits: list[Change]


@transaction.atomic
def before(appointment: Appointment, over: Span, *, by: Any) -> Preparation:
    """Reading it is recorded, once for the page."""
    client = appointment.client
    audit.record("read-preparation", by=by, person=client.pk, about=appointment)
    last = last_session(appointment)
    since = last.starts_at if last else None
    shared = _shared(client, since, over, by)
    fresh = [entry for entry in shared if since is None or (entry.shared_at and entry.shared_at > since)]
    others = [entry for entry in fresh if entry.exercise != diary.ID]
    weeks = diary.weeks(entry for entry in shared if seeing.is_in_weeks(entry, over))
    plan = lately.of_client(client, since=since, by=by)
    return Preparation(
        since=since,
        take_away=getattr(last, "take_away", None),
        tried=[_tried(entry) for entry in others[:MOST_ENTRIES]],
        is_more=len(others) > MOST_ENTRIES,
        said_in_diary=list(_said_in_diary(fresh))[:MOST_ENTRIES],
        weeks=weeks,
        urges=seeing.of_urges(weeks, over) if weeks else None,
        suggested=assignments.of_client(client, by=by),
        rated=_rated(client, over, by),
        measured=[
            Rated(one.instrument.title, seeing.of_measure(one, over))
            for one in measured.of_client(client, by=by)
        ],
        plan_changes=plan.approved,
        plan_waits=plan.waiting,
    )


def last_session(appointment: Appointment) -> Appointment | None:
    """The session before this one, with whomever it was; with its take-away."""
    rows = Appointment.objects.filter(client=appointment.client, status=Status.FULFILLED)
    earlier = rows.filter(starts_at__lt=appointment.starts_at).order_by("-starts_at")
    found = earlier.select_related("take_away").first()
    if found is not None and hasattr(found, "take_away"):
        found.take_away.client = appointment.client
    return found


def _shared(client: Client, since: datetime | None, over: Span, by: Any) -> list[Entry]:
    """In one query what was shared since then, and of the diary all that the charts need."""
    rows = Entry.objects.visible_to(by).shared().filter(client=client).order_by("-shared_at", "pk")
    if since is not None and over.start is not None:
        rows = rows.filter(Q(shared_at__gt=since) | Q(exercise=diary.ID, started_at__gte=over.first_monday))
    found = list(rows)
    keyring.load(found)
    return found


def _said_in_diary(found: Iterable[Entry]) -> Iterator[diary.Line]:
    for entry in found:
        if entry.exercise == diary.ID and (line := diary.line(entry)).words:
            yield line


def _tried(entry: Entry) -> Tried:
    answered = [
        one
        for page in showing.pages(entry.form, entry.answers, frozenset(entry.asked))
        for one in page.answered
        if one.lines
    ]
    return Tried(entry, answered[:FIRST_LINES], len(answered) > FIRST_LINES)


def _rated(client: Client, over: Span, by: Any) -> list[Rated]:
    found = goals.of_client(client, by=by)
    ratings = goals.ratings(found)
    return [Rated(goal.words, seeing.of_goal(ratings.get(goal.pk, []), over)) for goal in found]
