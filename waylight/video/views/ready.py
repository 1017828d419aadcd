"""Getting ready: one step on a page, each free to pass over. A code from the inbox is enough: nothing said is shown again."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import precheck
from waylight.privacy.idempotency import once
from waylight.video import getting_ready, seats
from waylight.video.ready_forms import StepForm, form_for
from waylight.video.seats import Seat
from waylight.video.telling import tell


@allow(Permission.USE_OWN_AREA)
@once
def page(request: SignedIn, pk: Any, step: str) -> HttpResponse:
    seat = seats.seat_of(request.user, pk, timezone.now())
    if step not in getting_ready.STEPS:
        raise Http404
    form = _form(request, seat, step)
    if request.method == "POST":
        is_passed_over = "pass" in request.POST
        if is_passed_over or form.is_valid():
            said = {} if is_passed_over else form.answers()
            precheck.say(seat.appointment, step, by=request.user, **said)
            tell(seat.room.pk, "changed", to="therapist", what="waiting")
            return _onwards(pk, step)
    return render(request, f"video/ready_{step}.html", _context(seat, step, form))


def _form(request: SignedIn, seat: Seat, step: str) -> StepForm:
    data = request.POST if request.method == "POST" else None
    known = precheck.number_to_call(seat.appointment)
    return form_for(step)(data, appointment=seat.appointment, known_number=known)


def _onwards(pk: Any, step: str) -> HttpResponse:
    following = getting_ready.after(step)
    return redirect("video:ready", pk, following) if following else redirect("video:waiting", pk)


def _context(seat: Seat, step: str, form: StepForm) -> dict[str, Any]:
    check = precheck.of(seat.appointment)
    return {
        "appointment": seat.appointment,
        "name": seat.appointment.therapist.first_name,
        "step": step,
        "title": getting_ready.STEPS[step],
        "number": getting_ready.ORDER.index(step) + 1,
        "count": len(getting_ready.ORDER),
        "before": getting_ready.before(step),
        "form": form,
        "has_said_where": bool(check and check.place),
        "ends_in": getting_ready.ending_of(form.known_number),
    }
