"""Locks on a therapist's times, until the transaction ends. On SQLite one transaction alone writes, and none is needed."""

from django.db import connection

from waylight.booking.models import BookingRules
from waylight.people.models import Therapist


def hold(therapist: Therapist) -> None:
    """FOR UPDATE, for which `hold_still` waits, and which waits for it."""
    Therapist.objects.select_for_update(of=("self",)).get(pk=therapist.pk)


def hold_still(therapist: Therapist) -> None:
    """Nobody changes the therapist's hours; bookings do not wait for one another by it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM people_therapist WHERE id = %s FOR KEY SHARE", [therapist.pk])


def hold_places(therapist: Therapist) -> None:
    """Nobody else books with this therapist, whose rules count what stands near a time or in its week.

    The therapist's row comes first, as where rules are changed, so that the two never wait for each other.
    """
    if connection.vendor == "postgresql":
        hold_still(therapist)
        rules = BookingRules.objects.filter(therapist=therapist)
        rules.select_for_update(of=("self",), no_key=True).first()
