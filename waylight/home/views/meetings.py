"""One appointment: get ready, check in, meet by video or telephone, go on to the note."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import attendance, contact, media, missed, precheck
from waylight.booking.for_client import undo_until
from waylight.booking.models import Appointment, Medium, Outcome
from waylight.booking.precheck_form import PreCheckForm
from waylight.booking.refusals import Refused
from waylight.home.forms import CallForm
from waylight.people.models import EmergencyContact
from waylight.privacy import audit
from waylight.privacy.idempotency import once
from waylight.video import rooms
from waylight.video.telling import tell


@allow(Permission.KEEP_RECORD)
def page(request: SignedIn, pk: str) -> HttpResponse:
    return _show(request, _within_reach(request, pk))


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def check_in(request: SignedIn, pk: str) -> HttpResponse:
    appointment = _within_reach(request, pk)
    if "seen" in request.POST:
        return _see(request, appointment)
    form = PreCheckForm(request.POST)
    if not form.is_valid():
        return _show(request, appointment, form=form)
    try:
        precheck.check_in(appointment, by=request.user, **form.cleaned_data)
    except precheck.CannotCheckIn as refusal:
        return _show(request, appointment, form=form, problem=str(refusal))
    messages.success(request, _("Checked in."))
    return redirect("home:appointment", pk=pk)


def _see(request: SignedIn, appointment: Appointment) -> HttpResponse:
    try:
        precheck.see(appointment, by=request.user)
    except precheck.NotAllSaid as refusal:
        return _show(request, appointment, problem=str(refusal))
    return redirect("home:appointment", pk=appointment.pk)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def keep_place(request: SignedIn, pk: str) -> HttpResponse:
    """Where they were stays with what happened, or goes after the practice's period as always."""
    appointment = _within_reach(request, pk)
    act = precheck.let_place_go if request.POST.get("keep") == "no" else precheck.keep_place
    act(appointment, by=request.user)
    return redirect("home:appointment", pk=pk)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def medium(request: SignedIn, pk: str) -> HttpResponse:
    appointment = _within_reach(request, pk)
    chosen = Medium.TELEPHONE if request.POST.get("medium") == Medium.TELEPHONE else Medium.ROOM
    try:
        media.choose(appointment, chosen, by=request.user)
    except Refused as refusal:
        return _show(request, appointment, problem=str(refusal))
    tell(appointment.pk, "changed", what="medium")
    return redirect("home:appointment", pk=pk)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def call(request: SignedIn, pk: str) -> HttpResponse:
    appointment = _within_reach(request, pk)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _show(request, appointment, call_form=form)
    if form.cleaned_data["outcome"] == Outcome.REACHED:
        try:
            attendance.begin(appointment, by=request.user)
        except attendance.CannotBegin as refusal:
            return _show(request, appointment, call_form=form, problem=str(refusal))
    contact.record_attempt(appointment, by=request.user, outcome=form.cleaned_data["outcome"])
    if form.cleaned_data["outcome"] == Outcome.REACHED:
        return redirect("care:note", appointment.pk)
    messages.success(request, _("Noted."))
    return redirect("home:appointment", pk=pk)


def _within_reach(request: SignedIn, pk: str) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).numbered()
    return get_object_or_404(
        rows.select_related(
            "client", "therapist", "pre_check", "closing", "series", "cancellation__waiver", "room"
        ),
        pk=pk,
    )


def _show(request: SignedIn, appointment: Appointment, **extra: Any) -> HttpResponse:
    audit.record("read-appointment", by=request.user, person=appointment.client_id, about=appointment)
    client, now = appointment.client, timezone.now()
    context = {
        "appointment": appointment,
        "client": client,
        "pre_check": precheck.of(appointment),
        "number": precheck.number_to_call(appointment),
        "reasons": attendance.why_not(appointment, now),
        "may_check_in": not attendance.hindrances(appointment, now),
        "has_room": rooms.may_meet(appointment, now),
        "may_choose_medium": appointment.is_booked
        and appointment.ends_at > now
        and client.user_id is not None,
        "may_be_missed": missed.may_follow(appointment, now),
        "may_be_changed": appointment.is_booked and not appointment.has_begun(now),
        "undo_until": undo_until(appointment, by=request.user, now=now),
        "undo_at": reverse("booking:undo_for", args=[appointment.pk]),
        "contacts": EmergencyContact.objects.visible_to(request.user)
        .filter(client=client)
        .order_by("position"),
        "attempts": appointment.contact_attempts.order_by("attempted_at"),
        "form": PreCheckForm(initial=precheck.usual_answers(appointment)),
        "call_form": CallForm(),
    } | extra
    return render(request, "home/appointment.html", context)
