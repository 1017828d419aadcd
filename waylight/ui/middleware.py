"""Headers that keep a visit quiet, and the one place that refuses characters no text can hold."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from waylight.ui import languages, views

Handler = Callable[[HttpRequest], HttpResponse]

# The meeting needs camera, microphone and sound, signing in needs passkeys; all else is off (ASSURANCE A8).
ALLOWED_HERE = (
    "autoplay",
    "camera",
    "microphone",
    "publickey-credentials-get",
    "publickey-credentials-create",
)
OFF = (
    "accelerometer", "browsing-topics", "display-capture", "encrypted-media", "geolocation",
    "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "midi", "payment", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join([*(f"{name}=(self)" for name in ALLOWED_HERE), *(f"{name}=()" for name in OFF)])


def quiet_headers(get_response: Handler) -> Handler:
    """Nothing is stored or indexed unless a view has called its answer public in Cache-Control, or itself `findable`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault(
            "Referrer-Policy", "same-origin"
        )  # with "no-referrer" no form passes the CSRF check
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response.setdefault("Cache-Control", "no-store")
        if "public" not in response["Cache-Control"]:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return middleware


def quiet_redirects(get_response: Handler) -> Handler:
    """Tells a form that discreet.js sends where to go next, instead of sending it there.

    A fetch follows a redirect by itself: the page would be made twice, and its one message shown to nobody.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "X-Quiet" not in request.headers or "Location" not in response.headers:
            return response
        response.headers["X-Quiet-Location"] = response.headers["Location"]
        del response.headers["Location"]
        response.status_code = 204
        response.content = b""
        response.headers["Content-Length"] = "0"
        return response

    return middleware


def findable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets search engines list a page that is made anew each time, and so is kept by no cache. Its forms stay out."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            response["X-Robots-Tag"] = "all"
        return response

    return wrapped


def chosen_language(get_response: Handler) -> Handler:
    """The page is in the language this browser remembers, and says which one it is in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(languages.of_browser(request)):
            response = get_response(request)
            response.setdefault("Content-Language", languages.tag())
        if languages.is_a_choice():
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


def plain_text_only(get_response: Handler) -> Handler:
    """Answers 400 to a NUL or a lone surrogate in an address or a form: databases and files refuse them later."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if any(not is_plain(text) for text in _texts(request)):
            return views.odd_characters(request)
        return get_response(request)

    return middleware


def is_plain(text: str) -> bool:
    """Whether a text can be kept: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _texts(request: HttpRequest):
    yield request.path_info
    for data in (request.GET, request.POST):
        for name, values in data.lists():
            yield name
            yield from values
