"""What a client chose about messages: kept, and asked for by whoever writes to them."""

from datetime import time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from waylight.notifications.models import Channel
from waylight.people.models import Client, Level, MessagePreferences, Reminders
from waylight.privacy import audit
from waylight.privacy.asking import Given, Question
from waylight.ui.refusals import Refusal

NOBODY_ELSE = {"", "nobody else"}  # answers to who else sees messages, as the enquiry keeps them


class OthersSeeTexts(Refusal):
    """A text can be read on the lock screen. Since someone else sees it, choose e-mail or no reminders."""


class NoAddress(Refusal):
    """Write where reminders can reach you."""


class NoSuchHours(Refusal):
    """Choose both times, with at least an hour between them."""


def of(client: Client) -> MessagePreferences:
    """What the client chose. Until they choose: no reminders, and what the enquiry said about who else sees messages."""
    found = _chosen_by.row(client=client.pk)
    if found is not None:
        found.client = client
        return found
    others_see = client.contact.get("seen_by", "").lower() not in NOBODY_ELSE
    return MessagePreferences(client=client, others_see=others_see, changed_at=client.created_at)


@Question
def _chosen_by() -> QuerySet[Any]:
    return MessagePreferences.objects.filter(pk=Given("client"))


def suggested_address(client: Client, reminders: str) -> str:
    """Where reminders could go: as given at the enquiry, or for e-mail the account's own."""
    is_text = reminders == Reminders.SMS
    if client.contact.get("channel") in ({Channel.SMS, Channel.CALL} if is_text else {Channel.EMAIL}):
        return client.contact["address"]
    if is_text:
        return client.contact.get("telephone", "")
    return client.user.email if client.user is not None else ""


def refuse_nonsense(
    *,
    reminders: str,
    address: str,
    others_see: bool,
    safe_from: time | None,
    safe_until: time | None,
) -> None:
    """Raises OthersSeeTexts, NoAddress, NoSuchHours."""
    if others_see and reminders == Reminders.SMS:
        raise OthersSeeTexts
    if reminders != Reminders.NONE and not address:
        raise NoAddress
    if not _is_span(safe_from, safe_until):
        raise NoSuchHours


def chosen(
    client: Client,
    *,
    reminders: str,
    address: str = "",
    level: int = Level.NOTHING,
    safe_from: time | None = None,
    safe_until: time | None = None,
    others_see: bool = False,
) -> MessagePreferences:
    """What the client would choose, not kept. Where someone else sees messages, the level is the lowest whatever is asked for.

    `address` is written as messages are sent to it. Raises as `refuse_nonsense` does.
    """
    refuse_nonsense(
        reminders=reminders,
        address=address,
        others_see=others_see,
        safe_from=safe_from,
        safe_until=safe_until,
    )
    row = MessagePreferences(client=client, reminders=Reminders(reminders), others_see=others_see)
    row.address = address if row.wants_reminders else ""
    row.level = Level.NOTHING if others_see else Level(level)
    row.safe_from, row.safe_until, row.changed_at = safe_from, safe_until, timezone.now()
    return row


@transaction.atomic
def keep(client: Client, *, by: Any, **choice: Any) -> MessagePreferences:
    """Keeps what the client chose. Takes and raises as `chosen` does."""
    row = chosen(client, **choice)
    Client.objects.select_for_update(no_key=True).get(
        pk=client.pk
    )  # two forms at once are one after the other
    row.save()
    audit.record("choose-messages", by=by, person=client.pk, about=row)
    return row


def _is_span(since: time | None, until: time | None) -> bool:
    """None at all, or an hour at least, over midnight too, so that each day has a moment in it."""
    if since is None or until is None:
        return since is until
    minutes = (until.hour * 60 + until.minute) - (since.hour * 60 + since.minute)
    return minutes % (24 * 60) >= 60
