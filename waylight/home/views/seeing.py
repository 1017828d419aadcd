"""What I see: a client's own charts, each to be shown, put away, or written to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.accounts.signed_in import SignedIn
from waylight.care import chart_notes
from waylight.home import seeing
from waylight.home.chart_forms import ChartNoteForm, ChartShownForm
from waylight.privacy.idempotency import once


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def page(request: SignedIn) -> HttpResponse:
    return _show(request)


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def show(request: SignedIn) -> HttpResponse:
    form = _form(request, ChartShownForm(request.POST))
    if not form.is_valid():
        raise Http404
    key, is_shown = form.cleaned_data["chart"], form.cleaned_data["shown"] == "yes"
    chart_notes.show(request.user.client, key, is_shown, by=request.user)
    messages.success(request, _("Shown.") if is_shown else _("Put away."))
    return redirect("home:seeing")


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def write(request: SignedIn) -> HttpResponse:
    form = _form(request, ChartNoteForm(request.POST))
    if not form.is_valid():
        return _show(request, {form.data["chart"]: form})
    chart_notes.write(
        request.user.client, form.cleaned_data["chart"], form.cleaned_data["words"], by=request.user
    )
    messages.success(request, _("Saved."))
    return redirect("home:seeing")


def _form(request: SignedIn, form: Any) -> Any:
    """Only of a chart that is this client's; any other is not there."""
    if not seeing.has(request.user.client, form.data.get("chart", ""), by=request.user):
        raise Http404
    return form


def _show(request: SignedIn, forms: dict[str, ChartNoteForm] | None = None) -> HttpResponse:
    over = seeing.span(request.GET.get("period", ""))
    found = seeing.of_client(request.user.client, over, by=request.user)
    context = {
        "period": over.period,
        "shown": [
            {"seen": one, "form": (forms or {}).get(one.key) or ChartNoteForm.of(one)}
            for one in found
            if one.is_shown
        ],
        "put_away": [one for one in found if not one.is_shown],
        "form": next(iter((forms or {}).values()), None),
    }
    return render(request, "home/seeing.html", context)
