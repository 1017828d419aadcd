"""A manager's today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.home import helplines, office, opening
from waylight.people import reading
from waylight.practice.models import Practice


@allow(Permission.ANSWER_ENQUIRIES)
def today(request: SignedIn) -> HttpResponse:
    now, on, practice = timezone.now(), timezone.localdate(), Practice.current()
    context = {
        "now": now,
        "waiting": office.waiting(),
        "on_the_list": office.on_the_list(),
        "affected": office.affected(now),
        "to_read": reading.tally(now),
        "to_confirm": office.to_confirm(request.user),
        "to_look_up": office.to_look_up(on),
        "to_look_at": [s for s in office.standings(on) if not s.is_bookable],
        "left_to_do": opening.left(on) if practice.is_preparing else None,
        "run_out": [] if practice.is_preparing else opening.run_out(practice, on),
        "messages_owed": office.for_a_person(),
        "without_time": office.without_time(now),
        "guide": office.guide(on),
        "helplines": helplines.tallies(practice.countries, on),
    }
    return render(request, "home/office.html", context)
