"""A client's today."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from waylight.accounts import second_factor
from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking.models import Appointment
from waylight.care import take_aways
from waylight.care.safety_plans import versions
from waylight.crisis import visitor
from waylight.exercises import assignments
from waylight.measures import answering, feedback
from waylight.video import rooms


@allow(Permission.USE_OWN_AREA)
def today(request: SignedIn) -> HttpResponse:
    """The next appointment for everyone signed in; what belongs to the record only with the second factor."""
    client = request.user.client
    now = timezone.now()
    rows = Appointment.objects.visible_to(request.user).select_related("therapist", "room")
    coming = rows.upcoming(now).first()
    context: dict[str, Any] = {
        "client": client,
        "coming": coming,
        "can_join": coming is not None and rooms.may_meet(coming, now),
        "is_unlocked": second_factor.is_passed(request),
    }
    if context["is_unlocked"]:
        context |= {
            "waiting": versions.waiting(client),
            "asked": answering.waiting(request.user),
            "offered": feedback.offered(client, now=now),
            "take_away": take_aways.latest(client, by=request.user),
            "assignments": [
                row for row in assignments.of_client(client, by=request.user) if not row.is_resting
            ],
        }
    response = render(request, "home/me.html", context)
    lives_in = visitor.country(client.country)
    if lives_in and visitor.COOKIE not in request.COOKIES:
        visitor.remember(response, lives_in)  # so that Help now does not ask what they have told us
    return response
