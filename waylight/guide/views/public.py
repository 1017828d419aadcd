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
from waylight.guide import kept, reading
from waylight.guide.pages import Page
from waylight.practice.models import Practice

KEPT_FOR = 300  # seconds
OPEN_PAGES = ("guide:home", "guide:everything", "people:list", "intake:ask", "intake:questions")
PRIVATE = ("/me/", "/desk/", "/office/", "/home/", "/sign-in/", "/times/", "/demo/", "/leave/")
FOLLOWING = ("/ask/sent/", "/ask/withdraw/", "/ask/answer/")  # asking itself is for everybody to find
ON_HOME, BESIDE = 6, 4  # pages listed on the first page for a topic, and below another page


@sessionless
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    practice, library = reading.current()
    context = {
        "country": visitor.country_of(request),
        "countries": [name for code in practice.countries if (name := directory.name_of(code))],
        "topics": library.topics,
        "shown": f":{ON_HOME}",
    }
    response = _public(render(request, "guide/home.html", practice, context))
    patch_vary_headers(response, ["Cookie"])  # the country that the browser remembers
    return response


@sessionless
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    practice, library = reading.current()
    try:
        found = library.page(slug)
    except reading.WithdrawnPage:
        return _withdrawn(request, practice, library)
    except reading.UnknownPage as error:
        raise Http404 from error
    if request.path != found.address:
        return redirect(found.address, permanent=True)
    html = kept.rendered(
        (practice, library), slug, lambda: show(request, practice, found, library.beside(found)[:BESIDE])
    )
    return _public(html)


@sessionless
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    practice, library = reading.current()
    context = {"topics": library.topics, "about": library.about}
    return _public(render(request, "guide/everything.html", practice, context))


@sessionless
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What somebody looks for is theirs: no cache keeps the answer, and nothing here notes the words."""
    practice, library = reading.current()
    query = " ".join(request.GET.get("q", "").split())[:200]
    context = {"query": query, "found": library.index.find(query), "topics": library.topics}
    response = HttpResponse(render(request, "guide/search.html", practice, context))
    patch_cache_control(response, private=True, no_store=True)
    return response


@sessionless
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {area}" for area in PRIVATE + FOLLOWING),
        f"Sitemap: {_absolute('guide:sitemap')}",
        "",
    ]
    return _public("\n".join(lines), content_type="text/plain; charset=utf-8")


@sessionless
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    own = [
        {"address": settings.BASE_URL + each.address, "on": each.published_on}
        for each in reading.library().pages.values()
    ]
    context = {"pages": own, "others": [_absolute(name) for name in OPEN_PAGES]}
    return _public(render_to_string("guide/sitemap.xml", context), content_type="application/xml")


def show(request: HttpRequest, practice: Practice, page: Page, more: list[Page]) -> str:
    """The page as the public reads it."""
    context = {"page": page, "more": more, "canonical": settings.BASE_URL + page.address}
    return render(request, "guide/page.html", practice, context)


def render(request: HttpRequest, template: str, practice: Practice, context: dict[str, Any]) -> str:
    shared = {
        "request": request,
        "practice": practice,
        "canonical": settings.BASE_URL + request.path,
    }
    return render_to_string(template, shared | context)


def _withdrawn(request: HttpRequest, practice: Practice, library: reading.Library) -> HttpResponse:
    context = {"topics": library.topics, "shown": f":{ON_HOME}"}
    return HttpResponse(render(request, "guide/withdrawn.html", practice, context), status=410)


def _absolute(name: str) -> str:
    return settings.BASE_URL + reverse(name)


def _public(content: str, content_type: str | None = None) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response
