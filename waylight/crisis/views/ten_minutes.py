"""Ten minutes, and what a browser shows without a signal. These pages know nobody: no session, database or cache.

None of them may be kept by a browser's own cache (UI.md 2.4); the worker keeps them, and asks for fresh ones first.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from waylight.crisis import packing, pages, visitor
from waylight.crisis.sessionless import sessionless


@sessionless
@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Ten minutes: act first, ask later (UI.md J6)."""
    return _page("crisis/now.html", request)


@sessionless
@require_safe
def hurt(request: HttpRequest) -> HttpResponse:
    """For somebody who has just hurt themselves: when to call, and no advice on treatment (UI.md J1)."""
    return _page("crisis/now_hurt.html", request)


@sessionless
@require_safe
def kept_plan(request: HttpRequest) -> HttpResponse:
    return _page("crisis/kept_plan.html", request)


@sessionless
@require_safe
def no_signal(request: HttpRequest) -> HttpResponse:
    return _page("crisis/no_signal.html", request)


@sessionless
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    return _page("crisis/signed_out.html", request)


def _page(template: str, request: HttpRequest) -> HttpResponse:
    response = packing.answer(request, pages.ten_minutes(template, visitor.country_of(request)))
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Cookie"])
    return response
