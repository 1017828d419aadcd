"""Two browsers find each other over the line; nobody else hears them."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from tests.video.sockets import Page
from waylight.video import admissions
from waylight.video.models import Admission, Room

pytestmark = pytest.mark.django_db(transaction=True)


def now(act: Callable[..., Any], *given: Any, **named: Any) -> Awaitable[Any]:
    """A verb, as a view calls it: on a thread of its own."""
    return asyncio.to_thread(alone, act, *given, **named)


def alone(act: Callable[..., Any], *given: Any, **named: Any) -> Any:
    from django.db import connections

    try:
        return act(*given, **named)
    finally:
        connections.close_all()


class Session:
    def __init__(self) -> None:
        self.appointment = cast.an_appointment(starts_at=timezone.now())
        self.ana, self.clara = cast.ana().user, cast.clara().user
        self.hers, self.claras = signed_in(self.ana, unlocked=False), signed_in(self.clara)

    def ana_opens(self) -> Page:
        return Page(self.hers, self.appointment.pk)

    def clara_opens(self) -> Page:
        return Page(self.claras, self.appointment.pk)

    def admit(self, seat: str) -> None:
        admissions.admit(Room.objects.get(), seat, by=self.clara)


def meet(scenario: Callable[[Session], Awaitable[None]]) -> None:
    session = Session()
    asyncio.run(scenario(session))


async def both_inside(session: Session) -> tuple[Page, Page, str, str]:
    clara = await session.clara_opens().open()
    her = await clara.hears("welcome")
    ana = await session.ana_opens().open()
    waiting = await clara.hears("waiting")
    await now(session.admit, waiting["seat"])
    await clara.hears("came")
    await ana.hears("came")
    return ana, clara, waiting["seat"], her["seat"]


def test_who_was_let_in_is_introduced_and_their_words_reach_the_other():
    async def scenario(session: Session) -> None:
        ana, clara, anas, claras = await both_inside(session)
        await ana.say("signal", to=claras, data={"description": {"type": "offer", "sdp": "v=0"}})
        heard = await clara.hears("signal")
        assert heard == {
            "type": "signal",
            "from": anas,
            "data": {"description": {"type": "offer", "sdp": "v=0"}},
        }
        await clara.say("state", muted=True)
        assert (await ana.hears("state")) == {"type": "state", "from": claras, "muted": True}

    meet(scenario)
    assert Room.objects.get().began_at is not None
