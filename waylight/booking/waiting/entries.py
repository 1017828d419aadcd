"""The list itself: somebody comes on it, changes what they wish, leaves it, is taken off it."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.booking.models import (
    Answer,
    Appointment,
    Closing,
    Kind,
    TimeOffer,
    WaitingListEntry,
)
from waylight.booking.scheduling import actor
from waylight.booking.waiting import board, ending, telling
from waylight.booking.waiting.refusals import AlreadyWaiting, CannotWait, FreeAlready, NoLongerWaiting
from waylight.intake.enquiries import refuse_whom_we_cannot_help
from waylight.intake.models import Enquiry, ForWhom
from waylight.people.models import Client, Therapist
from waylight.privacy import audit

NAMED = 3  # free times that a refusal names


@dataclass(frozen=True)
class Wishes:
    """What somebody wishes for; what is empty means "any". `note` is the practice's own, in a few words."""

    zone: str
    therapist: Therapist | None = None
    language: str = ""
    approach: str = ""
    weekdays: tuple[int, ...] = ()
    earliest: time | None = None
    latest: time | None = None
    note: str = ""


@transaction.atomic
def add_enquiry(enquiry: Enquiry, wishes: Wishes, *, by: Any) -> WaitingListEntry:
    """Whoever asked waits for a first talk, is told so, and no answer is owed any more.

    Raises CannotWait, intake's CannotHelp, FreeAlready, AlreadyWaiting.
    """
    enquiry = Enquiry.objects.select_for_update(no_key=True).get(pk=enquiry.pk)
    if enquiry.answered_at is not None:
        raise CannotWait(_("This enquiry has had its answer, or was taken back."))
    if enquiry.for_whom != ForWhom.ME:
        raise CannotWait(
            _("Somebody asked for another person. Speak with that person first, and enter what they ask for.")
        )
    refuse_whom_we_cannot_help(enquiry.age_band, enquiry.country)
    entry = WaitingListEntry(enquiry=enquiry, person_id=enquiry.person_id, kind=Kind.FIRST_TALK)
    _add(entry, wishes, by=by)
    if enquiry.listed_at is None:
        enquiry.listed_at = entry.since_at
        enquiry.save(update_fields=["listed_at"])
        telling.tell_that_they_wait(enquiry, now=entry.since_at)
    return entry


@transaction.atomic
def add_client(
    client: Client, kind: str, wishes: Wishes, *, by: Any, instead_of: Appointment | None = None
) -> WaitingListEntry:
    """A client waits for a further time, or for an earlier one `instead_of` what is booked. `by`: a user, or LINK.

    Raises CannotWait, FreeAlready, AlreadyWaiting.
    """
    if not client.episodes.open().exists():
        raise CannotWait(_("Care here has ended. The practice says how it can go on."))
    if instead_of is not None and (instead_of.client_id != client.pk or not instead_of.is_booked):
        raise CannotWait(_("This time was moved or cancelled before."))
    entry = WaitingListEntry(client=client, person_id=client.pk, kind=kind, instead_of=instead_of)
    _add(entry, wishes, by=by)
    return entry


@transaction.atomic
def change_wishes(entry: WaitingListEntry, wishes: Wishes, *, by: Any) -> WaitingListEntry:
    """Other wishes, the same place. A time that is offered stays offered. Raises NoLongerWaiting, FreeAlready."""
    row = locked(entry)
    if row.closed_at is not None:
        raise NoLongerWaiting
    _wish(row, wishes)
    _refuse_when_free(row, timezone.now())
    row.save()
    audit.record("change-waiting", by=actor(by), person=row.person_id, about=row)
    return row


@transaction.atomic
def leave(entry: WaitingListEntry, *, by: Any) -> None:
    """The person does not want to wait any more. Raises NoLongerWaiting."""
    row = locked(entry)
    if row.closed_at is not None:
        raise NoLongerWaiting
    close(row, Closing.LEFT, by=by)


@transaction.atomic
def take_off(entry: WaitingListEntry, *, by: Any, reason: str) -> None:
    """The practice takes somebody off, and keeps why. An enquiry then needs another answer. Raises NoLongerWaiting."""
    row = locked(entry)
    if row.closed_at is not None:
        raise NoLongerWaiting
    row.reason = reason
    close(row, Closing.TAKEN_OFF, by=by)
    if row.enquiry is not None and row.enquiry.answered_at is None:
        row.enquiry.listed_at = None
        row.enquiry.save(update_fields=["listed_at"])


def close(row: WaitingListEntry, because: Closing, *, by: Any, now: datetime | None = None) -> None:
    """Ends the wait of a locked row, and takes back what is offered."""
    now = now or timezone.now()
    row.closed_at, row.closed_because = now, because
    row.save(update_fields=["closed_at", "closed_because", "reason"])
    for offer in TimeOffer.objects.open().filter(entry=row).select_related("entry", "episode", "hold"):
        is_taken = (
            offer.hold is not None and offer.hold.is_booked
        )  # by the list of times, where it stands too
        ending.end(offer, Answer.TAKEN if is_taken else Answer.WITHDRAWN, by=by, now=now)
    audit.record("close-waiting", by=actor(by), person=row.person_id, about=row)


def locked(entry: WaitingListEntry) -> WaitingListEntry:
    """The row as it is now: whoever changes it, or offers something, holds it first, before the client's own row."""
    rows = WaitingListEntry.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("client__user", "enquiry", "therapist", "instead_of").get(pk=entry.pk)


def _add(entry: WaitingListEntry, wishes: Wishes, *, by: Any) -> None:
    entry.since_at = timezone.now()
    entry.added_by = by if isinstance(by, str) else str(by.pk)
    _wish(entry, wishes)
    if WaitingListEntry.objects.open().filter(person_id=entry.person_id, kind=entry.kind).exists():
        raise AlreadyWaiting
    _refuse_when_free(entry, entry.since_at)
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:  # the same person a moment ago
        raise AlreadyWaiting from error
    audit.record("add-waiting", by=actor(by), person=entry.person_id, about=entry)


def _wish(entry: WaitingListEntry, wishes: Wishes) -> None:
    entry.zone, entry.therapist = wishes.zone, wishes.therapist
    entry.language, entry.approach = wishes.language, wishes.approach
    entry.weekdays, entry.earliest, entry.latest = list(wishes.weekdays), wishes.earliest, wishes.latest
    entry.note = wishes.note


def _refuse_when_free(entry: WaitingListEntry, now: datetime) -> None:
    """Only who finds nothing waits: otherwise people who can choose for themselves would stand before those who can't."""
    found = board.read([entry], entry.kind, now).first_fitting(entry, NAMED)
    if found:
        raise FreeAlready([at for at, _therapist in found], entry.zone)
