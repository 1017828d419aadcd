"""Taking a seat in a session asks a client for more than an inbox, once; whoever has their seat comes back without it.

A session lasts longer than the mark of the second factor, and nobody whose line dropped is asked for a PIN then
(docs/decisions/0003). A client who never set one up comes in with their code.
"""

from django.http import HttpRequest

from waylight.accounts import factors, second_factor
from waylight.video.models import Role
from waylight.video.seats import Seat


def is_owed(request: HttpRequest, seat: Seat) -> bool:
    if seat.role != Role.CLIENT or seat.admission is not None:
        return False
    return bool(factors.ways(request.user)) and not second_factor.is_passed(request)
