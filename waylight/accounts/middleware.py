"""The request runs in the person's own time zone and language; staff see nothing of a client without their second factor;
what was erased is said so."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from waylight.accounts import second_factor
from waylight.privacy.keyring import KeyDestroyed
from waylight.ui import languages, views

Handler = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]


def own_time_zone(get_response: Handler) -> Handler:
    """The zone of whoever is signed in; UTC for a visitor, unless a view knows better."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            if request.user.is_authenticated:
                timezone.activate(request.user.zone)
            return get_response(request)
        finally:
            timezone.deactivate()

    return middleware


def own_language(get_response: Handler) -> Handler:
    """The language that somebody keeps with their account; otherwise the browser's stays."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.language in languages.offered():
            translation.activate(user.language)
        response = get_response(request)
        response.setdefault("Content-Language", languages.tag())
        return response

    return middleware


def erased_words(get_response: Handler) -> Handler:
    """A page about somebody whose words were erased says so: nothing is broken, and nobody need be woken."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return views.erased(request) if isinstance(exception, KeyDestroyed) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def second_factor_for_staff(get_response: Handler) -> Handler:
    """Closed by default: a view opens to staff without the mark by `login_not_required` or `before_second_factor`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        is_open = not getattr(view, "login_required", True)
        if is_open or getattr(view, "before_second_factor", False):
            return None
        user = request.user
        if user.is_authenticated and user.is_staff_member and not second_factor.is_passed(request):
            return second_factor.ask_for_it(request)
        return None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware
