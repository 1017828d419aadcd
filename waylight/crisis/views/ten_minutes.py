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
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One of pages.TEN_MINUTES, with the number of the country that this browser remembers (UI.md J1, J6)."""
    response = packing.answer(request, pages.ten_minutes(name, visitor.country_of(request)))
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Cookie"])
    return response
