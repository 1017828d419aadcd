"""The rows behind appointments: locked, made, and put into the database by the one statement that inserts them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet

from waylight.booking import free, hours, refusals, zones
from waylight.booking.availability import nearest
from waylight.booking.models import Appointment, BookingRules, HeldFor, Medium, Status
from waylight.booking.models.appointments import LONGEST
from waylight.people.models import Client, Therapist
from waylight.practice.models import Practice
from waylight.privacy import inserting
from waylight.privacy.asking import Given, Question

# What is read of the rows that stand where somebody wants to be: nothing that is sealed.
SEEN = ("pk", "client", "therapist", "starts_at", "ends_at", "status", "held_for", "held_until", "booked_at")
TAKEN = {"23P01", "40P01"}  # exclusion violation, deadlock: somebody else has the time, or is about to


def locked_client(pk: Any) -> Client:
    """The client's row as it is now: whoever changes what a client has booked holds it first, until the transaction ends."""
    return Client.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=pk)


def locked(appointment: Appointment) -> Appointment:
    """The row as it is now, with both people's rows, so that two moves never wait for each other's old times."""
    locked_client(appointment.client_id)
    Therapist.objects.select_for_update(no_key=True).get(pk=appointment.therapist_id)
    row = Appointment.objects.select_for_update(of=("self",), no_key=True)
    return row.select_related("client__user", "therapist__user").get(pk=appointment.pk)


def new(
    client: Client, therapist: Therapist, kind: str, starts_at: datetime, *, by: str, now: datetime
) -> Appointment:
    """An appointment that is not in the database yet. One at a time where others near it count, as under a weekly limit."""
    terms = _terms.row(therapist=therapist.pk)
    if terms is not None and terms.bear_on_others:
        hours.hold_places(therapist)
    length = free.length_of(kind, Practice.current(), terms)
    row = Appointment(client=client, therapist=therapist, kind=kind, starts_at=starts_at)
    row.ends_at, row.booked_at, row.booked_by = starts_at + length, now, by
    row.medium = Medium.usual(client)
    return row


def speak_of(client: Client, zone: str) -> bool:
    """From here on the words are on these clocks, also those of a refusal. Whether they are new: nothing is kept yet."""
    if not zones.is_known(zone):
        return False
    is_new = zones.zone_of(client) != zone or client.zone != zone
    client.zone = zone
    if client.user is not None:
        client.user.zone = zone
    return is_new


def keep(client: Client, *, has_moved: bool, telephone: str = "") -> None:
    """The clocks that the words are on, and the number, are the client's from now on."""
    fields = ["zone"] if has_moved else []
    if has_moved and client.user is not None:
        client.user.save(update_fields=["zone"])
    if telephone and client.contact.get("telephone") != telephone:
        client.contact = client.contact | {"telephone": telephone}
        fields.append("contact")
    if fields:
        client.save(update_fields=fields)


def clear_the_way(row: Appointment, *, now: datetime) -> Appointment | None:
    """Frees the holds that ran out over this time and those its client has done with; gives back her own of just this time.

    Done with: whatever else she was choosing, and what she has given up meanwhile. What waits for her as an offer stays.
    Raises SlotAlreadyTaken, BookedAlready when the time can be seen to be taken: most who lose a race need no more questions.
    """
    found = _seen_there(row)
    in_the_way = [one for one in found if _is_in_the_way(one, row, now)]
    if any(_is_just_this(one, row) for one in in_the_way):
        raise refusals.BookedAlready
    if in_the_way:
        raise refusal(refusals.SlotAlreadyTaken, row, now=now)
    return _clear([one.pk for one in found if one.status == Status.HELD], row, now=now)


def _seen_there(row: Appointment) -> list[Appointment]:
    told = {
        "client": row.client_id,
        "therapist": row.therapist_id,
        "start": row.starts_at,
        "end": row.ends_at,
    }
    told |= {"long_before": row.starts_at - LONGEST} | ({"moved": row.replaces_id} if row.replaces_id else {})
    return _there.rows(bool(row.replaces_id), **told)


@Question
def _there(but_what_is_moved: bool) -> QuerySet[Any]:
    """What stands over a time with either of the two, and what the client is choosing."""
    hers = Q(client=Given("client"))
    there = Q(starts_at__lt=Given("end"), ends_at__gt=Given("start"), starts_at__gt=Given("long_before"))
    of_both = there & (hers | Q(therapist=Given("therapist")))
    standing = Appointment.all_rows.exclude(status=Status.CANCELLED)
    standing = standing.exclude(pk=Given("moved")) if but_what_is_moved else standing
    return standing.filter(of_both | (hers & Q(held_for=HeldFor.CHOOSING))).only(*SEEN)


