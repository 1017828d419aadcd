"""Gives each request a keyring of its own, so that no key outlives the request that fetched it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from waylight.privacy import keyring


def fresh_keyring(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        with keyring.fresh():
            return get_response(request)

    return middleware
