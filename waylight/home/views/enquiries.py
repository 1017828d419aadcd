"""The queue of enquiries: read, match, offer, decline, enter."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import offers
from waylight.booking.models import WaitingListEntry
from waylight.home import match
from waylight.home.forms import OfferForm
from waylight.intake import enquiries
from waylight.intake.forms import DeclineForm, EnterForm
from waylight.intake.models import Enquiry
from waylight.people.models import Therapist
from waylight.privacy import audit
from waylight.privacy.idempotency import once

PAGE = 25


@allow(Permission.ANSWER_ENQUIRIES)
def everyone(request: SignedIn) -> HttpResponse:
    is_answered = request.GET.get("show") == "answered"
    rows = Enquiry.objects.visible_to(request.user)
    rows = rows.answered() if is_answered else rows.waiting()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "now": timezone.now(), "is_answered": is_answered}
    return render(request, "home/enquiries.html", context)


@allow(Permission.ANSWER_ENQUIRIES)
def page(request: SignedIn, pk: str) -> HttpResponse:
    return _show(request, _within_reach(request, pk))


@require_POST
@allow(Permission.ANSWER_ENQUIRIES)
@once
def offer(request: SignedIn, pk: str) -> HttpResponse:
    enquiry = _within_reach(request, pk)
    form = OfferForm(request.POST)
    if not form.is_valid():
        return _show(request, enquiry, form=form, offer_form=form)
    therapist = get_object_or_404(
        Therapist.objects.visible_to(request.user), slug=form.cleaned_data["therapist"]
    )
    try:
        offers.offer_first_talk(enquiry, therapist, by=request.user, email=form.cleaned_data["email"])
    except offers.CannotOffer as refusal:
        return _show(request, enquiry, offer_form=form, problem=str(refusal))
    messages.success(request, _("The offer is on its way."))
    return redirect("home:enquiry", pk=pk)


@require_POST
@allow(Permission.ANSWER_ENQUIRIES)
@once
def decline(request: SignedIn, pk: str) -> HttpResponse:
    enquiry = _within_reach(request, pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, enquiry, form=form, decline_form=form)
    try:
        enquiries.decline(enquiry, by=request.user, **form.cleaned_data)
    except enquiries.AlreadyAnswered as refusal:
        return _show(request, enquiry, decline_form=form, problem=str(refusal))
    messages.success(request, _("The answer is on its way."))
    return redirect("home:enquiries")


@allow(Permission.ANSWER_ENQUIRIES)
@once
def enter(request: SignedIn) -> HttpResponse:
    form = EnterForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            enquiry = enquiries.enter(by=request.user, **form.cleaned_data)
        except enquiries.CannotHelp as refusal:
            return render(request, "home/enter_enquiry.html", context | {"problem": str(refusal)})
        return redirect("home:enquiry", pk=enquiry.pk)
    return render(request, "home/enter_enquiry.html", context)


def _within_reach(request: SignedIn, pk: str) -> Enquiry:
    rows = Enquiry.objects.visible_to(request.user).select_related("withdrawal", "decline", "entered_by")
    return get_object_or_404(rows, pk=pk)


def _show(request: SignedIn, enquiry: Enquiry, **extra: Any) -> HttpResponse:
    audit.record("read-enquiry", by=request.user, person=enquiry.person_id, about=enquiry)
    now = timezone.now()
    context = {
        "enquiry": enquiry,
        "now": now,
        "candidates": [] if enquiry.answered_at else match.candidates(enquiry, now),
        "link": offers.link_of(enquiry),
        "on_list": WaitingListEntry.objects.open().filter(enquiry=enquiry).first(),
        "offer_form": OfferForm(),
        "decline_form": DeclineForm(),
    } | extra
    return render(request, "home/enquiry.html", context)
