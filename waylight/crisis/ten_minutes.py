"""Views of Ten minutes, and of what a browser shows without a signal. They know nobody: no session, database or cache.

Each is rendered without the request, once a day for the same country and facts. None of them may be kept by a browser's
own cache (UI.md 2.4); the worker keeps them, and asks for fresh ones first.
"""

from datetime import date
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from waylight.crisis import facts, packing, values, visitor
from waylight.crisis.sessionless import sessionless

# Pages of parts above this one: a practice may run without them, and then there is no link.
PLAN, SHARED_PHONES = "care:plan", "guide:shared_phones"


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


def packed(template: str, code: str) -> packing.Packed:
    """One of these pages for a country (two letters), or for an unknown one (""), as it is today."""
    return _packed(template, code, visitor.today(), facts.read(), get_language() or "")


def _page(template: str, request: HttpRequest) -> HttpResponse:
    found = visitor.country_of(request)
    response = packing.answer(request, packed(template, found.code if found else ""))
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Cookie"])
    return response


@lru_cache(maxsize=1000)
def _packed(template: str, code: str, on: date, practice: facts.Facts, _language: str) -> packing.Packed:
    country = visitor.country(code, on=on) if code else None
    context = {
        "facts": practice,
        "country": country,
        "text": country and _text_for_all(country),
        "numbers": range(11),
        "plan": address(PLAN),
        "shared_phones": address(SHARED_PHONES),
    }
    return packing.pack(render_to_string(template, context))


def _text_for_all(country: values.Country) -> values.Channel | None:
    """The first line that reads texts and is for everyone; what is for some has its place on Help now."""
    lines = (line.by("text") for line in country.lines if line.for_everyone)
    return next((line.channels[0] for line in lines if line), None)


def address(name: str) -> str:
    """Where a page of another part is; nothing where the practice runs without that part."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
