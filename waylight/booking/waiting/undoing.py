"""Undoing a booking that came from an offer: the offer stands again for as long as it was made for, and so does the wait."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking import scheduling
from waylight.booking.models import Answer, Appointment, Closing, TimeOffer, WaitingListEntry
from waylight.booking.scheduling import actor
from waylight.booking.waiting import ending, entries
from waylight.privacy import audit


@transaction.atomic
def undo(
    appointment: Appointment, *, by: Any, address: str = "", until: datetime | None = None
) -> Appointment:
    """As `scheduling.undo`, of which it takes and raises all. An offer that was said yes to by this booking stands again."""
    hold_wait_of(appointment)
    standing = scheduling.undo(appointment, by=by, address=address, until=until)
    offer = _offer_of(appointment)
    if offer is not None:
        _stand_again(offer, by=by, now=timezone.now())
    return standing


def hold_wait_of(appointment: Appointment) -> None:
    """Locks who waited and was offered this time, as is always done before the client's own row."""
    offer = _offer_of(appointment)
    if offer is not None:
        entries.locked(offer.entry)


def _offer_of(appointment: Appointment) -> TimeOffer | None:
    rows = TimeOffer.objects.filter(hold=appointment)
    return rows.select_related(
        "entry", "episode", "hold__client", "hold__therapist", "hold__cancellation"
    ).first()


def _stand_again(offer: TimeOffer, *, by: Any, now: datetime) -> None:
    """Where it ran out meanwhile, or the person waits anew by another entry, it ends as one that nobody took."""
    undone, entry = offer.hold, entries.locked(offer.entry)
    if undone is None or not undone.was_undone:
        return
    others = WaitingListEntry.objects.open().filter(person_id=entry.person_id, kind=entry.kind)
    waits_anew = others.exclude(pk=entry.pk).exists()
    is_open = offer.expires_at > now and not waits_anew
    held = scheduling.hold_again(undone, until=offer.expires_at, since=offer.offered_at) if is_open else None
    offer.hold, offer.answered_at, offer.answer = held, None, ""
    offer.save(update_fields=["hold", "answered_at", "answer"])
    if entry.closed_because == Closing.BOOKED and not waits_anew:
        entry.closed_at, entry.closed_because = None, ""
        entry.save(update_fields=["closed_at", "closed_because"])
    audit.record("offer-undone-time-again", by=actor(by), person=entry.person_id, about=offer)
    if held is None:
        ending.end(offer, Answer.NOT_WANTED if offer.expires_at > now else Answer.RAN_OUT, by=by, now=now)
