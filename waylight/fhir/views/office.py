"""Where a manager authorises systems, makes their tokens and ends them. Whose data they read, the office does not see."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.fhir import systems
from waylight.fhir.forms import SystemForm, TokenForm
from waylight.fhir.models import System
from waylight.fhir.resources import KINDS
from waylight.fhir.views.api import base
from waylight.privacy.idempotency import once

SHOWN_ONCE = "fhir_secret"  # in the session, which is sealed, until the page has shown it
PAGE = 20


@require_safe
@allow(Permission.KEEP_SETTINGS)
def index(request: SignedIn) -> HttpResponse:
    rows = System.objects.visible_to(request.user).order_by("-authorised_at", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "fhir/systems.html", {"page": page, "base": base()})


@allow(Permission.KEEP_SETTINGS)
@once
def add(request: SignedIn) -> HttpResponse:
    form = SystemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        system = systems.authorise(wanted["name"], wanted["purpose"], wanted["types"], by=request.user)
        return redirect("fhir:system", system.pk)
    return render(request, "fhir/add_system.html", {"form": form})


@require_safe
@allow(Permission.KEEP_SETTINGS)
def system(request: SignedIn, pk: Any) -> HttpResponse:
    """`secret` is there once, on the page that follows its making."""
    found = _found(request, pk)
    return _show(request, found, TokenForm(), request.session.pop(_name_of(found), ""))


@require_POST
@allow(Permission.KEEP_SETTINGS)
@once
def make_token(request: SignedIn, pk: Any) -> HttpResponse:
    found = _found(request, pk)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        secret = systems.make_token(found, int(form.cleaned_data["days"]), by=request.user)
    except systems.SystemEnded as refusal:
        return _show(request, found, form, problem=str(refusal))
    request.session[_name_of(found)] = secret
    return redirect("fhir:system", pk)


@allow(Permission.KEEP_SETTINGS)
@once
def end(request: SignedIn, pk: Any) -> HttpResponse:
    found = _found(request, pk)
    if request.method != "POST":
        return render(request, "fhir/end_system.html", {"system": found})
    systems.end(found, by=request.user)
    messages.success(request, _("It can no longer read anything."))
    return redirect("fhir:systems")


def _name_of(found: System) -> str:
    """Of its own for each system, so that no page of another shows it."""
    return f"{SHOWN_ONCE}:{found.pk}"


def _found(request: HttpRequest, pk: Any) -> System:
    standing = Count("allowances", filter=Q(allowances__ended_at=None))
    return get_object_or_404(System.objects.visible_to(request.user).annotate(allowed=standing), pk=pk)


def _show(
    request: HttpRequest, found: System, form: TokenForm, secret: str = "", problem: str = ""
) -> HttpResponse:
    context = {
        "system": found,
        "abouts": [KINDS[type].about for type in found.types if type in KINDS],
        "token": found.tokens.filter(revoked_at=None).first(),
        "form": form,
        "secret": secret,
        "problem": problem,
        "base": base(),
    }
    return render(request, "fhir/system.html", context)
