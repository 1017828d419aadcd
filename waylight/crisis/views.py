"""Help now and Leave. Rendered without the request: no context processor runs, so nothing asks session or database."""

from datetime import date
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from waylight.crisis import directory, facts, values, visitor
from waylight.crisis.sessionless import sessionless

KEPT_FOR = 300  # seconds that a browser or a cache may keep a page of help


@sessionless
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Help for the country this browser remembers; else a choice of countries."""
    found = visitor.country_of(request)
    response = _help(found) if found else _choice()
    patch_vary_headers(response, ["Cookie"])
    return response


@sessionless
@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    return _choice()


@sessionless
@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    found = directory.country(code, on=visitor.today())
    if found is None:
        return _choice(unknown=True)
    response = _help(found)
    visitor.remember(response, found)
    return response


@sessionless
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """To a site that gives nothing away (UI.md 2.4). Nothing is written down about it."""
    response = HttpResponse(status=303, headers={"Location": facts.read().exit_site})
    response["Referrer-Policy"] = "no-referrer"
    response["Clear-Site-Data"] = '"cookies"'
    response["Cache-Control"] = "no-store"
    return response


def _help(country: values.Country) -> HttpResponse:
    return _page("crisis/country.html", code=country.code)


def _choice(*, unknown: bool = False) -> HttpResponse:
    return _page("crisis/countries.html", unknown=unknown)


def _page(template: str, *, code: str = "", unknown: bool = False) -> HttpResponse:
    response = HttpResponse(_html(template, code, unknown, visitor.today(), facts.read()))
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response


@lru_cache(maxsize=600)
def _html(template: str, code: str, unknown: bool, on: date, practice: facts.Facts) -> str:
    """A page as text, rendered once a day for the same country and facts."""
    context = {
        "facts": practice,
        "country": directory.country(code, on=on) if code else None,
        "common": [(each, directory.name_of(each)) for each in directory.COMMON],
        "letters": directory.by_letter(),
        "unknown": unknown,
    }
    return render_to_string(template, context)
