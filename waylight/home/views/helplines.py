"""Helplines in the office: which numbers show and why, and who saw that they are right."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.crisis import directory
from waylight.home import helplines
from waylight.practice.forms import CheckForm
from waylight.practice.helplines import CannotCheck, record_check
from waylight.practice.models import Practice
from waylight.privacy.idempotency import once


@allow(Permission.CHECK_HELPLINES)
def everyone(request: SignedIn) -> HttpResponse:
    """The practice's own countries; any other by choice."""
    if directory.name_of(request.GET.get("country", "")):
        return redirect("home:helplines_country", code=request.GET["country"].lower())
    context = {
        "tallies": helplines.tallies(Practice.current().countries, timezone.localdate()),
        "countries": directory.countries(),
    }
    return render(request, "home/helplines.html", context)


@allow(Permission.CHECK_HELPLINES)
def country(request: SignedIn, code: str) -> HttpResponse:
    return _show(request, code)


@require_POST
@allow(Permission.CHECK_HELPLINES)
@once
def check(request: SignedIn, code: str) -> HttpResponse:
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _show(request, code, problem=next(iter(form.errors.values()))[0])
    way = form.way(code)
    try:
        record_check(
            way.country,
            way.line,
            way.dial,
            kind=way.kind,
            is_right=form.is_right,
            seen_on=form.seen,
            by=request.user,
        )
    except CannotCheck as refusal:
        return _show(request, code, problem=str(refusal))
    messages.success(request, _("Saved. Pages of help follow at once."))
    return redirect("home:helplines_country", code=code.lower())


def _show(request: SignedIn, code: str, **extra: Any) -> HttpResponse:
    name = directory.name_of(code)
    if name is None:
        raise Http404
    today = timezone.localdate()
    context = {
        "code": code.lower(),
        "name": name,
        "lines": helplines.lines(code, today),
        "complaints": helplines.complaints(code),
        "today": today,
        "me": str(request.user.pk),
    } | extra
    return render(request, "home/helplines_country.html", context)