@Question
def _terms() -> QuerySet[Any]:
    return BookingRules.objects.filter(therapist=Given("therapist"))


def _clear(holds: list[Any], row: Appointment, *, now: datetime) -> Appointment | None:
    """Whoever clears several locks them in one order, and looks again: one may have been booked or freed meanwhile."""
    if not holds:
        return None
    locked = Appointment.all_rows.holds().filter(pk__in=holds).order_by("pk").select_for_update(of=("self",))
    found = list(locked.only(*SEEN))
    mine = next((one for one in found if _is_of(one, row) and not _ran_out(one, now)), None)
    free_all([one for one in found if one is not mine and _is_done_with(one, row, now)])
    return mine


def take(row: Appointment, hold: Appointment | None, *, now: datetime) -> None:
    """Puts the row there: in place of its client's hold, else by the one INSERT. Raises SlotAlreadyTaken, BookedAlready."""
    if hold is not None:
        row.pk = hold.pk
        row.save(force_update=True)
    elif not insert(row):
        raise taken(row, now=now)


def insert(row: Appointment) -> bool:
    """The only statement by which an appointment or a hold comes to be. False: the time is taken, and nothing was done."""
    try:
        with transaction.atomic():
            return inserting.insert(row)
    except DatabaseError as error:
        if not _says_taken(error):
            raise
        return False


def stand_again(row: Appointment) -> bool:
    """A cancelled appointment is booked again. False: its time is taken, and nothing was done."""
    row.status = Status.BOOKED
    try:
        with transaction.atomic():
            row.save(update_fields=["status"])
    except DatabaseError as error:
        if not _says_taken(error):
            raise
        return False
    return True


def free_all(holds: Sequence[Appointment]) -> None:
    if holds:
        Appointment.all_rows.filter(pk__in=[one.pk for one in holds]).free_holds()


def taken(row: Appointment, *, now: datetime) -> refusals.Refused:
    """Somebody else has the time; or it is the same client's already, sent from another tab, say."""
    own = Appointment.objects.filter(client=row.client_id, therapist=row.therapist_id, status=Status.BOOKED)
    if own.filter(starts_at=row.starts_at, ends_at=row.ends_at).exists():
        return refusals.BookedAlready()
    return refusal(refusals.SlotAlreadyTaken, row, now=now)


def refusal(
    kind_of_refusal: type[refusals.TimeRefused], appointment: Appointment, *, now: datetime
) -> refusals.TimeRefused:
    """With the three free times nearest to the one that was wanted, in the client's zone."""
    client, wanted = appointment.client, appointment.starts_at
    times = free.for_therapist(
        appointment.therapist, appointment.kind, now=now, client=client, instead_of=appointment.replaces
    )
    return kind_of_refusal(
        wanted, nearest([one for one in times if one != wanted], wanted), zones.zone_of(client)
    )


def _is_in_the_way(one: Appointment, row: Appointment, now: datetime) -> bool:
    meets = one.starts_at < row.ends_at and row.starts_at < one.ends_at
    return meets and not _is_of(one, row) and not _is_done_with(one, row, now)


def _is_done_with(one: Appointment, row: Appointment, now: datetime) -> bool:
    """A hold that ran out, or one of the same client's that this act makes needless."""
    is_hers = one.client_id == row.client_id and one.held_for != HeldFor.OFFER
    return one.status == Status.HELD and (is_hers or _ran_out(one, now))


def _is_of(one: Appointment, row: Appointment) -> bool:
    """Whether it keeps just this time for just this client."""
    return one.status == Status.HELD and _is_same(one, row)


def _is_just_this(one: Appointment, row: Appointment) -> bool:
    """Whether the client has booked just this."""
    return one.status == Status.BOOKED and _is_same(one, row)


def _is_same(one: Appointment, row: Appointment) -> bool:
    same = ("client_id", "therapist_id", "starts_at", "ends_at")
    return all(getattr(one, name) == getattr(row, name) for name in same)


def _ran_out(hold: Appointment, now: datetime) -> bool:
    return hold.held_until is None or hold.held_until <= now


def _says_taken(error: DatabaseError) -> bool:
    """SQLite: the trigger's word. PostgreSQL: the code of an exclusion that was violated, or of a deadlock."""
    return str(error).startswith("no_overlap_of_") or getattr(error.__cause__, "sqlstate", "") in TAKEN
