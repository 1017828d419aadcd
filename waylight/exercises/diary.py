"""The diary of urges: three short pages cut from the exercise, and what a week held, as counts and medians only.

No day is counted without one, nothing is called better or worse, and where nothing was written there is nothing
(measures.json, urge_diary).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.exercises import entries
from waylight.exercises.catalogue import Exercise, Step
from waylight.exercises.models import Entry
from waylight.people.models import Client
from waylight.privacy import keyring

ID = "cbt-urge-diary"
PARTS = {"strength": ("urge_peak",), "helped": ("tried",), "words": ("urge_after", "hurt_self", "before")}
HELPED = {"little", "lot"}


@dataclass(frozen=True)
class Tried:
    """Something that was tried: how often, and how often one said that it helped a little or a lot."""

    what: str
    times: int
    helped: int


@dataclass(frozen=True)
class Line:
    """One entry in short."""

    entry: Entry
    at: datetime
    peak: int | None
    after: int | None
    tried: str
    words: str


@dataclass(frozen=True)
class Week:
    """What was written in one week, from Monday on. A median is None where nothing was said."""

    starts_on: date
    entries: int
    peak: float | None
    after: float | None
    tried: list[Tried]


def steps(exercise: Exercise) -> list[Step]:
    """Three pages with one thought each, made of the questions of the exercise."""
    titles = {"strength": _("How strong was it?"), "helped": _("What I tried"), "words": _("And then")}
    every = {question.id: question for question in exercise.questions()}
    return [
        Step(id, titles[id], "", False, tuple(every[one] for one in wanted if one in every))
        for id, wanted in PARTS.items()
    ]


def step(exercise: Exercise, id: str) -> Step | None:
    return next((step for step in steps(exercise) if step.id == id), None)


@transaction.atomic
def note(client: Client, answers: dict[str, Any], *, by: Any) -> Entry:
    """Keeps how strong an urge was, now. From then on it is a whole entry; the rest may follow or not.

    Raises entries.NotYours, NotForYouYet.
    """
    entry = entries.start(client, ID, by=by)
    first = steps(entry.form)[0]
    entry = entries.save_step(entry, first, answers | {"when": timezone.now().isoformat()}, by=by)
    return entry if entry.open_steps() else entries.finish(entry, by=by)


def of_client(client: Client, *, by: Any) -> Any:
    """The entries of the diary that this person may read: the client's own, a therapist's those that were shared."""
    return Entry.objects.visible_to(by).filter(client=client, exercise=ID).order_by("-started_at", "pk")


def lately(client: Client, *, by: Any, weeks_back: int = 4) -> list[Week]:
    """The last weeks in which something was written, newest first."""
    since = _monday(timezone.localtime()) - timedelta(weeks=weeks_back - 1)
    found = list(of_client(client, by=by).filter(started_at__date__gte=since))
    keyring.load(found)
    return weeks(found)


def weeks(found: Iterable[Entry]) -> list[Week]:
    """Each week with an entry, newest first. Weeks begin on Monday, on the clocks of whoever looks."""
    by_week: dict[date, list[Entry]] = {}
    for entry in found:
        by_week.setdefault(_monday(at(entry)), []).append(entry)
    return [_week(monday, written) for monday, written in sorted(by_week.items(), reverse=True)]


def at(entry: Entry) -> datetime:
    """When it was, on the clocks of whoever looks: as one said, else when it was begun."""
    said = entry.answers.get("when")
    return timezone.localtime(datetime.fromisoformat(said) if said else entry.started_at)


def line(entry: Entry) -> Line:
    said = entry.all_answers
    tried = ", ".join(said.get("tried") or [])
    return Line(
        entry, at(entry), said.get("urge_peak"), said.get("urge_after"), tried, said.get("before") or ""
    )


def _week(monday: date, written: list[Entry]) -> Week:
    tried, helped = Counter[str](), Counter[str]()
    for entry in written:
        what = entry.answers.get("tried") or []
        tried.update(what)
        helped.update(what if entry.helped in HELPED else [])
    return Week(
        monday,
        len(written),
        _median(written, "urge_peak"),
        _median(written, "urge_after"),
        [Tried(what, times, helped[what]) for what, times in sorted(tried.items())],
    )


def _median(written: list[Entry], id: str) -> float | None:
    said = [entry.answers[id] for entry in written if entry.answers.get(id) is not None]
    return median(said) if said else None


def _monday(moment: datetime) -> date:
    return moment.date() - timedelta(days=moment.weekday())
