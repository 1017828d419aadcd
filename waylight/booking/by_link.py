"""What somebody who holds a secret address may do: book one time, move it, cancel it."""

from copy import copy
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from waylight.booking import links, refusals, scheduling
from waylight.booking.models import Appointment, BookingLink, Cancellation
from waylight.booking.waiting import undoing


class LinkEnded(refusals.Refused):
    """This address does not work any more."""


@transaction.atomic
def choose(secret: str, starts_at: datetime, **answers: str) -> Appointment:
    """Books this time, or moves the link's appointment there. Takes and raises as `choose_with` does; also LinkEnded."""
    return choose_with(_held(secret), secret, starts_at, **answers)


def choose_with(
    link: BookingLink,
    secret: str,
    starts_at: datetime,
    *,
    zone: str,
    topic: str = "",
    telephone: str = "",
    instead_of: str = "",
) -> Appointment:
    """The same by a link that is locked already (`links.locked`). It moves when `instead_of` is the id of what stands.

    Raises AlreadyBooked when another time was booked meanwhile, and as `scheduling.book` and `move` do.
    """
    here, standing = links.address(secret), link.standing
    if instead_of != (str(standing.pk) if standing else ""):
        raise refusals.AlreadyBooked if standing else refusals.NoLongerStands
    if standing:
        return scheduling.move(standing, starts_at, by=scheduling.LINK, zone=zone, address=here)
    client = copy(link.client)  # whose words, when it is refused, stay on the clocks that they are on
    client.user = copy(client.user)
    appointment = scheduling.book(
        client,
        link.therapist,
        link.kind,
        starts_at,
        by=scheduling.LINK,
        zone=zone,
        topic=topic,
        telephone=telephone,
        address=here,
        is_locked=True,
    )
    BookingLink.objects.filter(pk=link.pk).update(appointment=appointment)
    return appointment


@transaction.atomic
def hold(secret: str, starts_at: datetime, *, zone: str) -> Appointment | None:
    """Keeps this time while it is checked; None where the link's own appointment keeps it, which would be moved.

    Raises LinkEnded, and as `scheduling.hold` and `hold_instead` do.
    """
    link = _held(secret)
    if link.standing:
        return scheduling.hold_instead(link.standing, starts_at, by=scheduling.LINK, zone=zone)
    return scheduling.hold(link.client, link.therapist, link.kind, starts_at, by=scheduling.LINK, zone=zone)


@transaction.atomic
def cancel(secret: str) -> Cancellation:
    """Calls the link's appointment off; another time can be chosen there for as long as with a new link.

    Raises LinkEnded, NoLongerStands, CutOffPassed.
    """
    link = _held(secret)
    if link.standing is None:
        raise refusals.NoLongerStands
    cancellation = scheduling.cancel(link.standing, by=scheduling.LINK, address=links.address(secret))
    links.prolong(link)
    return cancellation


@transaction.atomic
def undo(secret: str, *, until: datetime | None = None) -> Appointment:
    """Takes back what the link did a moment ago. Raises LinkEnded, NoLongerStands, and as `scheduling.undo` does."""
    found = links.find(secret, now=timezone.now())
    if found is not None and found.appointment is not None:
        undoing.hold_wait_of(found.appointment)
    link = _held(secret)
    if link.appointment is None:
        raise refusals.NoLongerStands
    return undoing.undo(link.appointment, by=scheduling.LINK, address=links.address(secret), until=until)


def _held(secret: str) -> BookingLink:
    link = links.locked(secret, now=timezone.now())
    if link is None:
        raise LinkEnded
    return link
