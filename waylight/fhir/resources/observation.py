"""Observation: totals of measures, how near a goal is, how strong an urge was. Numbers that were given; no reading of them."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.care.models import GoalRating
from waylight.exercises.models import Entry
from waylight.fhir.reading import Reader
from waylight.fhir.resources import questionnaire_response
from waylight.fhir.resources.kinds import Kind, Rows
from waylight.fhir.resources.values import OURS, TERMINOLOGY, coded, instant, reference, resource, subject
from waylight.measures import catalogue
from waylight.measures.models import Score

DIARY, PEAK, WHEN = "cbt-urge-diary", "urge_peak", "when"
TOTAL_CODE = f"{OURS}total-code"


def scores(reader: Reader) -> Any:
    return Score.objects.filter(administration__client__in=reader.clients).select_related("administration")


def score(row: Score, reader: Reader) -> dict[str, Any]:
    given = row.administration
    estimated = "Estimated: some answers were left out." if row.content["is_estimated"] else ""
    return _observation(
        row.pk,
        code=_code_of(given.instrument),
        person=given.client_id,
        at=given.finished_at or row.scored_at,
        number=row.content["value"],
        derivedFrom=[reference("QuestionnaireResponse", given.pk)],
        note=[{"text": estimated}] if estimated else [],
    )


def ratings(reader: Reader) -> Any:
    return GoalRating.objects.filter(goal__client__in=reader.clients).select_related("goal")


def rating(row: GoalRating, reader: Reader) -> dict[str, Any]:
    return _observation(
        row.pk,
        code=coded(f"{OURS}observation", "goal-rating", "How near a goal is, 0 to 10"),
        person=row.goal.client_id,
        at=row.rated_at,
        number=row.value,
        focus=[reference("Goal", row.goal_id)],
    )


def urges(reader: Reader) -> Any:
    return questionnaire_response.entries(reader).filter(exercise=DIARY, finished_at__isnull=False)


def urge(row: Entry, reader: Reader) -> dict[str, Any]:
    when = row.answers.get(WHEN)
    return _observation(
        row.pk,
        code=coded(f"{OURS}observation", "urge-peak", "How strong the urge was at its strongest, 0 to 10"),
        person=row.client_id,
        at=datetime.fromisoformat(when) if when else row.started_at,
        number=row.answers.get(PEAK),
        derivedFrom=[reference("QuestionnaireResponse", row.pk)],
    )


def _observation(
    id: object, *, code: dict[str, Any], person: object, at: datetime, number: int | None, **more: Any
) -> dict[str, Any]:
    """Without a number it says so, since 0 is a number."""
    value = {"valueInteger": number}
    if number is None:
        value = {"dataAbsentReason": coded(f"{TERMINOLOGY}data-absent-reason", "asked-declined")}  # type: ignore[dict-item]
    return resource(
        "Observation",
        id,
        status="final",
        category=[coded(f"{TERMINOLOGY}observation-category", "survey")],
        code=code,
        subject=subject(person),
        effectiveDateTime=instant(at),
        performer=[subject(person)],
        **value,
        **more,
    )


def _code_of(instrument: str) -> dict[str, Any]:
    """LOINC's code of the total where there is one."""
    form = catalogue.questionnaire(instrument)
    found = (one["valueCoding"] for one in form.get("extension", ()) if one["url"] == TOTAL_CODE)
    coding = next(found, {"system": f"{OURS}total", "code": instrument})
    return {"coding": [coding], "text": f"{form['title']}, total"}


KIND = Kind(
    "Observation",
    _("Numbers that you gave: totals, goals, urges"),
    (
        Rows(scores, score, client="administration__client_id"),
        Rows(ratings, rating, client="goal__client_id"),
        Rows(urges, urge),
    ),
)
