"""Staff book, move and cancel for a client: what the pages do, whether at a therapist's desk or in the office."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waylight.accounts.signed_in import SignedIn
from waylight.booking import offers, scheduling, waivers
from waylight.booking.for_client import ForClient, to_staff, undo_until
from waylight.booking.forms import chosen_day, chosen_start
from waylight.booking.models import Appointment
from waylight.booking.refusals import NoLongerStands, Refused, TimeRefused, UndoPassed
from waylight.booking.staff_forms import OtherTimeForm, ReasonForm
from waylight.booking.waiting import undoing
from waylight.people.models import Client, Therapist
from waylight.privacy import audit

MINUTE = timedelta(minutes=1)
WHY_OUTSIDE = gettext_lazy("Why outside the hours")


@dataclass(frozen=True)
class Place:
    """Where the pages of one act are and lead to: addresses. `has_pages`: appointments have pages of their own there."""

    here: str
    back: str
    has_pages: bool = False

    def done(self, row: Appointment) -> HttpResponse:
        return redirect("home:appointment", row.pk) if self.has_pages else redirect(self.back)


def book(request: SignedIn, client: Client, therapist: Therapist, place: Place) -> HttpResponse:
    """The list of times; with a time the page that asks once more; sent, the booking."""
    kind = offers.kind_for(client, therapist)
    return _choose(request, _choosing(request, client, therapist, kind), place)


def move(request: SignedIn, row: Appointment, place: Place) -> HttpResponse:
    if request.method == "GET" and not row.is_booked:
        return redirect(place.back)
    choosing = _choosing(request, row.client, row.therapist, row.kind, instead_of=row)
    return _choose(request, choosing, place)


def cancel(request: SignedIn, row: Appointment, place: Place) -> HttpResponse:
    """Asks once, with room for why. Of one that stands no longer there is nothing to ask, and a sentence says so."""
    form = _reason(request, _("Why"), is_optional=True)
    if request.method == "POST" and form.is_valid():
        try:
            scheduling.cancel(row, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            messages.info(request, to_staff(refusal))
        else:
            messages.success(request, _("Cancelled."))
        return redirect(place.back)
    if not row.is_booked:
        messages.info(request, str(NoLongerStands()))
        return redirect(place.back)
    context = {"appointment": row, "client": row.client, "place": place, "form": form}
    return render(request, "booking/for_client_cancel.html", context)


def waive(request: SignedIn, row: Appointment, place: Place) -> HttpResponse:
    """Says why a late cancellation does not count."""
    form = _reason(request, _("Why it does not count as late"))
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            waivers.waive(row, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("It does not count as late."))
            return redirect(place.back)
    elif request.method == "GET" and not waivers.may_be_waived(row):
        return redirect(place.back)
    context = {"appointment": row, "client": row.client, "place": place, "form": form, "problem": problem}
    return render(request, "booking/waive.html", context, status=409 if problem else 200)


def undo(request: SignedIn, row: Appointment, place: Place) -> HttpResponse:
    """Takes back what this member of staff did to it a moment ago."""
    try:
        if undo_until(row, by=request.user, now=timezone.now()) is None:
            raise UndoPassed
        until = chosen_start(request.POST.get("until", ""))
        standing = undoing.undo(row, by=request.user, until=until)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(place.back)
    messages.success(request, _("That is undone. Nobody was told."))
    return place.done(standing)


def _choosing(
    request: SignedIn,
    client: Client,
    therapist: Therapist,
    kind: str,
    instead_of: Appointment | None = None,
) -> ForClient:
    audit.record("read-times", by=request.user, person=client.pk, about=client)
    from_on = chosen_day(request.GET.get("from", ""))
    return ForClient(client, therapist, kind, request.user.zone, timezone.now(), instead_of, from_on)


def _choose(request: SignedIn, choosing: ForClient, place: Place) -> HttpResponse:
    if request.method == "POST":
        start = chosen_start(request.POST.get("starts_at", ""))
        return _take(request, choosing, place, start) if start else redirect(place.here)
    start = chosen_start(request.GET.get("starts_at", ""))
    other = OtherTimeForm(request.GET if "at" in request.GET else None)
    if start is None and other.is_bound and other.is_valid():
        start = other.cleaned_data["at"]
    if start is not None and choosing.why_not is None:
        return _check(request, choosing, place, start, _why_outside(None, choosing, start))
    context = {"choosing": choosing, "client": choosing.client, "place": place, "form": other}
    return render(request, "booking/for_client_times.html", context)


def _take(request: SignedIn, choosing: ForClient, place: Place, start: datetime) -> HttpResponse:
    form = _why_outside(request.POST, choosing, start)
    if form is not None and not form.is_valid():
        return _check(request, choosing, place, start, form)
    why = form.cleaned_data["reason"] if form is not None else None
    try:
        row = _do(request, choosing, start, why)
    except TimeRefused as refusal:
        return _check(request, choosing, place, start, form, problem=str(refusal))
    except Refused as refusal:
        return _check(request, choosing, place, start, form, problem=to_staff(refusal))
    messages.success(request, _("Moved.") if choosing.instead_of else _("Booked."))
    return place.done(row)


def _do(request: SignedIn, choosing: ForClient, start: datetime, why: str | None) -> Appointment:
    if choosing.instead_of is not None:
        return scheduling.move(choosing.instead_of, start, by=request.user, outside_hours=why)
    return scheduling.book(
        choosing.client, choosing.therapist, choosing.kind, start, by=request.user, outside_hours=why
    )


def _why_outside(data: Any, choosing: ForClient, start: datetime) -> ReasonForm | None:
    """Asked for a time that the hours do not give, and for no other."""
    _problem, can_overrule = choosing.diary(start).problem(start)
    return ReasonForm(data, label=WHY_OUTSIDE) if can_overrule else None


def _check(
    request: SignedIn,
    choosing: ForClient,
    place: Place,
    start: datetime,
    form: ReasonForm | None,
    problem: str = "",
) -> HttpResponse:
    diary = choosing.diary(start)
    in_the_way, can_overrule = diary.problem(start)
    context = {
        "choosing": choosing,
        "client": choosing.client,
        "place": place,
        "form": form,
        "start": start,
        "slot": choosing.slot(start),
        "minutes": choosing.length // MINUTE,
        "in_the_way": in_the_way,
        "is_possible": can_overrule or not in_the_way,
        "nearest": [(one, choosing.slot(one)) for one in diary.close_to(start, count=3)]
        if in_the_way
        else [],
        "clock_change": choosing.clock_change_before(start),
        "problem": problem,
    }
    return render(request, "booking/for_client_check.html", context, status=409 if problem else 200)


def _reason(request: SignedIn, label: str, *, is_optional: bool = False) -> ReasonForm:
    data = request.POST if request.method == "POST" else None
    return ReasonForm(data, label=label, is_optional=is_optional)
