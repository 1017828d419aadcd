"""QuestionnaireResponse: what a client wrote in an exercise. A system reads what was shared; the client all of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.exercises.models import Entry
from waylight.fhir.reading import Reader
from waylight.fhir.resources import answers
from waylight.fhir.resources.kinds import Kind, Rows
from waylight.fhir.resources.values import instant, resource, subject


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


KIND = Kind("QuestionnaireResponse", _("What you wrote and shared"), (Rows(entries, entry),))
