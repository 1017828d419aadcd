"""Offers a free time to one who waits, and takes the answer. The hold keeps it free meanwhile; then the next is asked.

Any number of workers may do this at once: the row of who waits is locked, one person has one open offer, and the hold
lets nobody else have the time.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.accounts.models import User
from waylight.booking import offers, scheduling
from waylight.booking.models import (
    Answer,
    Appointment,
    BookingLink,
    Closing,
    Kind,
    TimeOffer,
    WaitingListEntry,
)
from waylight.booking.refusals import SlotAlreadyTaken
from waylight.booking.scheduling import actor
from waylight.booking.waiting import board, ending, entries, settling, telling
from waylight.booking.waiting.board import Board
from waylight.booking.waiting.refusals import CannotBeOffered, NoLongerWaiting, OfferEnded
from waylight.intake import enquiries
from waylight.people import clients, episodes
from waylight.people.models import Client, EpisodeOfCare, Therapist
from waylight.practice.models import Practice
from waylight.privacy import audit
from waylight.privacy.keyring import KeyDestroyed
from waylight.ui.refusals import Refusal

PAUSE = timedelta(days=1)  # after a no, or no answer: the same person is not asked again at once
TRIES = 5  # times for one person in one round

log = logging.getLogger(__name__)


def offer_freed_times(now: datetime) -> int:
    """For the schedule: ends what ran out, and offers what is free to those who wait longest. Says how many were asked."""
    run_out(now)
    settling.settle(now)
    return sum(_round(kind, now) for kind in Kind)


def run_out(now: datetime) -> int:
    """Ends the offers that nobody answered in time; says how many."""
    rows = TimeOffer.objects.open().filter(expires_at__lte=now)
    found = list(rows.select_related("entry", "therapist", "episode", "hold"))
    return sum(_let_run_out(offer, now) for offer in found)


def to_ask(kind: str, now: datetime) -> list[WaitingListEntry]:
    """Who waits and is asked nothing at the moment, the longest first."""
    own = TimeOffer.objects.filter(entry=OuterRef("pk"))
    # Whoever leaves the list and comes back at once is the same person.
    said_no = Q(answer__in=[Answer.NOT_WANTED, Answer.RAN_OUT]) | Q(entry__closed_because=Closing.LEFT)
    lately = TimeOffer.objects.filter(said_no, answered_at__gt=now - PAUSE)
    rows = WaitingListEntry.objects.open().filter(~Exists(own.open()), kind=kind)
    rows = rows.exclude(person_id__in=lately.values("entry__person_id"))
    return list(rows.select_related("client__user", "enquiry", "therapist", "instead_of"))


@transaction.atomic
def offer(entry: WaitingListEntry, therapist: Therapist, starts_at: datetime, *, by: Any) -> TimeOffer:
    """Keeps this time for this person and tells them. Whoever comes with an enquiry is admitted, as for a first talk.

    Raises NoLongerWaiting, CannotBeOffered, and as `scheduling.hold` does.
    """
    now, row = timezone.now(), entries.locked(entry)
    if row.closed_at is not None:
        raise NoLongerWaiting
    found = board.read([row], row.kind, now)
    _refuse(row, therapist, starts_at, found)
    until = found.until(row, therapist, starts_at)
    if until is None:
        raise CannotBeOffered(_("It is too close: there would be too little time to answer."))
    client, episode = _in_care(row, therapist, by=by, now=now)
    held = scheduling.hold(client, therapist, row.kind, starts_at, by=by, until=until)
    made = TimeOffer(entry=row, therapist=therapist, starts_at=starts_at, hold=held, episode=episode)
    made.offered_at, made.expires_at = now, until
    made.save(force_insert=True)
    audit.record("offer-freed-time", by=actor(by), person=row.person_id, about=made)
    telling.tell_of(made, due_at=telling.leaves_at(client, board.zone_of_entry(row), now))
    return made


@transaction.atomic
def accept(
    offer: TimeOffer,
    *,
    by: Any,
    link: BookingLink | None = None,
    address: str = "",
    topic: str = "",
    telephone: str = "",
) -> Appointment:
    """Books the time, or moves there what was to be earlier; the wait is over. `by`: a user, or LINK.

    `link` and `address`: by which it was answered, and that goes into the message. Raises OfferEnded, and as
    `scheduling.book` and `move` do.
    """
    entry, here, now = entries.locked(offer.entry), _standing(offer), timezone.now()
    if here.expires_at <= now or entry.client is None:
        raise OfferEnded
    old = entry.instead_of
    if old is not None and old.is_booked:
        booked = scheduling.move(old, here.starts_at, by=by, address=address)
    else:
        booked = scheduling.book(
            entry.client,
            here.therapist,
            entry.kind,
            here.starts_at,
            by=by,
            topic=topic,
            telephone=telephone,
            address=address,
        )
    if link is not None:
        BookingLink.objects.filter(pk=link.pk).update(appointment=booked)
    ending.end(here, Answer.TAKEN, by=by, now=now)
    TimeOffer.objects.filter(pk=here.pk).update(hold=booked)
    entries.close(entry, Closing.BOOKED, by=by, now=now)
    _open_account(entry, booked.client)
    return booked


@transaction.atomic
def decline(offer: TimeOffer, *, by: Any) -> None:
    """This time does not suit; the place on the list stays. Raises OfferEnded."""
    entries.locked(offer.entry)
    ending.end(_standing(offer), Answer.NOT_WANTED, by=by)


@transaction.atomic
def withdraw(offer: TimeOffer, *, by: Any) -> None:
    """The practice takes the offer back. Raises OfferEnded."""
    entries.locked(offer.entry)
    ending.end(_standing(offer), Answer.WITHDRAWN, by=by)


def _round(kind: str, now: datetime) -> int:
    waiting = to_ask(kind, now)
    found = board.read(waiting, kind, now) if waiting else None
    return sum(_ask(entry, found) for entry in waiting) if found is not None else 0


def _ask(entry: WaitingListEntry, found: Board) -> bool:
    """Offers this person the first time that fits and that nobody else got meanwhile."""
    for starts_at, therapist in found.first_fitting(entry, TRIES):
        try:
            offer(entry, therapist, starts_at, by="worker")
        except SlotAlreadyTaken:
            found.rooms[therapist.pk].take(starts_at)
            continue
        except (Refusal, KeyDestroyed) as refusal:
            log.info("A time was not offered: %s", type(refusal).__name__)
            return False
        room = found.rooms[therapist.pk]
        room.take(starts_at)
        room.places -= therapist.pk not in found.in_care.get(entry.client_id, set())
        return True
    return False


@transaction.atomic
def _let_run_out(offer: TimeOffer, now: datetime) -> bool:
    entries.locked(offer.entry)
    return ending.end(offer, Answer.RAN_OUT, by="worker", now=now)


def _standing(offer: TimeOffer) -> TimeOffer:
    rows = TimeOffer.objects.open().select_related("entry", "therapist", "episode", "hold")
    found = rows.filter(pk=offer.pk).first()
    if found is None:
        raise _ended(TimeOffer.objects.select_related("entry").get(pk=offer.pk))
    return found


def _ended(offer: TimeOffer) -> OfferEnded:
    """In words that are true: what was said yes to is booked, and who is off the list is not on it."""
    if offer.answer == Answer.TAKEN:
        return OfferEnded(_("This time has its yes already. There is nothing more to do."))
    return OfferEnded(_("This time is no longer kept.")) if offer.entry.closed_at else OfferEnded()


def _refuse(row: WaitingListEntry, therapist: Therapist, starts_at: datetime, found: Board) -> None:
    if TimeOffer.objects.open().filter(entry=row).exists():
        raise CannotBeOffered(_("Another time is offered to this person just now."))
    if (therapist.pk, starts_at) in found.asked.get(row.person_id, set()):
        raise CannotBeOffered(_("This time was offered to this person before."))
    if therapist.pk not in {room.therapist.pk for room in found.rooms_for(row)}:
        raise CannotBeOffered(_("{name} cannot meet this person now.").format(name=therapist.name))


def _in_care(
    row: WaitingListEntry, therapist: Therapist, *, by: Any, now: datetime
) -> tuple[Client, EpisodeOfCare | None]:
    """The person as a client in this therapist's care, and the care that had to begin for that."""
    client = row.client or _admit(row, by=by, now=now)
    if client.episodes.open().filter(therapist=therapist).exists():
        return client, None
    therapist = Therapist.objects.select_for_update(no_key=True).get(pk=therapist.pk)
    if not therapist.has_place():
        raise CannotBeOffered(_("{name} has no place free now.").format(name=therapist.name))
    today = now.astimezone(Practice.current().tzinfo).date()
    return client, episodes.open_episode(client, therapist, by=by, on=today)


def _admit(row: WaitingListEntry, *, by: Any, now: datetime) -> Client:
    enquiry = row.enquiry
    assert enquiry is not None  # a constraint: somebody waits
    if User.objects.filter(email=_email(enquiry.contact)).exists():
        raise CannotBeOffered(_("There is an account with this e-mail already. Ask for another address."))
    enquiries.refuse_whom_we_cannot_help(enquiry.age_band, enquiry.country)
    enquiries.mark_answered(enquiry, now)
    row.client = clients.admit(
        enquiry.person_id,
        name=enquiry.name,
        contact=enquiry.contact,
        country=enquiry.country,
        age_band=enquiry.age_band,
        zone=enquiry.zone,
        by=by,
    )
    row.save(update_fields=["client"])
    return row.client


def _open_account(entry: WaitingListEntry, client: Client) -> None:
    """Whoever came with an enquiry gets an account now, and not before: an invitation is for those who come."""
    email = _email(client.contact)
    if entry.enquiry_id is None or not email or client.user_id is not None:
        return
    if not User.objects.filter(email=email).exists():
        offers.open_account_for(client, email, by="worker")


def _email(contact: dict[str, Any]) -> str:
    return contact.get("address", "").strip().lower() if contact.get("channel") == "email" else ""
