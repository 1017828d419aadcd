"""Totals of measures as charts take them: one query for all instruments, opened only where they are drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from waylight.measures import catalogue
from waylight.measures.catalogue import Instrument
from waylight.measures.models import Score
from waylight.measures.scoring import Rules
from waylight.people.models import Client
from waylight.privacy import keyring
from waylight.ui.charts import Point


@dataclass(frozen=True)
class Measured:
    """What was sent of one instrument, the oldest first."""

    instrument: Instrument
    rules: Rules
    scores: list[Score]

    def points(self) -> list[Point]:
        """A total that is out of less than the whole instrument has no number here: it is no neighbour of the others."""
        return [self._point(score) for score in self.scores]

    def _point(self, score: Score) -> Point:
        said = score.content
        value = said["value"] if said["out_of"] == self.rules.most else None
        return Point(score.administration.finished_at or score.scored_at, value, said["is_estimated"])


def of_client(client: Client, *, by: Any) -> list[Measured]:
    """Of each instrument with a total that `by` may read: the client's own, a therapist's of those in their care."""
    rows = Score.objects.visible_to(by).filter(administration__client=client)
    found = list(rows.select_related("administration").order_by("administration__finished_at", "pk"))
    by_instrument: dict[str, list[Score]] = {}
    for score in found:
        score.administration.client = client
        by_instrument.setdefault(score.administration.instrument, []).append(score)
    keyring.load(found)
    return list(_known(by_instrument))


def _known(by_instrument: dict[str, list[Score]]) -> Iterator[Measured]:
    """Without those whose text is no longer supplied, and those that have no total."""
    for id, scores in sorted(by_instrument.items()):
        try:
            instrument = catalogue.get(id)
        except catalogue.UnknownInstrument:
            continue
        if instrument.rules:
            yield Measured(instrument, instrument.rules, scores)
