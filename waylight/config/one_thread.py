"""Answers each request on one thread from beginning to end: no view and no middleware of Waylight is asynchronous.

Django's own handler gives every request a thread, and goes to it and back for each signal, for each middleware that looks at
the view, and for the view. Here there are few threads: many requests at once wait in order and do not disturb one another.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import HttpResponseBase
from django.urls import set_script_prefix

from waylight.crisis.sessionless import is_sessionless

THREADS = 16  # twice the connections to the database (databases.postgresql): some wait for something else
OPEN_THREADS = 4


class OneThreadHandler(ASGIHandler):
    """Pages that ask no database have threads of their own: Help now is there while all others wait for one that is stuck."""

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self.threads = ThreadPoolExecutor(THREADS, "page")
        self.open_threads = ThreadPoolExecutor(OPEN_THREADS, "open-page")

    async def handle(
        self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Any]
    ) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        threads = self.open_threads if is_sessionless(scope["path"]) else self.threads
        alone = (
            contextvars.copy_context()
        )  # language, clocks and keys of one person never meet the next on that thread
        loop = asyncio.get_running_loop()
        response = await loop.run_in_executor(threads, alone.run, self._answer, scope, body)
        await self.send_response(response, send)

    def _answer(self, scope: dict[str, Any], body: IO[bytes]) -> HttpResponseBase:
        """The whole answer; what it needed, such as a connection to the database, is given back already."""
        with body:
            set_script_prefix(get_script_prefix(scope))
            signals.request_started.send(sender=type(self), scope=scope)
            request, problem = self.create_request(scope, body)
            response: HttpResponseBase = self.get_response(request) if request is not None else problem  # type: ignore[assignment]
            response.close()
        return response
