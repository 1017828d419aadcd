"""Consent: what the client said yes or no to, and when. The newest answer to a text counts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.fhir.reading import Reader
from waylight.fhir.resources.kinds import Kind, Rows
from waylight.fhir.resources.values import LOINC, TERMINOLOGY, coded, instant, resource, subject
from waylight.intake.models import Consent

TREATMENT, PRIVACY = "treatment", "patient-privacy"


def rows(reader: Reader) -> Any:
    return Consent.objects.filter(client__in=reader.clients).select_related("text")


def said(consent: Consent, reader: Reader) -> dict[str, Any]:
    text = consent.text
    return resource(
        "Consent",
        consent.pk,
        status="active" if consent.is_given else "rejected",
        scope=coded(f"{TERMINOLOGY}consentscope", TREATMENT if text.is_needed else PRIVACY),
        category=[coded(LOINC, "59284-0", "Consent Document")],
        patient_=subject(consent.client_id),
        dateTime=instant(consent.given_at),
        policy=[{"uri": f"urn:waylight:consent:{text.purpose}:{text.version}"}],
        provision={"type": "permit" if consent.is_given else "deny"},
        sourceAttachment={"contentType": "text/plain", "title": text.question},
    )


KIND = Kind("Consent", _("What you agreed to"), (Rows(rows, said),))
