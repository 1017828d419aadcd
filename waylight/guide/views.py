"""The public pages. Rendered without context processors: nothing looks at the session, so any cache may keep a page."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from waylight.crisis import directory, visitor
from waylight.crisis.sessionless import sessionless
from waylight.guide import pages
from waylight.practice.models import Practice

KEPT_FOR = 300  # seconds
OPEN_PAGES = ("guide:home", "people:list", "intake:ask")
PRIVATE = ("/me/", "/desk/", "/office/", "/home/", "/sign-in/", "/times/", "/ask/", "/demo/", "/leave/")


@sessionless
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {"country": visitor.country_of(request), "shelf": pages.things_to_read()}
    response = _page(request, "guide/home.html", context)
    patch_vary_headers(response, ["Cookie"])  # the country that the browser remembers
    return response


@sessionless
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        found = pages.page(slug)
    except pages.UnknownPage as error:
        raise Http404 from error
    if request.path != found.address:
        return redirect(found.address, permanent=True)
    return _page(request, "guide/page.html", {"page": found, "shelf": pages.things_to_read()})


@sessionless
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {area}" for area in PRIVATE),
        f"Sitemap: {_absolute('guide:sitemap')}",
        "",
    ]
    return _public(HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"))


@sessionless
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    own = [
        {"address": settings.BASE_URL + each.address, "on": each.written_on}
        for each in pages.all_pages().values()
    ]
    context = {"pages": own, "others": [_absolute(name) for name in OPEN_PAGES]}
    return _public(
        HttpResponse(render_to_string("guide/sitemap.xml", context), content_type="application/xml")
    )


def _absolute(name: str) -> str:
    return settings.BASE_URL + reverse(name)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    practice = Practice.current()
    shared = {
        "request": request,
        "practice": practice,
        "countries": [name for code in practice.countries if (name := directory.name_of(code))],
        "canonical": settings.BASE_URL + request.path,
    }
    return _public(HttpResponse(render_to_string(template, shared | context)))


def _public(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response
