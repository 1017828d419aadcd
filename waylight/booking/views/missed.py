"""After nobody came: a therapist follows the agreed route step by step, and then may send one neutral message."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import missed, precheck
from waylight.booking.forms import RouteStepForm
from waylight.booking.models import Appointment
from waylight.booking.refusals import Refused
from waylight.people.models import EmergencyContact
from waylight.privacy import audit
from waylight.privacy.idempotency import once


@allow(Permission.KEEP_RECORD)
def page(request: SignedIn, pk: str) -> HttpResponse:
    return _show(request, _within_reach(request, pk))


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def step(request: SignedIn, pk: str) -> HttpResponse:
    """What became of one step."""
    appointment = _within_reach(request, pk)
    form = RouteStepForm(request.POST)
    if not form.is_valid():
        return _show(request, appointment, problem=_("Choose what became of this step."), status=400)
    try:
        missed.take_step(appointment, form.cleaned_data["step"], form.cleaned_data["answer"], by=request.user)
    except Refused as refusal:
        return _show(request, appointment, problem=str(refusal), status=409)
    messages.success(request, _("Noted."))
    return redirect("booking:missed", pk=pk)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def taking_back(request: SignedIn, pk: str) -> HttpResponse:
    """The step that was noted last was noted by mistake."""
    appointment = _within_reach(request, pk)
    try:
        missed.take_back(appointment, request.POST.get("step", ""), by=request.user)
    except Refused as refusal:
        return _show(request, appointment, problem=str(refusal), status=409)
    messages.success(request, _("Taken back."))
    return redirect("booking:missed", pk=pk)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def message(request: SignedIn, pk: str) -> HttpResponse:
    appointment = _within_reach(request, pk)
    try:
        missed.send(appointment, by=request.user)
    except missed.AlreadySent:
        return redirect("booking:missed", pk=pk)
    except Refused as refusal:
        return _show(request, appointment, problem=str(refusal), status=409)
    messages.success(request, _("Noted."))
    return redirect("booking:missed", pk=pk)


def _within_reach(request: SignedIn, pk: str) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).select_related(
        "client__user", "therapist", "pre_check"
    )
    return get_object_or_404(rows, pk=pk)


def _show(
    request: SignedIn, appointment: Appointment, *, problem: str = "", status: int = 200
) -> HttpResponse:
    audit.record("read-appointment", by=request.user, person=appointment.client_id, about=appointment)
    lines = missed.route(appointment)
    contacts = EmergencyContact.objects.visible_to(request.user).filter(client=appointment.client_id)
    context = {
        "appointment": appointment,
        "client": appointment.client,
        "is_open": missed.may_follow(appointment, timezone.now()),
        "lines": lines,
        "last": missed.last_step(lines),
        "history": missed.history(appointment),
        "is_followed": missed.next_step(lines) is None,
        "have_spoken": any(line.have_spoken for line in lines),
        "number": precheck.number_to_call(appointment),
        "may_leave_word": appointment.client.contact.get("may_leave_message", False),
        "contacts": contacts.order_by("position"),
        "message": missed.words_before(appointment),
        "sent": missed.sent(appointment),
        "now": timezone.now(),
        "problem": problem,
    }
    return render(request, "booking/missed.html", context, status=status)
