"""Reminders for which the safe hours left no moment: a manager sees them, since nobody is written to outside those hours."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import reminders, zones
from waylight.booking.models import ReminderPlan
from waylight.privacy import keyring
from waylight.privacy.idempotency import once

PAGE = 25


@require_safe
@allow(Permission.LOOK_AFTER_MESSAGES)
def without_time(request: SignedIn) -> HttpResponse:
    rows = ReminderPlan.objects.visible_to(request.user).without_time(timezone.now())
    found = rows.select_related("appointment__client__user", "appointment__therapist")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    keyring.load(row.appointment.client for row in page)
    shown = [(row, *_on_their_clocks(row)) for row in page]
    return render(request, "booking/without_time.html", {"page": page, "shown": shown})


@require_POST
@allow(Permission.LOOK_AFTER_MESSAGES)
@once
def seen(request: SignedIn, pk: str) -> HttpResponse:
    rows = ReminderPlan.objects.visible_to(request.user).select_related("appointment")
    reminders.see_no_time(get_object_or_404(rows, pk=pk), by=request.user)
    messages.success(request, _("Noted."))
    return redirect("booking:reminders_without_time")


def _on_their_clocks(row: ReminderPlan) -> tuple[str, str, str]:
    """The time that is booked, the city whose clocks these are, and which reminders do not go out."""
    zone = zones.zone_of(row.appointment.client)
    lost = [ngettext("{n} hour before", "{n} hours before", n).format(n=n) for n in row.no_time_for]
    return zones.in_words(row.appointment.starts_at, zone), zones.city(zone), ", ".join(lost)
