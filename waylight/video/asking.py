"""The database, asked from a socket: on few threads of its own, each question alone with its keys and its connection.

A request gets the same from its middlewares (config.one_thread, privacy.middleware, practice.middleware). Here nobody waits
for the threads of the pages, and what two browsers say to each other waits for no thread at all.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from django.db import close_old_connections

from waylight.practice import middleware as practice
from waylight.privacy import keyring

THREADS = 4
_threads = ThreadPoolExecutor(THREADS, "line")
Answer = TypeVar("Answer")


async def ask(question: Callable[..., Answer], *given: Any) -> Answer:
    """What the question answers, or raises. Its language, zone and keys are gone with the context it ran in."""
    alone = contextvars.copy_context()
    call = partial(alone.run, _answer, question, *given)
    return await asyncio.get_running_loop().run_in_executor(_threads, call)


def _answer(question: Callable[..., Answer], *given: Any) -> Answer:
    practice.kept.set([])
    close_old_connections()
    try:
        with keyring.fresh():
            return question(*given)
    finally:
        close_old_connections()
