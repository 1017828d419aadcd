"""A client's questions: what waits, what was sent, and the page before and after one answers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.booking.models import Appointment
from waylight.measures import answering, feedback, giving, showing
from waylight.measures.forms import ReaderForm
from waylight.measures.models import Administration
from waylight.measures.views import reach
from waylight.privacy.idempotency import once

PAGE = 20
REFUSED = (
    answering.CannotBeAsked,
    answering.NotFinishedYet,
    answering.NobodyToRead,
    giving.NoLongerOpen,
)


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def mine(request: HttpRequest) -> HttpResponse:
    client = reach.own_client(request)
    rows = Administration.objects.visible_to(request.user).select_related("therapist", "appointment")
    sent = rows.finished().order_by("-finished_at", "pk")
    context = {
        "waiting": rows.open().order_by("given_at"),
        "offered": feedback.offered(client, now=timezone.now()),
        "page": Paginator(sent, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "measures/mine.html", context)


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def page(request: HttpRequest, pk: Any) -> HttpResponse:
    """Before one begins, the check before one sends, or what one sent."""
    row = reach.own(request, pk)
    return show(request, answering.read(row, by=request.user) if row.answered_at else row)


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def send(request: HttpRequest, pk: Any) -> HttpResponse:
    row = reach.own(request, pk)
    form = ReaderForm(request.POST) if row.is_feedback else None
    if form is not None and not form.is_valid():
        return show(request, row, form=form)
    try:
        answering.send(row, reader=form.cleaned_data["reader"] if form else "", by=request.user)
    except answering.SupportFirst:
        return redirect("measures:support", pk)
    except REFUSED as refusal:
        return show(request, row, problem=str(refusal))
    messages.success(request, _("Sent. Thank you for telling us."))
    return redirect("measures:page", pk)


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def put_away(request: HttpRequest, pk: Any) -> HttpResponse:
    row = reach.own(request, pk)
    try:
        giving.put_away(row, by=request.user)
    except giving.NoLongerOpen as refusal:
        return show(request, row, problem=str(refusal))
    messages.success(request, _("Put away. That is fine."))
    # Support that was still to be shown is shown all the same.
    return redirect("measures:support", pk) if row.support_due else redirect("measures:mine")


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def begin_feedback(request: HttpRequest, appointment: Any) -> HttpResponse:
    found = get_object_or_404(Appointment.objects.visible_to(request.user), pk=appointment)
    try:
        row = feedback.begin(found, by=request.user)
    except feedback.NotAfterASession as refusal:
        messages.error(request, str(refusal))
        return redirect("measures:mine")
    return redirect("measures:page", row.pk)


def show(
    request: HttpRequest, row: Administration, *, problem: str = "", form: ReaderForm | None = None
) -> HttpResponse:
    context = showing.of_client(row) | {"problem": problem, "form": form or ReaderForm()}
    return render(request, "measures/page.html", context)
