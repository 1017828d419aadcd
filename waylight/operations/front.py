"""Asks our own pages as a visitor without a cookie would, and writes their headers for the web server in front.

So that a static copy carries exactly the headers that Django gives: there is one source for both.
"""

from functools import cache
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse

# What the web server says by itself of a file, or what holds for one answer alone.
NOT_KEPT = {"content-type", "content-length", "content-encoding", "location", "etag", "vary"}


def ask(address: str) -> HttpResponse:
    """What we answer to that address, all middleware included."""
    site = urlsplit(settings.BASE_URL)
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = address
    request.META = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "SERVER_NAME": site.hostname or "localhost",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "HTTP_HOST": site.netloc,
        "HTTP_X_FORWARDED_PROTO": site.scheme,
        "HTTP_ACCEPT_ENCODING": "br",
    }
    return cast(HttpResponse, _handler().get_response(request))


def snippet(name: str, response: HttpResponse) -> str:
    """A snippet of a Caddyfile that sets the headers of this answer."""
    kept = {key: value for key, value in response.items() if key.lower() not in NOT_KEPT}
    if policy := kept.get(
        "Content-Security-Policy"
    ):  # its parts come in any order, and a new file means a reload
        kept["Content-Security-Policy"] = "; ".join(sorted(policy.split("; ")))
    lines = [f"\t\t{key} `{value}`" for key, value in kept.items()]
    varies = [word for word in response.get("Vary", "").split(", ") if word not in ("", "Accept-Encoding")]
    lines += [f"\t\t+Vary `{word}`" for word in varies]
    lines += [f"\t\t+Set-Cookie `{cookie.OutputString()}`" for cookie in response.cookies.values()]
    return "\n".join([f"(waylight_{name}) {{", "\theader {", *sorted(lines), "\t}", "}", ""])


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler
