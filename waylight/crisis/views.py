"""Help now and Leave. Rendered without the request: no context processor runs, so nothing asks session or database."""

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from waylight.crisis import directory, facts, packing, values, visitor
from waylight.crisis.sessionless import sessionless

KEPT_FOR = 300  # seconds that a browser or a cache may keep a page of help


@sessionless
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Help for the country this browser remembers; else a choice of countries."""
    found = visitor.country_of(request)
    response = _help(request, found) if found else _choice(request)
    patch_vary_headers(response, ["Cookie"])
    return response


@sessionless
@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    return _choice(request)


@sessionless
@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    found = visitor.country(code)
    if found is None:
        return _choice(request, unknown=True)
    response = _help(request, found)
    visitor.remember(response, found)
    return response


@sessionless
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """To a site that gives nothing away (UI.md 2.4). Nothing is written down about it.

    It takes the cookies along: all of them where the browser knows how, and the session's everywhere.
    """
    response = HttpResponse(status=303, headers={"Location": facts.read().exit_site})
    response["Referrer-Policy"] = "no-referrer"
    response["Clear-Site-Data"] = '"cookies"'
    response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response


def _help(request: HttpRequest, country: values.Country) -> HttpResponse:
    response = _page(request, "crisis/country.html", code=country.code)
    response["Content-Location"] = reverse(
        "crisis:country", args=[country.code.lower()]
    )  # the worker keeps it there
    return response


def _choice(request: HttpRequest, *, unknown: bool = False) -> HttpResponse:
    return _page(request, "crisis/countries.html", unknown=unknown)


def _page(request: HttpRequest, template: str, *, code: str = "", unknown: bool = False) -> HttpResponse:
    page = _packed(template, code, unknown, visitor.today(), facts.read(), get_language() or "")
    response = packing.answer(request, page)
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response


@lru_cache(maxsize=600)
def _packed(
    template: str, code: str, unknown: bool, on: date, practice: facts.Facts, _language: str
) -> packing.Packed:
    """A page, rendered and compressed once a day for the same country, facts and language."""
    context = {
        "facts": practice,
        "country": visitor.country(code, on=on) if code else None,
        "common": [(each, directory.name_of(each)) for each in directory.COMMON],
        "letters": directory.by_letter(),
        "unknown": unknown,
    }
    return packing.pack(render_to_string(template, context), packing.QUICK if code else packing.SMALLEST)
