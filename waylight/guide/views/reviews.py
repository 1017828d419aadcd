"""Therapists check what the public reads."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.guide import advice, differences, editing, people, reading
from waylight.guide.forms import ReviewForm
from waylight.guide.models import ReviewRequest, Revision
from waylight.guide.views.office import ON_A_PAGE, as_public
from waylight.privacy.idempotency import once


@allow(Permission.REVIEW_GUIDE)
def waiting(request: SignedIn) -> HttpResponse:
    """What waits for a clinician, the longest first."""
    requests = ReviewRequest.objects.waiting().select_related("revision__page")
    shown = Paginator(requests, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"shown": shown, "requests": people.named(shown, "asked_by")}
    return render(request, "guide/desk/list.html", context)


@allow(Permission.REVIEW_GUIDE)
@once
def review(request: SignedIn, request_id: int) -> HttpResponse:
    asked = _waiting(request_id)
    form = ReviewForm(request.POST or None)
    if not form.is_valid():
        return _show(request, asked, form=form)
    answer = form.cleaned_data
    try:
        editing.review(asked, is_approved=answer["is_approved"], said=answer["words"], by=request.user)
    except editing.CannotDo as refusal:
        return _show(request, asked, form=form, problem=str(refusal))
    messages.success(
        request, _("Thank you. A manager can publish it now.") if answer["is_approved"] else _("Sent back.")
    )
    return redirect("guide:to_review")


@allow(Permission.REVIEW_GUIDE)
def preview(request: SignedIn, request_id: int) -> HttpResponse:
    revision = _waiting(request_id).revision
    return as_public(request, revision.page, revision.number)


def _waiting(request_id: int) -> ReviewRequest:
    requests = ReviewRequest.objects.waiting().select_related("revision__page")
    return get_object_or_404(requests, pk=request_id)


def _show(request: SignedIn, asked: ReviewRequest, **extra: Any) -> HttpResponse:
    revision = asked.revision
    public = Revision.objects.filter(publications__in=revision.page.publications.standing()).first()
    context = {
        "asked": people.named([asked], "asked_by")[0],
        "revision": revision,
        "text": reading.preview_of(revision.page, revision.number),
        "advice": advice.on(revision),
        "parts": differences.of_texts(public.in_words(), revision.in_words())
        if public and public != revision
        else None,
        "is_again": public == revision,
    }
    return render(request, "guide/desk/review.html", context | extra)
