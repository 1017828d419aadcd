"""Admits somebody as a client, and says how the practice reaches a client."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from waylight.people.models import Client
from waylight.privacy import audit, keyring


class Recipient(NamedTuple):
    """`channel` is one of notifications' channels."""

    channel: str
    address: str


@transaction.atomic
def admit(
    person_id: UUID,
    *,
    name: str,
    contact: dict[str, Any],
    country: str,
    age_band: str,
    zone: str,
    by: Any,
) -> Client:
    """The person becomes a client, with the same id and the same keys. Admitting twice gives the same client."""
    found = Client.objects.filter(pk=person_id).first()
    if found:
        return found
    keyring.create(person_id)
    client = Client(pk=person_id, country=country, age_band=age_band, zone=zone)
    client.name, client.contact = name, contact
    client.save(force_insert=True)
    audit.record("admit-client", by=by, person=client.pk, about=client)
    return client


def recipient(client: Client) -> Recipient:
    """The way the client chose to be reached."""
    return Recipient(client.contact["channel"], client.contact["address"])
