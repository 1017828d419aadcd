"""Who comes into a session beside the two: named by the therapist, agreed to by the client, removed by either."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts import second_factor
from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking.models import Appointment
from waylight.privacy import audit
from waylight.privacy.idempotency import once
from waylight.ui.refusals import Refusal
from waylight.video import guests as verbs
from waylight.video import seats, unlocking
from waylight.video.guest_forms import GuestForm
from waylight.video.models import Role, RoomGuest


@once
def page(request: SignedIn, pk: str) -> HttpResponse:
    """The list, for both; POST, from the therapist: one more."""
    appointment = seats.appointment_of(request.user, pk)
    if unlocking.is_owed_for_guests(request, appointment):
        return second_factor.ask_for_it(request)
    form = GuestForm(request.POST or None)
    if request.method != "POST" or seats.role_in(request.user, appointment) != Role.THERAPIST:
        return _show(request, appointment, form)
    if not form.is_valid():
        return _show(request, appointment, form)
    try:
        verbs.name_guest(appointment, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _show(request, appointment, form, problem=str(refusal))
    messages.success(request, _("Your client is asked. Their link is here once they agree."))
    return redirect("video:guests", pk)


def beside(request: SignedIn, pk: str) -> HttpResponse:
    """The same list within the room, which asks for it again whenever it changed."""
    appointment = seats.appointment_of(request.user, pk)
    if unlocking.is_owed_for_guests(request, appointment):
        return second_factor.ask_for_it(request)
    return render(request, "video/guests_beside.html", _context(request, appointment))


@require_POST
@allow(Permission.USE_OWN_AREA)
@once
def agree(request: SignedIn, pk: str, guest: str) -> HttpResponse:
    """The client says yes or no."""
    if unlocking.is_owed_for_guests(request, seats.appointment_of(request.user, pk)):
        return second_factor.ask_for_it(request)
    says_yes = request.POST.get("answer") == "yes"
    try:
        (verbs.agree if says_yes else verbs.decline)(_of(request, pk, guest), by=request.user)
    except Refusal as refusal:
        return _show(request, seats.appointment_of(request.user, pk), GuestForm(), problem=str(refusal))
    said = _("You said yes. You can change your mind at any time.")
    _say(request, said if says_yes else _("You said no. That is fine."))
    return redirect("video:guests", pk)


@require_POST
@once
def remove(request: SignedIn, pk: str, guest: str) -> HttpResponse:
    """By either, at any time: their link ends, and they are out at once."""
    verbs.remove(_of(request, pk, guest), by=request.user)
    _say(request, _("Removed. Their link opens nothing now."))
    return redirect("video:guests", pk)


def _say(request: SignedIn, words: str) -> None:
    """On the page of its own. Within the room (guests.js) the list says how it stands, and no banner may wait for later."""
    if "X-Quiet" not in request.headers:
        messages.success(request, words)


def _of(request: SignedIn, pk: str, guest: str) -> RoomGuest:
    appointment = seats.appointment_of(request.user, pk)
    found = RoomGuest.objects.visible_to(request.user).filter(appointment=appointment)
    return get_object_or_404(found.select_related("appointment__client__user"), pk=guest)


def _show(request: SignedIn, appointment: Appointment, form: Any, *, problem: str = "") -> HttpResponse:
    audit.record("read-guests", by=request.user, person=appointment.client_id, about=appointment)
    context = _context(request, appointment) | {"form": form, "problem": problem}
    return render(request, "video/guests.html", context, status=409 if problem else 200)


def _context(request: SignedIn, appointment: Appointment) -> dict[str, Any]:
    return {
        "appointment": appointment,
        "is_therapist": seats.role_in(request.user, appointment) == Role.THERAPIST,
        "guests": verbs.shown(appointment, timezone.now()),
        "may_be_asked": appointment.client.user_id is not None,
        "other": seats.name_of(_other(request, appointment), None, appointment),
        "base": f"ui/{'client' if request.user.is_client else 'staff'}.html",
    }


def _other(request: SignedIn, appointment: Appointment) -> str:
    role = seats.role_in(request.user, appointment)
    return Role.CLIENT if role == Role.THERAPIST else Role.THERAPIST
