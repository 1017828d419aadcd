"""The office: feedback that clients sent to the lead of the practice, and which questionnaires there are."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.measures import answering, catalogue, packs, showing
from waylight.measures.models import Administration
from waylight.measures.views import reach
from waylight.privacy.idempotency import once

PAGE = 25


@require_safe
@allow(Permission.ANSWER_ENQUIRIES)
def feedback(request: HttpRequest) -> HttpResponse:
    rows = Administration.objects.visible_to(request.user).select_related("therapist", "appointment")
    page = Paginator(rows.order_by("-finished_at", "pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "measures/office_feedback.html", {"page": page})


@require_safe
@allow(Permission.ANSWER_ENQUIRIES)
def one_feedback(request: HttpRequest, pk: Any) -> HttpResponse:
    row = answering.read(reach.given(request, pk), by=request.user)
    return render(request, "measures/one_feedback.html", showing.of_therapist(row))


@require_POST
@allow(Permission.ANSWER_ENQUIRIES)
@once
def mark_read(request: HttpRequest, pk: Any) -> HttpResponse:
    answering.mark_read(reach.given(request, pk), by=request.user)
    messages.success(request, _("Marked as read. They can see that it was read."))
    return redirect("measures:one_feedback", pk)


@require_safe
@allow(Permission.KEEP_SETTINGS)
def instruments(request: HttpRequest) -> HttpResponse:
    """Which there are, by whom and under which licence, and what is wrong with a text that cannot be used."""
    context = {"forms": [(form, _trouble(form)) for form in catalogue.all()]}
    return render(request, "measures/instruments.html", context)


def _trouble(form: catalogue.Instrument) -> str:
    if form.is_shipped:
        return ""
    try:
        packs.read(form.id, len(form.questions), len(form.questions[0].options))
    except packs.Unusable as trouble:
        return str(trouble)
    return ""
