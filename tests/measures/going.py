"""Questions that are asked and answered, for these tests."""

import uuid
from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from tests import cast
from tests.people.reading_by import with_a_deputy
from waylight.measures import answering, giving
from waylight.measures.models import Administration
from waylight.people.models import Client

__all__ = ["answer_all", "given", "send", "sent", "to", "with_a_deputy"]


def given(instrument: str = "gad7", client: Client | None = None, **how: Any) -> Administration:
    """Clara asks Ana."""
    return giving.give(client or cast.ana(), instrument, by=cast.clara().user, **how)


def answer_all(row: Administration, *values: int | None, rest: int = 0) -> Administration:
    """Every question that is asked, the first ones with these values and the others with `rest`."""
    number = 0
    while (question := answering.next_question(row)) is not None:
        value = values[number] if number < len(values) else rest
        row = answering.answer(row, question, value, by=row.client.user)
        number += 1
    return row


def sent(instrument: str = "gad7", *values: int | None, client: Client | None = None) -> Administration:
    row = answer_all(given(instrument, client), *values)
    return answering.send(row, by=row.client.user)


def to(name: str, *args: Any) -> str:
    return reverse(f"measures:{name}", args=args)


def send(browser: Browser, address: str, **fields: Any) -> Any:
    return browser.post(address, {"idempotency_key": str(uuid.uuid4()), **fields})
