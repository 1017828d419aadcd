"""The language of a page: the one somebody chose for this browser, in a plain cookie. It is never guessed.

An account keeps its own (accounts.middleware). A language is there when it has a catalogue (docs/decisions/0009).
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def offered() -> dict[str, str]:
    """Code and own name of each language that the pages are there in, English first."""
    return dict(settings.LANGUAGES)


def is_a_choice() -> bool:
    return len(settings.LANGUAGES) > 1


def of_browser(request: HttpRequest) -> str:
    """What this browser remembers; English when it remembers nothing that is still there."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in offered() else settings.LANGUAGE_CODE


def remember(response: HttpResponse, code: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def tag(code: str | None = None) -> str:
    """The code as HTML and HTTP write it (BCP 47): "en-GB" for "en-gb"."""
    language, _, region = (code or translation.get_language() or settings.LANGUAGE_CODE).partition("-")
    return f"{language}-{region.upper() if len(region) == 2 else region.title()}" if region else language


def is_right_to_left() -> bool:
    return translation.get_language_bidi()
