"""An appointment as a calendar file (RFC 5545). Whoever sees the calendar learns a time and nothing more: no place, no name.

A moved appointment keeps its UID and counts its SEQUENCE up, so that a calendar moves its entry; a cancelled one is taken out.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from waylight.booking.models import Appointment, Status


def calendar(appointment: Appointment, *, zone: str) -> bytes:
    """The file for one appointment on the clocks of `zone`; for a moved one, that which stands in its place."""
    appointment = _standing_for(appointment)
    moves, first = _moves(appointment)
    is_off = appointment.status == Status.CANCELLED
    event = Event()
    event.add("uid", str(first.pk))
    event.add("sequence", moves + is_off)
    event.add("dtstamp", _changed_at(appointment))
    event.add("dtstart", _local(appointment.starts_at, zone))
    event.add("dtend", _local(appointment.ends_at, zone))
    event.add("summary", _("Appointment"))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    whole = Calendar()
    whole.add("prodid", "-//Appointment//EN")
    whole.add("version", "2.0")
    whole.add("method", "CANCEL" if is_off else "PUBLISH")
    whole.add_component(event)
    whole.add_missing_timezones()
    return whole.to_ical()


def response(appointment: Appointment, *, zone: str) -> HttpResponse:
    file = HttpResponse(calendar(appointment, zone=zone), content_type="text/calendar; charset=utf-8")
    file["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return file


def _standing_for(appointment: Appointment) -> Appointment:
    following = Appointment.objects.filter(replaces=appointment).first()
    return _standing_for(following) if following else appointment


def _moves(appointment: Appointment) -> tuple[int, Appointment]:
    """How often it was moved, and the row that it began as."""
    moves = 0
    while appointment.replaces is not None:
        appointment, moves = appointment.replaces, moves + 1
    return moves, appointment


def _changed_at(appointment: Appointment) -> datetime:
    cancellation = getattr(appointment, "cancellation", None)
    return cancellation.cancelled_at if cancellation else appointment.booked_at


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))
