"""Practitioner: the therapists, as the public site and the registers show them."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waylight.fhir.reading import Reader
from waylight.fhir.resources.kinds import Kind, Rows
from waylight.fhir.resources.values import filled, resource
from waylight.people.models import EpisodeOfCare, Registration, Therapist


def rows(reader: Reader) -> Any:
    """Those whom the site shows, and whoever cared for the clients that are read."""
    cared = EpisodeOfCare.objects.filter(therapist=OuterRef("pk"), client__in=reader.clients)
    shown = Therapist.objects.shown(timezone.localdate()).values("pk")
    return Therapist.objects.filter(Q(pk__in=shown) | Exists(cared)).prefetch_related("registrations")


def said(therapist: Therapist, reader: Reader) -> dict[str, Any]:
    return resource(
        "Practitioner",
        therapist.slug,
        name=[{"text": therapist.name}],
        qualification=[_qualification(registration) for registration in therapist.registrations.all()],
        communication=[
            {"coding": [{"system": "urn:ietf:bcp:47", "code": language}]} for language in therapist.languages
        ],
    )


def _qualification(registration: Registration) -> dict[str, Any]:
    body = registration.of_body
    return filled(
        identifier=[{"system": f"urn:waylight:register:{registration.body}", "value": registration.number}],
        code={"text": registration.title_used},
        period={"end": registration.expires_on.isoformat()},
        issuer={"display": body.name if body else registration.body},
    )


KIND = Kind(
    "Practitioner", _("The therapists"), (Rows(rows, said, client="", name="slug"),), is_personal=False
)
