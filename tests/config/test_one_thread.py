"""A request stays on one thread, and pages that ask no database wait for no other."""

import asyncio
import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import pytest
from django.core import signals
from django.http import HttpResponse

from tests import cast
from waylight.config.one_thread import THREADS, OneThreadHandler

PATIENCE = 20  # seconds, after which something hangs
LONGER = 60  # seconds for which it would, did nobody end it


@pytest.fixture
def handler():
    made = OneThreadHandler()
    yield made
    made.threads.shutdown()
    made.open_threads.shutdown()


def asked(handler: OneThreadHandler, path: str, body: bytes = b"", **more: Any) -> dict[str, Any]:
    """The answer's status, headers and body, as a server gets them."""
    scope = {"type": "http", "method": "POST" if body else "GET", "path": path, "query_string": b""}
    head = {b"host": b"localhost", b"content-type": b"application/x-www-form-urlencoded"}
    head[b"content-length"] = str(len(body)).encode()
    coming: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return coming.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(
        asyncio.wait_for(handler(scope | {"headers": list(head.items())} | more, receive, send), PATIENCE)
    )
    start, *parts = sent
    return start | {"body": b"".join(part["body"] for part in parts)}


def while_all_wait(handler: OneThreadHandler, act: Callable[[], Any]) -> Any:
    """Does it while every thread for ordinary pages is busy."""
    go_on = threading.Event()
    for _ in range(THREADS):
        handler.threads.submit(go_on.wait, LONGER)
    try:
        return act()
    finally:
        go_on.set()


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("path", ["/help-now/", "/help-now", "/leave/"])
def test_help_now_answers_while_every_other_page_waits(handler, path):
    answer = while_all_wait(handler, lambda: asked(handler, path))
    assert answer["status"] < 400


@pytest.mark.django_db(transaction=True)
def test_the_whole_of_a_request_is_on_one_thread(handler):
    cast.a_practice()
    seen: list[str] = []

    def note(**_context: Any) -> None:
        seen.append(threading.current_thread().name)

    for signal in (signals.request_started, signals.request_finished):
        signal.connect(note)
    try:
        answer = asked(handler, "/sign-in/")
    finally:
        for signal in (signals.request_started, signals.request_finished):
            signal.disconnect(note)
    assert answer["status"] == 200
    assert b"</html>" in answer["body"]
    assert len(seen) == 2
    assert seen[0] == seen[1]
    assert seen[0].startswith("page")


def test_a_form_is_read_and_refused_without_its_token(handler):
    answer = asked(handler, "/sign-in/", b"login=ana%40example.org")
    assert answer["status"] == 403


def test_who_goes_away_while_sending_is_not_answered(handler):
    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(_message: Any) -> None:
        raise AssertionError("nobody is there")

    scope = {"type": "http", "method": "POST", "path": "/sign-in/", "query_string": b"", "headers": []}
    asyncio.run(handler(scope, receive, send))


def test_an_address_that_is_no_text_is_refused(handler):
    answer = asked(handler, "/help-now/", query_string="café".encode("latin-1"))
    assert answer["status"] in {200, 400}


def test_nothing_of_one_request_is_left_for_the_next_on_its_thread(handler, monkeypatch):
    left: ContextVar[str] = ContextVar("left", default="nothing")
    seen = []

    def answer(_request):
        seen.append(left.get())
        left.set("a word")
        return HttpResponse()

    monkeypatch.setattr(handler, "get_response", answer)
    for _ in range(THREADS + 1):
        asked(handler, "/sign-in/")
    assert set(seen) == {"nothing"}
