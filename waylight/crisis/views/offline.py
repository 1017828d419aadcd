"""The worker that lets pages of help open without a signal, and the manifest by which a phone installs them."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from waylight.crisis import facts, offline, packing
from waylight.crisis.sessionless import sessionless
from waylight.ui import styles


@sessionless
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. A browser asks for it on every visit, so nothing about it is written down either."""
    script, version = offline.worker()
    response = packing.answer(request, script)
    response["Content-Type"] = "text/javascript; charset=utf-8"
    response["Cache-Control"] = "no-cache"
    response["ETag"] = f'W/"{version}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@sessionless
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone shows of the installed pages: a name and a picture that give nothing away (REQUIREMENTS 7.7)."""
    name = facts.read().neutral_name
    page = styles.palette("light")["--page"]
    sizes = (("icon-app.svg", "any"), ("icon-app-192.png", "192x192"), ("icon-app-512.png", "512x512"))
    icons = [{"src": static(f"ui/{file}"), "sizes": size, "purpose": "any maskable"} for file, size in sizes]
    values = {
        "id": "/",
        "name": name,
        "short_name": name,
        "start_url": reverse("crisis:now"),
        "scope": "/",
        "display": "standalone",
        "background_color": page,
        "theme_color": page,
        "icons": icons,
    }
    response = JsonResponse(values, content_type="application/manifest+json")
    response["Cache-Control"] = "public, max-age=3600"
    return response
