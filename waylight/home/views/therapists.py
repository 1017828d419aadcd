"""A manager brings a therapist in: account, registration, profile."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.accounts import EmailTaken
from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking.hours import board
from waylight.booking.hours.words import how_often, of_row
from waylight.home.forms import TherapistForm
from waylight.people import registrations, therapists
from waylight.people.forms import RegistrationForm
from waylight.people.models import Therapist
from waylight.privacy.idempotency import once

WEEKLY = board.PARTS["weekly"]


@allow(Permission.KEEP_SETTINGS)
@once
def add(request: SignedIn) -> HttpResponse:
    form = TherapistForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            therapist = therapists.add(**form.cleaned_data, by=request.user)
        except EmailTaken as refusal:
            return render(request, "home/add_therapist.html", context | {"problem": str(refusal)})
        messages.success(request, _("Added. An invitation is on its way."))
        return redirect("home:therapist", number=therapist.pk)
    return render(request, "home/add_therapist.html", context)


@allow(Permission.KEEP_SETTINGS)
def page(request: SignedIn, number: int) -> HttpResponse:
    return _show(request, _within_reach(request, number))


@require_POST
@allow(Permission.KEEP_SETTINGS)
@once
def add_registration(request: SignedIn, number: int) -> HttpResponse:
    therapist = _within_reach(request, number)
    form = RegistrationForm(request.POST)
    if not form.is_valid():
        return _show(request, therapist, form=form, registration_form=form)
    try:
        row = registrations.add_registration(therapist, by=request.user, **form.cleaned_data)
    except registrations.CannotCheck as refusal:
        return _show(request, therapist, registration_form=form, problem=str(refusal))
    messages.success(request, _("Added. Now look at the register."))
    return redirect("home:registration", pk=row.pk)


@require_POST
@allow(Permission.KEEP_SETTINGS)
@once
def publish(request: SignedIn, number: int) -> HttpResponse:
    therapist = _within_reach(request, number)
    if request.POST.get("show") == "no":
        therapists.unpublish(therapist, by=request.user)
        return redirect("home:therapist", number=number)
    try:
        therapists.publish(therapist, by=request.user)
    except (therapists.NotBookable, therapists.TitleWithoutRegister) as refusal:
        return _show(request, therapist, problem=str(refusal))
    messages.success(request, _("The profile is on the public site."))
    return redirect("home:therapist", number=number)


def _within_reach(request: SignedIn, number: int) -> Therapist:
    return get_object_or_404(Therapist.objects.visible_to(request.user).select_related("user"), pk=number)


def _show(request: SignedIn, therapist: Therapist, **extra: Any) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "therapist": therapist,
        "standing": registrations.standing(therapist, today),
        "registrations": therapist.registrations.order_by("pk"),
        "hours": [(of_row(row), how_often(row, today)) for row in board.rows_of(WEEKLY, therapist, today)],
        "registration_form": RegistrationForm(),
    } | extra
    return render(request, "home/therapist.html", context)
