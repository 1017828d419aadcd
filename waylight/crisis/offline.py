"""The worker that lets pages of help open without a signal, and the manifest by which a phone installs them.

The worker is `worker.js` beside this file, with the list of what it holds before it. That list follows from the pages
themselves: each script and picture they ask for. When one of them changes, the worker is another one, and the browser
fetches all of it anew.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from waylight.crisis import directory, facts, packing, ten_minutes, views, visitor
from waylight.crisis.sessionless import sessionless
from waylight.ui import styles

SIGN_OUT = "account_logout"  # of a part above this one, like ten_minutes.PLAN
SOURCE = Path(__file__).parent / "worker.js"
MODULES = Path(styles.__file__).parent / "static/ui/modules"
PAGES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "crisis:now": ten_minutes.now,
    "crisis:hurt": ten_minutes.hurt,
    "crisis:kept_plan": ten_minutes.kept_plan,
    "crisis:no_signal": ten_minutes.no_signal,
    "crisis:signed_out": ten_minutes.signed_out,
    "crisis:help_now": views.help_now,
    "crisis:countries": views.countries,
}


@sessionless
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. A browser asks for it on every visit, so nothing about it is written down either."""
    script, version = _script(tuple(_pages()))
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


def _pages() -> Iterator[str]:
    """What it holds, as it is today: for nobody in particular, and for one country in place of all."""
    for code in ("", directory.COMMON[0]):
        request = HttpRequest()
        request.method, request.COOKIES[visitor.COOKIE] = "GET", code
        for view in PAGES.values():
            yield view(request).content.decode()


@lru_cache(maxsize=4)
def _script(pages: tuple[str, ...]) -> tuple[packing.Packed, str]:
    """The worker and its version."""
    source = SOURCE.read_text(encoding="utf-8")
    asked = {
        name for page in pages for name in re.findall(r'<script type="module" src="[^"]*/([\w-]+)\.', page)
    }
    version = hashlib.sha256("".join([source, *pages]).encode()).hexdigest()[:16]
    holds = {
        "version": version,
        "pages": [reverse(name) for name in PAGES],
        "files": [static(f"ui/modules/{name}.js") for name in sorted(_with_imports(asked))],
        "countries": reverse("crisis:countries"),
        "keptPlan": reverse("crisis:kept_plan"),
        "noSignal": reverse("crisis:no_signal"),
        "signedOut": reverse("crisis:signed_out"),
        "leave": reverse("crisis:leave"),
        "plan": ten_minutes.address(ten_minutes.PLAN),
        "signOut": ten_minutes.address(SIGN_OUT),
    }
    return packing.pack(f"const HOLDS = {json.dumps(holds)};\n{source}"), version


def _with_imports(names: set[str]) -> set[str]:
    """These modules, and those that they import."""
    found = set(names)
    waiting = list(names)
    while waiting:
        text = (MODULES / f"{waiting.pop()}.js").read_text(encoding="utf-8")
        new = set(re.findall(r'(?:from |import\()"\./([\w-]+)\.js"', text)) - found
        found |= new
        waiting += new
    return found
