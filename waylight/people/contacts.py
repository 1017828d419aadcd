"""Whom the therapist may call about a client, and whom never."""

from typing import Any

from django.db import transaction

from waylight.people.models import Client, EmergencyContact
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

MOST = 10  # people on one client's list


class TooManyContacts(Refusal):
    """The list can hold 10 people. Remove one first."""


@transaction.atomic
def add_contact(
    client: Client, *, name: str, relation: str, telephone: str, may_call: bool, by: Any
) -> EmergencyContact:
    """One more person on the client's list. Raises TooManyContacts."""
    # The client's row is locked, so that two forms at once cannot pass the limit together.
    Client.objects.select_for_update().get(pk=client.pk)
    there = client.contacts.count()
    if there >= MOST:
        raise TooManyContacts
    contact = EmergencyContact(client=client, may_call=may_call, position=there)
    contact.name, contact.relation, contact.telephone = name, relation, telephone
    contact.save()
    audit.record("add-contact", by=by, person=client.pk, about=contact)
    return contact


@transaction.atomic
def change_contact(
    contact: EmergencyContact, *, name: str, relation: str, telephone: str, may_call: bool, by: Any
) -> None:
    contact.name, contact.relation, contact.telephone = name, relation, telephone
    contact.may_call = may_call
    contact.save()
    audit.record("change-contact", by=by, person=contact.client_id, about=contact)


@transaction.atomic
def remove_contact(contact: EmergencyContact, *, by: Any) -> None:
    audit.record("remove-contact", by=by, person=contact.client_id, about=contact)
    contact.delete()
