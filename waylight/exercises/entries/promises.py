"""Who reads what a client shares, and by when: said before one writes (UI.md 1.4)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.people.models import Client, Therapist
from waylight.practice import deadlines


@dataclass(frozen=True)
class Promise:
    """Who reads what is shared now, and by when."""

    readers: str
    by: datetime


def promise_of(client: Client) -> Promise | None:
    """None when the client has no therapist who is here."""
    found = Therapist.objects.filter(
        episodes__client=client, episodes__ends_on=None, user__is_active=True
    ).distinct()
    names = list(found.order_by("name").values_list("name", flat=True))
    return Promise(_(" and ").join(names), deadlines.answer_due_at(timezone.now())) if names else None
