"""A socket's question to the database is alone: with its connection, its keys, its language."""

import asyncio
import threading
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from tests import cast
from waylight.people.models import Client
from waylight.practice.models import Practice
from waylight.privacy import keyring
from waylight.video.asking import THREADS, ask


@pytest.mark.django_db(transaction=True)
def test_no_connection_is_kept_when_a_question_is_answered_or_fails():
    used: list[Any] = []

    def question() -> int:
        used.append(connection._connections[connection._alias])  # type: ignore[attr-defined]
        return Client.objects.count()

    def wrong() -> None:
        question()
        raise LookupError

    async def scene() -> None:
        assert await asyncio.gather(*[ask(question) for _ in range(THREADS * 3)]) == [1] * THREADS * 3
        with pytest.raises(LookupError):
            await ask(wrong)

    cast.ana()
    asyncio.run(scene())
    assert len(used) == THREADS * 3 + 1
    assert [wrapper for wrapper in used if wrapper.connection is not None] == []


@pytest.mark.django_db(transaction=True)
def test_nothing_of_one_question_is_left_for_the_next_on_its_thread():
    seen: list[Any] = []

    def question(person: Any) -> None:
        seen.append((translation.get_language(), dict(keyring._ring.get() or {})))
        translation.activate("de")
        keyring.key_for(person, keyring.RECORD)
        Practice.current()

    async def scene(person: Any) -> None:
        for _ in range(THREADS + 1):
            await ask(question, person)

    asyncio.run(scene(cast.ana().pk))
    assert seen == [("en-gb", {})] * (THREADS + 1)


def test_questions_wait_for_each_other_and_never_for_a_page():
    names: set[str] = set()

    async def scene() -> None:
        await asyncio.gather(*[ask(lambda: names.add(threading.current_thread().name)) for _ in range(50)])

    asyncio.run(scene())
    assert 0 < len(names) <= THREADS
    assert {name.rpartition("_")[0] for name in names} == {"line"}
