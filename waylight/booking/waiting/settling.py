"""Ends the wait of those for whom it is over by itself: a time was booked, the enquiry taken back, the words erased."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from waylight.booking import scheduling
from waylight.booking.models import Appointment, Closing, Status, WaitingListEntry
from waylight.booking.waiting import entries
from waylight.people.models import Client
from waylight.privacy.models import PersonKey


def settle(now: datetime) -> int:
    """Says how many waits ended."""
    _follow_what_moved(now)
    _find_who_was_admitted()
    ended = [
        *((entry, Closing.BOOKED) for entry in _booked(now)),
        *((entry, Closing.LEFT) for entry in _taken_back()),
        *((entry, Closing.LEFT) for entry in _erased()),
    ]
    return sum(_close(entry, because, now) for entry, because in ended)


def _booked(now: datetime) -> QuerySet[WaitingListEntry]:
    """A further time was booked since they wait, without an offer; or the one that was to be earlier has come."""
    new = Appointment.objects.filter(
        client=OuterRef("client"), kind=OuterRef("kind"), booked_at__gt=OuterRef("since_at"), replaces=None
    ).exclude(status=Status.CANCELLED)
    has_come = Q(instead_of__starts_at__lte=now) | Q(instead_of__status__in=[Status.FULFILLED, Status.NOSHOW])
    return WaitingListEntry.objects.open().filter(Q(Exists(new), instead_of=None) | has_come)


def _taken_back() -> QuerySet[WaitingListEntry]:
    """Of enquiries that were answered in another way: taken back, or declined."""
    return WaitingListEntry.objects.open().filter(client=None, enquiry__answered_at__isnull=False)


def _erased() -> list[WaitingListEntry]:
    rows = list(WaitingListEntry.objects.open())
    keys = PersonKey.objects.filter(person__in=[str(row.person_id) for row in rows])
    gone = set(keys.exclude(destroyed_at=None).values_list("person", flat=True))
    return [row for row in rows if str(row.person_id) in gone]


def _find_who_was_admitted() -> None:
    """A manager answered the enquiry with an offer of her own: the person waits on as a client, until a time is booked."""
    for entry in _taken_back():
        client = Client.objects.filter(pk=entry.person_id).first()
        if client is not None:
            WaitingListEntry.objects.filter(pk=entry.pk, client=None).update(client=client)


def _follow_what_moved(now: datetime) -> None:
    """What was to be earlier was moved or called off meanwhile. An earlier time ends the wait; else it goes on from there."""
    rows = WaitingListEntry.objects.open().filter(
        instead_of__status=Status.CANCELLED,
        instead_of__cancellation__cancelled_at__lte=now - scheduling.UNDO,  # until then it can be taken back
    )
    for entry in rows.select_related("instead_of__replaced_by"):
        old = entry.instead_of
        new = getattr(old, "replaced_by", None) if old is not None else None
        if old is not None and new is not None and new.starts_at < old.starts_at:
            _close(entry, Closing.BOOKED, new.booked_at)
        else:
            WaitingListEntry.objects.filter(pk=entry.pk, instead_of=old).update(instead_of=new)


@transaction.atomic
def _close(entry: WaitingListEntry, because: Closing, now: datetime) -> bool:
    row = entries.locked(entry)
    if row.closed_at is None:
        entries.close(row, because, by="worker", now=max(now, row.since_at))
        return True
    return False
