"""Error pages in plain words. They need no database, session or setting, and each offers Help now."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS_ARE_SAFE = _("Your browser still has your words. Use its Back button to see them.")
TRY_AGAIN = _("Try again in a few minutes. {words_are_safe}")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return too_large(request)
    return _error(
        400, _("We could not read that"), _("Something in what your browser sent was broken."), WORDS_ARE_SAFE
    )


def odd_characters(request: HttpRequest) -> HttpResponse:
    what = _("The text holds a character that cannot be saved. It is one that no keyboard writes.")
    return _error(
        400,
        _("We could not read that"),
        what,
        _("{words_are_safe} Then type the text in, or leave that part out.").format(
            words_are_safe=WORDS_ARE_SAFE
        ),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    what = _("The text is longer than we can take at once.")
    return _error(
        413,
        _("That is too long"),
        what,
        _("{words_are_safe} Then send a shorter part.").format(words_are_safe=WORDS_ARE_SAFE),
    )


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(403, _("This page is not open to you"), _("You may need to sign in first."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    what = _("There is no page here, or it is not one for you to see.")
    return _error(404, _("Page not found"), what, _("If you typed the address, check it."))


def erased(request: HttpRequest) -> HttpResponse:
    """For words whose key was destroyed."""
    what = _("What was written here is erased. Nobody can read it any more.")
    return _error(410, _("This is erased"), what)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form whose safety check fails, mostly because it was open for long or cookies are off."""
    what = _("This form was open for too long, or the browser keeps no cookies. Nothing was sent.")
    return _error(
        403,
        _("Please send that again"),
        what,
        _("{words_are_safe} Copy them, load the page again and send.").format(words_are_safe=WORDS_ARE_SAFE),
    )


def went_wrong(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _no_database()
    what = _("Something broke on our side. It is not your fault.")
    return _error(500, _("Something went wrong"), what, TRY_AGAIN.format(words_are_safe=WORDS_ARE_SAFE))


def _no_database() -> HttpResponse:
    what = _(
        "We cannot reach what this page needs at the moment. It is not your fault. Help now "
        "works all the same."
    )
    return _error(503, _("Please try again soon"), what, TRY_AGAIN.format(words_are_safe=WORDS_ARE_SAFE))


def _error(status: int, title: str | Promise, *sentences: str | Promise) -> HttpResponse:
    # Rendered without the request: then no context processor runs, and nothing asks the database or session.
    page = render_to_string("ui/error.html", {"title": title, "sentences": sentences})
    return HttpResponse(page, status=status)
