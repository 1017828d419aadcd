"""A therapist's today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import missed, precheck
from waylight.care import notes
from waylight.exercises import entries
from waylight.guide.models import ReviewRequest
from waylight.home import day
from waylight.measures import answering
from waylight.people import reading
from waylight.people.models import RegisterCheck
from waylight.privacy import audit
from waylight.video import interruptions


@allow(Permission.KEEP_RECORD)
def today(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    lines = day.lines(request.user.therapist, now)
    coming = next((line for line in lines if line.state == "next"), None)
    if coming:
        audit.record(
            "read-topic", by=request.user, person=coming.appointment.client_id, about=coming.appointment
        )
    check = precheck.of(coming.appointment) if coming else None
    context = {
        "now": now,
        "lines": lines,
        "dropped": interruptions.of_therapist(request.user),
        "to_finish": notes.to_finish(request.user),
        "unanswered": missed.unanswered(request.user.therapist, now=now),
        "to_read": reading.waiting_for(request.user),
        "shared": day.by_promise(entries.shared_unread(request.user), answering.unread(request.user)),
        "to_confirm": RegisterCheck.objects.to_confirm()
        .exclude(registration__therapist__user=request.user)
        .exclude(recorded_by=request.user)
        .count(),
        "to_review": ReviewRequest.objects.waiting_for(request.user).count(),
        "place_known": bool(check and check.place),
    }
    return render(request, "home/desk.html", context)
