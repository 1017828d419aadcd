"""What clients took away from their sessions, and keep. Each reading is audited."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db import transaction

from waylight.care.models import TakeAway
from waylight.people.models import Client
from waylight.privacy import audit, keyring

ON_A_PAGE = 10


@transaction.atomic
def pages(client: Client, number: Any, *, by: Any) -> Page:
    """One page of a client's take-aways, newest first."""
    found = TakeAway.objects.filter(client=client).newest_first().select_related("appointment__therapist")
    page = Paginator(found, ON_A_PAGE).get_page(number)
    keyring.load(page.object_list)
    audit.record("read-take-aways", by=by, person=client.pk)
    return page


@transaction.atomic
def read(take_away: TakeAway, *, by: Any) -> TakeAway:
    audit.record("read-take-away", by=by, person=take_away.client_id, about=take_away)
    return take_away


@transaction.atomic
def of_client(client: Client, *, by: Any) -> list[TakeAway]:
    """All of a client's take-aways that `by` may read, newest first."""
    found = list(TakeAway.objects.visible_to(by).filter(client=client).newest_first())
    keyring.load(found)
    audit.record("read-take-aways", by=by, person=client.pk)
    return found


@transaction.atomic
def latest(client: Client, *, by: Any) -> TakeAway | None:
    """The newest one that `by` may read: for a client's first page, and for a therapist who prepares."""
    found = TakeAway.objects.visible_to(by).filter(client=client).newest_first().first()
    return read(found, by=by) if found else None
