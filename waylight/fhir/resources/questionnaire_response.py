"""QuestionnaireResponse: what a client wrote and answered. A system reads what was shared; the client all of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.exercises.models import Entry
from waylight.fhir.reading import Reader
from waylight.fhir.resources import answers, answers_of_measures
from waylight.fhir.resources.kinds import Kind, Rows
from waylight.fhir.resources.values import instant, resource, subject
from waylight.measures import catalogue as measures
from waylight.measures.models import Administration


def entries(reader: Reader) -> Any:
    found = Entry.objects.filter(client__in=reader.clients)
    return found if reader.is_own else found.shared()


def entry(row: Entry, reader: Reader) -> dict[str, Any]:
    written = row.answers | row.kept_back if reader.is_own else row.answers
    return resource(
        "QuestionnaireResponse",
        row.pk,
        questionnaire=f"urn:waylight:exercise:{row.exercise}|{row.version}",
        status="completed" if row.finished_at else "in-progress",
        subject=subject(row.client_id),
        authored=instant(row.saved_at),
        author=subject(row.client_id),
        source=subject(row.client_id),
        item=answers.items(row.form, written),
    )


def administrations(reader: Reader) -> Any:
    """Feedback on a session goes to whom the client chose, and to no system."""
    found = Administration.objects.filter(client__in=reader.clients).exclude(answered_at=None)
    if not reader.is_own:
        found = found.finished().exclude(instrument=measures.FEEDBACK)
    return found.prefetch_related("answers")


def administration(row: Administration, reader: Reader) -> dict[str, Any]:
    form = measures.questionnaire(row.instrument)
    return resource(
        "QuestionnaireResponse",
        row.pk,
        questionnaire=f"{form['url']}|{row.version}",
        status="completed" if row.finished_at else "in-progress",
        subject=subject(row.client_id),
        authored=instant(row.finished_at or row.answered_at),
        author=subject(row.client_id),
        source=subject(row.client_id),
        item=answers_of_measures.items(form["item"], row.answered),
    )


KIND = Kind(
    "QuestionnaireResponse",
    _("What you wrote and answered, and shared"),
    (Rows(entries, entry), Rows(administrations, administration)),
)
