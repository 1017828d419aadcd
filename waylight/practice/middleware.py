"""Within a request the practice's row is read once, however many ask for it. Nothing is kept beyond the request."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

kept: ContextVar[list[Any] | None] = ContextVar("kept", default=None)


def one_reading(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponse:
        token = kept.set([])
        try:
            return get_response(request)
        finally:
            kept.reset(token)

    return middleware
