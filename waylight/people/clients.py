"""Admits somebody as a client, and says how the practice reaches a client."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from waylight.notifications.models import Channel
from waylight.people import preferences
from waylight.people.models import Client, MessagePreferences
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


def recipient(client: Client, chosen: MessagePreferences | None = None) -> Recipient:
    """The way to reach the client: as they chose for reminders, else as they said at first. `chosen`: as if they chose that.

    Never a text where somebody else sees it: then the account's e-mail, or a call, which a person makes.
    """
    chosen = chosen or preferences.of(client)
    if chosen.wants_reminders:
        return Recipient(chosen.reminders, chosen.address)
    given = Recipient(client.contact["channel"], client.contact["address"])
    if given.channel != Channel.SMS or not chosen.others_see:
        return given
    if client.user is not None:
        return Recipient(Channel.EMAIL, client.user.email)
    return Recipient(Channel.CALL, given.address)
