"""Taking a seat in a session asks a client for more than an inbox, once; whoever has their seat comes back without it.

A session lasts longer than the mark of the second factor, and nobody whose line dropped is asked for a PIN then
(docs/decisions/0003). A client who never set one up comes in with their code.
"""

from django.http import HttpRequest

from waylight.accounts import factors, second_factor
from waylight.booking.models import Appointment
from waylight.video.models import Admission, Role
from waylight.video.seats import Seat


def is_owed(request: HttpRequest, seat: Seat) -> bool:
    if seat.role != Role.CLIENT or seat.admission is not None:
        return False
    return _has_more_to_show(request)


def is_owed_for_guests(request: HttpRequest, appointment: Appointment) -> bool:
    """Whoever says yes to a guest, or reads their link, opens the door to them: it asks for as much as one's own seat."""
    if appointment.client.user_id != request.user.pk:
        return False
    seat = Admission.objects.open().filter(room=appointment.pk, who=str(request.user.pk))
    return not seat.exists() and _has_more_to_show(request)


def _has_more_to_show(request: HttpRequest) -> bool:
    return bool(factors.ways(request.user)) and not second_factor.is_passed(request)
