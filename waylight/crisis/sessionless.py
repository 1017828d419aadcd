"""Pages that are answered before sessions, sign-in and database are even asked.

Django's LoginRequiredMiddleware looks at the session of every request, open pages included: with the database down, a
browser that is signed in could not read Help now. And whatever looked at the session may not be kept by a cache.
"""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, ResolverMatch, resolve

Handler = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., HttpResponse])


def sessionless(view: View) -> View:
    """Marks a view that needs neither session nor user, nor any later middleware. It is open to all."""
    view.sessionless = True  # type: ignore[attr-defined]
    return login_not_required(view)


def answer_sessionless_pages(get_response: Handler) -> Handler:
    """Stands before the sessions in MIDDLEWARE, and calls such views itself. It adds a slash that was not typed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        match = _match(path)
        if match is None:
            return (
                HttpResponsePermanentRedirect(f"{path}/") if is_sessionless(path) else get_response(request)
            )
        request.resolver_match = match
        response = match.func(request, *match.args, **match.kwargs)
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response

    return middleware


def is_sessionless(path: str) -> bool:
    """Whether a page at this address, or at the same with the slash that was not typed, needs neither session nor database."""
    return _match(path) is not None or (not path.endswith("/") and _match(f"{path}/") is not None)


def _match(path: str) -> ResolverMatch | None:
    """The view of that address, if it is a sessionless one."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if getattr(match.func, "sessionless", False) else None
