"""Registrations: one person records what the register shows, a second confirms it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import protection
from waylight.home import office
from waylight.people import registrations
from waylight.people.bodies import BODIES
from waylight.people.forms import CheckForm
from waylight.people.models import RegisterCheck, Registration
from waylight.privacy.idempotency import once


@allow(Permission.CHECK_REGISTRATIONS)
def everyone(request: SignedIn) -> HttpResponse:
    context = {
        "standings": office.standings(timezone.localdate()),
        "to_confirm": office.to_confirm(request.user),
    }
    return render(request, "home/registrations.html", context)


@allow(Permission.CHECK_REGISTRATIONS)
def page(request: SignedIn, pk: int) -> HttpResponse:
    return _show(request, _within_reach(request, pk))


@require_POST
@allow(Permission.CHECK_REGISTRATIONS)
@once
def record(request: SignedIn, pk: int) -> HttpResponse:
    registration = _within_reach(request, pk)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _show(request, registration, form=form)
    try:
        registrations.record_check(registration, by=request.user, **form.cleaned_data)
    except registrations.CannotCheck as refusal:
        return _show(request, registration, form=form, problem=str(refusal))
    protection.protect_clients(registration.therapist, by=request.user, now=timezone.now())
    messages.success(request, _("Recorded. A second person must confirm it."))
    return redirect("home:registration", pk=pk)


@require_POST
@allow(Permission.CHECK_REGISTRATIONS)
@once
def confirm(request: SignedIn, pk: int) -> HttpResponse:
    check = get_object_or_404(
        RegisterCheck.objects.visible_to(request.user).select_related("registration"), pk=pk
    )
    try:
        registrations.confirm_check(check, by=request.user)
    except registrations.CannotCheck as refusal:
        return _show(request, check.registration, problem=str(refusal))
    messages.success(request, _("Confirmed."))
    return redirect("home:registration", pk=check.registration_id)


def _within_reach(request: SignedIn, pk: int) -> Registration:
    return get_object_or_404(
        Registration.objects.visible_to(request.user).select_related("therapist__user"), pk=pk
    )


def _show(request: SignedIn, registration: Registration, **extra: Any) -> HttpResponse:
    context = {
        "registration": registration,
        "body": BODIES[registration.body],
        "checks": registration.checks.select_related("recorded_by", "confirmed_by").order_by("-recorded_at")[
            :25
        ],
        "standing": registrations.standing(registration.therapist, timezone.localdate()),
        "form": CheckForm(initial={"seen_on": timezone.localdate()}),
    } | extra
    return render(request, "home/registration.html", context)
