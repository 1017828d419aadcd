"""Ana and Dr Clara at the line of their session, as two pages without a browser."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from django.db import connections
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from tests.video.sockets import Page
from waylight.booking.models import Appointment
from waylight.video import admissions
from waylight.video.models import Room

OFFER = {"description": {"type": "offer", "sdp": "v=0"}}


class Session:
    """Of Ana's with Clara, at this moment unless said otherwise."""

    def __init__(self, starts_at: datetime | None = None, **fields: Any) -> None:
        self.appointment = cast.an_appointment(starts_at=starts_at or timezone.now(), **fields)
        self.ana, self.clara = cast.ana().user, cast.clara().user
        self.anas, self.claras = signed_in(self.ana), signed_in(self.clara)

    @property
    def room(self) -> Room:
        return Room.objects.select_related("appointment__client").get(pk=self.appointment.pk)

    def page(self, browser: Any = None, **more: Any) -> Page:
        return Page(browser or self.anas, self.appointment.pk, **more)

    def admit(self, seat: str) -> None:
        admissions.admit(self.room, seat, by=self.clara)

    def current(self) -> Appointment:
        return Appointment.objects.get(pk=self.appointment.pk)


class Both:
    """The two pages, once Clara has let Ana in, and the seat of each."""

    def __init__(self, ana: Page, clara: Page, anas_seat: str, claras_seat: str) -> None:
        self.ana, self.clara, self.anas_seat, self.claras_seat = ana, clara, anas_seat, claras_seat


def does(act: Callable[..., Any], *given: Any, **named: Any) -> Awaitable[Any]:
    """A verb, as a view calls it: on another thread, whose connection is given back."""
    return asyncio.to_thread(_alone, act, *given, **named)


def _alone(act: Callable[..., Any], *given: Any, **named: Any) -> Any:
    try:
        return act(*given, **named)
    finally:
        connections.close_all()


def play(scene: Callable[[Session], Awaitable[None]], session: Session | None = None) -> Session:
    """The scene, to its end, in a session of Ana's with Clara."""
    session = session or Session()
    asyncio.run(scene(session))  # type: ignore[arg-type]
    return session


async def both_inside(session: Session) -> Both:
    clara = await session.page(session.claras).open()
    claras_seat = (await clara.hears("welcome"))["seat"]
    ana = await session.page().open()
    anas_seat = (await clara.hears("waiting"))["seat"]
    await does(session.admit, anas_seat)
    await clara.hears("came")
    await ana.hears("came")
    return Both(ana, clara, anas_seat, claras_seat)
