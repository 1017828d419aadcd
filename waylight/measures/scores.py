"""Totals of finished administrations: kept sealed, and read as a series."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from waylight.measures import catalogue, scoring
from waylight.measures.models import Administration, Score
from waylight.measures.scoring import Total
from waylight.people.models import Client
from waylight.privacy import keyring


@dataclass(frozen=True)
class Point:
    """`estimated`: some answers were left out."""

    at: datetime
    value: int
    estimated: bool


def add_up(administration: Administration) -> Score | None:
    """Keeps the total. None where too much was left out, and for what has no total."""
    rules = administration.form.rules
    found = scoring.total(administration.answered, rules) if rules else None
    if found is None:
        return None
    row = Score(administration=administration, scored_at=timezone.now())
    row.content = {"value": found.value, "out_of": found.out_of, "is_estimated": found.is_estimated}
    row.save(force_insert=True)
    return row


def total_of(administration: Administration) -> Total | None:
    row = Score.objects.filter(pk=administration.pk).first()
    if row is None:
        return None
    row.administration = administration
    return Total(**row.content)


def totals(client: Client, instrument: str) -> list[tuple[Administration, Total]]:
    """What was sent of one instrument, the oldest first, each with its total."""
    rows = Score.objects.filter(administration__client=client, administration__instrument=instrument)
    found = list(rows.select_related("administration__client").order_by("administration__finished_at", "pk"))
    keyring.load(found)
    return [(row.administration, Total(**row.content)) for row in found]


def series(client: Client, instrument: str) -> list[Point]:
    """For a chart, the oldest first. What has no total is no point: the gap stays empty."""
    return [
        Point(row.finished_at, total.value, total.is_estimated)
        for row, total in totals(client, instrument)
        if row.finished_at and total.out_of == _most(instrument)
    ]


def before(administration: Administration) -> tuple[Administration, Total] | None:
    """The last one before this, of the same instrument."""
    earlier = [
        (row, total)
        for row, total in totals(administration.client, administration.instrument)
        if row.finished_at and administration.finished_at and row.finished_at < administration.finished_at
    ]
    return earlier[-1] if earlier else None


def _most(instrument: str) -> int:
    rules = catalogue.get(instrument).rules
    return rules.most if rules else 0
