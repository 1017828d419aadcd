"""Appointments as a calendar file (RFC 5545, 7986). Whoever sees the calendar learns times and nothing more: no place, no name.

A moved appointment keeps its UID and counts its SEQUENCE up, so that a calendar moves its entry; a cancelled one is taken out.
The UID is the random id of the row that it began as (RFC 7986, 5.3: a UID says nothing of anybody). No entry has an alarm.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from waylight.booking.models import Appointment, Status
from waylight.booking.vtimezone import vtimezone

TYPE = "text/calendar; charset=utf-8"
ASK_AGAIN = timedelta(hours=1)  # how often a calendar is told to read a feed (RFC 7986, 5.7)
ORIGINS = """
WITH RECURSIVE chain (id, first, moves) AS (
    SELECT id, id, 0 FROM booking_appointment WHERE id IN ({})
    UNION ALL
    SELECT chain.id, earlier.replaces_id, chain.moves + 1
    FROM chain JOIN booking_appointment earlier ON earlier.id = chain.first
    WHERE earlier.replaces_id IS NOT NULL
)
SELECT id, first, moves FROM chain ORDER BY moves
"""


def calendar(appointment: Appointment, *, zone: str) -> bytes:
    """The file for one appointment on the clocks of `zone`; for a moved one, that which stands in its place."""
    appointment = _standing_for(appointment)
    whole = _calendar([appointment], zone=zone)
    whole.add("method", "CANCEL" if appointment.status == Status.CANCELLED else "PUBLISH")
    return whole.to_ical()


def feed(appointments: Sequence[Appointment], *, zone: str, feed_id: UUID) -> bytes:
    """The file that a calendar reads again and again. It has no METHOD: it is a calendar, and no message about one."""
    whole = _calendar(appointments, zone=zone)
    whole.add("uid", str(feed_id))
    whole.add("name", _("Appointments"))
    whole.add("x-wr-calname", _("Appointments"))  # NAME, as most calendars read it
    whole.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    return whole.to_ical()


def response(appointment: Appointment, *, zone: str) -> HttpResponse:
    file = HttpResponse(calendar(appointment, zone=zone), content_type=TYPE)
    file["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return file


def changed_at(appointment: Appointment) -> datetime:
    cancellation = getattr(appointment, "cancellation", None)
    return cancellation.cancelled_at if cancellation else appointment.booked_at


def _calendar(appointments: Sequence[Appointment], *, zone: str) -> Calendar:
    whole = Calendar()
    whole.add("prodid", "-//Appointment//EN")
    whole.add("version", "2.0")
    if appointments and zone != "UTC":
        first = min(one.starts_at for one in appointments)
        whole.add_component(vtimezone(zone, first, max(one.ends_at for one in appointments)))
    begun = _origins(appointments)
    for one in appointments:
        whole.add_component(_event(one, *begun[one.pk], zone=zone))
    return whole


def _event(appointment: Appointment, first: UUID, moves: int, *, zone: str) -> Event:
    is_off = appointment.status == Status.CANCELLED
    event = Event()
    event.add("uid", str(first))
    event.add("sequence", 2 * moves + is_off)  # so that one booked again comes after its cancellation
    event.add("dtstamp", changed_at(appointment))
    event.add("last-modified", changed_at(appointment))
    event.add("dtstart", _local(appointment.starts_at, zone))
    event.add("dtend", _local(appointment.ends_at, zone))
    event.add("summary", _("Appointment"))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    return event


def _standing_for(appointment: Appointment) -> Appointment:
    following = Appointment.objects.filter(replaces=appointment).first()
    return _standing_for(following) if following else appointment


def _origins(appointments: Sequence[Appointment]) -> dict[Any, tuple[UUID, int]]:
    """The row that each began as, and how often it was moved since: one query, however many were moved."""
    begun = {one.pk: (one.pk, 0) for one in appointments}
    moved = [one.pk for one in appointments if one.replaces_id is not None]
    if not moved:
        return begun
    as_kept = Appointment._meta.pk.get_db_prep_value
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(moved))
        cursor.execute(ORIGINS.format(marks), [as_kept(pk, connection) for pk in moved])
        rows = cursor.fetchall()
    return begun | {UUID(str(pk)): (UUID(str(first)), moves) for pk, first, moves in rows}


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))
