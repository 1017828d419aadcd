"""Error pages in plain words. They need no database, session or setting, and each offers Help now."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

WORDS_ARE_SAFE = "Your browser still has your words. Use its Back button to see them."


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return too_large(request)
    return _error(
        400, "We could not read that", "Something in what your browser sent was broken.", WORDS_ARE_SAFE
    )


def odd_characters(request: HttpRequest) -> HttpResponse:
    what = "The text holds a character that cannot be saved. It is one that no keyboard writes."
    return _error(
        400,
        "We could not read that",
        what,
        f"{WORDS_ARE_SAFE} Then type the text in, or leave that part out.",
    )


def too_large(request: HttpRequest) -> HttpResponse:
    what = "The text is longer than we can take at once."
    return _error(413, "That is too long", what, f"{WORDS_ARE_SAFE} Then send a shorter part.")


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(403, "This page is not open to you", "You may need to sign in first.")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    what = "There is no page here, or it is not one for you to see."
    return _error(404, "Page not found", what, "If you typed the address, check it.")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form whose safety check fails, mostly because it was open for long or cookies are off."""
    what = "This form was open for too long, or the browser keeps no cookies. Nothing was sent."
    return _error(
        403, "Please send that again", what, f"{WORDS_ARE_SAFE} Copy them, load the page again and send."
    )


def went_wrong(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _no_database()
    what = "Something broke on our side. It is not your fault."
    return _error(500, "Something went wrong", what, "Try again in a few minutes. " + WORDS_ARE_SAFE)


def _no_database() -> HttpResponse:
    what = "We cannot reach what this page needs at the moment. It is not your fault. Help now works all the same."
    return _error(503, "Please try again soon", what, "Try again in a few minutes. " + WORDS_ARE_SAFE)


def _error(status: int, title: str, *sentences: str) -> HttpResponse:
    # Rendered without the request: then no context processor runs, and nothing asks the database or session.
    page = render_to_string("ui/error.html", {"title": title, "sentences": sentences})
    return HttpResponse(page, status=status)
