"""Patient: who the client is, how to reach them, and who cares for them."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from waylight.fhir.reading import Reader
from waylight.fhir.resources.kinds import Kind, Rows
from waylight.fhir.resources.values import extension, filled, reference, resource
from waylight.people.models import Client, EpisodeOfCare

SYSTEMS = {"email": "email", "sms": "phone", "phone": "phone"}


def rows(reader: Reader) -> Any:
    episodes = EpisodeOfCare.objects.filter(ends_on=None).select_related("therapist")
    return reader.clients.select_related("user").prefetch_related(
        Prefetch("episodes", queryset=episodes, to_attr="open_episodes")
    )


def said(client: Client, reader: Reader) -> dict[str, Any]:
    return resource(
        "Patient",
        client.pk,
        extension=[extension("age-band", "String", client.age_band)] if client.age_band else [],
        active=client.user is not None and client.user.is_active,
        name=[{"text": client.known_as}] if client.known_as else [],
        telecom=_telecom(client),
        address=[{"country": client.country}] if client.country else [],
        generalPractitioner=[
            reference("Practitioner", episode.therapist.slug, episode.therapist.name)
            for episode in client.open_episodes  # type: ignore[attr-defined]
        ],
    )


def _telecom(client: Client) -> list[dict[str, Any]]:
    contact = client.contact
    found = [filled(system=SYSTEMS.get(contact.get("channel", "")), value=contact.get("address", ""))]
    telephone = contact.get("telephone", "")
    if telephone and telephone != contact.get("address"):
        found.append({"system": "phone", "value": telephone})
    return [way for way in found if "value" in way and "system" in way]


KIND = Kind("Patient", _("Who you are and how to reach you"), (Rows(rows, said, client="pk"),))
