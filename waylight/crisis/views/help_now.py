"""Help now: the numbers of one country, or a choice of countries."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from waylight.crisis import packing, pages, values, visitor
from waylight.crisis.sessionless import sessionless

KEPT_FOR = 300  # seconds that a browser or a cache may keep a page of help


@sessionless
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Help for the country this browser remembers; else a choice of countries."""
    found = visitor.country_of(request)
    response = _help(request, found) if found else _answer(request, pages.choice())
    patch_vary_headers(response, ["Cookie"])
    return response


@sessionless
@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    return _answer(request, pages.choice())


@sessionless
@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    found = visitor.country(code)
    if found is None:
        return _answer(request, pages.choice(unknown=True))
    response = _help(request, found)
    visitor.remember(response, found)
    return response


def _help(request: HttpRequest, country: values.Country) -> HttpResponse:
    response = _answer(request, pages.help_now(country))
    response["Content-Location"] = reverse(
        "crisis:country", args=[country.code.lower()]
    )  # the worker keeps it there
    return response


def _answer(request: HttpRequest, page: packing.Packed) -> HttpResponse:
    response = packing.answer(request, page)
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response
