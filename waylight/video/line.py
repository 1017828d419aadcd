"""The line between the pages of a room: what one browser says to another until they have found each other, and the room's news.

Who is not let in yet hears how it stands and says nothing to the others. Nothing that passes is kept or logged.
"""

import asyncio
import logging
import re
from typing import Any

from django.http import Http404

from waylight.video import admissions, callers, limits, seats
from waylight.video.asking import ask
from waylight.video.callers import Caller, Door
from waylight.video.models import Role
from waylight.video.telling import group_of, listen, tell
from waylight.video.wire import (
    BROKEN,
    ELSEWHERE,
    MALFORMED,
    NOBODY_THERE,
    NOT_YOURS,
    OVER,
    REMOVED,
    SIGNED_OUT,
    TOO_OFTEN,
    Wire,
)

__all__ = ["Line", "lines", "tell"]

logger = logging.getLogger(__name__)

ROOM = re.compile(r"/room/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/line/")
OF_GUEST = re.compile(r"/room/with/([\w-]{20,64})/line/")
ASKED_EVERY = 60  # seconds: whether they are still signed in and the room is still open
SILENT_FOR = 90  # seconds without a word, after which nobody is there; pages say "ping" more often
BEFORE_ADMISSION = {"ping", "leave"}
FOR_WHO_WAITS = {"admitted", "removed", "ended", "status", "changed"}


class Line(Wire):
    """One page of a room. `others` are the seats that it may speak to, each with the channel of its page."""

    caller: Caller  # from `connect` on; what the other methods are called for comes after it
    watch: asyncio.Task[None] | None = None

    def __init__(self, door: Door) -> None:
        super().__init__()
        self.door = door
        self.others: dict[str, str] = {}
        self.roles: dict[str, str] = {}  # of everybody who was ever there
        self.state: dict[str, bool] = {}
        self.notes = limits.Flood(self.heard_at, limits.NOTES_AT_ONCE, limits.NOTES_A_SECOND)

    # Coming and going ---------------------------------------------------------------------------------------------

    async def connect(self) -> None:
        if not callers.is_of_ours(self.scope):
            self.is_shut = True
            await self.close()
            return
        await self.accept()
        listen()
        if await self._ask_again():
            self.watch = asyncio.create_task(self._watch())
            await self.channel_layer.group_add(group_of(self.caller.room), self.channel_name)
            await self._welcome()

    async def forget(self) -> None:
        """It dropped, was closed, or broke off here. What the verb of leaving has told already is not told again."""
        if self.watch is None:
            return
        self.watch.cancel()
        await self.channel_layer.group_discard(group_of(self.caller.room), self.channel_name)
        if not self.is_replaced:
            own = {"seat": self.caller.seat, "channel": self.channel_name}
            await self._tell_room("went", left=self.is_refused, **own)
            await ask(admissions.unseen, self.caller.seat, self.caller.seen_at)

    is_replaced = False  # by another page of the same person, or they are not in the room any more
    is_refused = False  # they may not be in the room any more: the others hang up on them

    async def _ask_again(self) -> bool:
        """Who they are, and whether the room is open to them: False, and the socket is closed, when not any more."""
        try:
            self.caller = await ask(callers.call, self.scope, self.door)
        except Http404:
            await self._refuse(NOT_YOURS)
        except callers.SignedOut:
            await self._refuse(SIGNED_OUT)
        else:
            return True
        return False

    async def _refuse(self, code: int) -> None:
        self.is_refused = True
        await self.shut(code)

    async def _watch(self) -> None:
        while not self.is_shut:
            await asyncio.sleep(ASKED_EVERY)
            if self.clock() - self.heard_at > SILENT_FOR:
                await self.shut(NOBODY_THERE)
            else:
                await self._ask_in_turn()
        await self.tell_other(self.channel_name, "stop")

    async def _ask_in_turn(self) -> None:
        try:
            await self._ask_again()
        except Exception:  # the database is away for a moment; next time it is asked again
            logger.exception("A line could not be asked for.")

    async def _welcome(self) -> None:
        caller = self.caller
        who = {"seat": caller.seat, "role": caller.role, "isAdmitted": caller.is_admitted}
        # Each of the others answers `arrived`, and so comes by a `came` of its own.
        await self.tell_page("welcome", **who, servers=caller.servers(), others=[], **caller.news)
        if not caller.is_admitted:
            await self.tell_page("status", words=caller.status)
        for person in caller.waiting:
            await self.tell_page("waiting", **person)
        await self._arrive()

    async def _arrive(self) -> None:
        await self._tell_room("arrived", answer=True, **self._own())

    def _own(self) -> dict[str, Any]:
        """What the others hear of this page."""
        caller = self.caller
        return {
            "seat": caller.seat,
            "role": caller.role,
            "name": caller.name,
            "isAdmitted": caller.is_admitted,
            "cannotSpeak": caller.cannot_speak,
            "state": self.state,
            "channel": self.channel_name,
        }

    # From the other pages of the room -----------------------------------------------------------------------------

    async def arrived(self, message: dict[str, Any]) -> None:
        """Somebody opened the page, was let in, or answers that they are there."""
        seat, channel = message["seat"], message["channel"]
        if channel == self.channel_name:
            return
        if seat == self.caller.seat:
            self.is_replaced = True
            await self.shut(ELSEWHERE)
        elif not self.caller.is_admitted:
            await self._say_how_it_stands()
        elif message["isAdmitted"]:
            self.others[seat], self.roles[seat] = channel, message["role"]
            await self.tell_page("came", **_only(message, "seat", "role", "name", "state"))
            if message["answer"]:
                await self.tell_other(channel, "arrived", answer=False, **self._own())
        elif self.caller.role == Role.THERAPIST:
            await self.tell_page("waiting", **_only(message, "seat", "role", "name", "cannotSpeak"))

    async def went(self, message: dict[str, Any]) -> None:
        seat, channel = message["seat"], message["channel"]
        if self.others.get(seat, channel) == channel:  # else another page of theirs is there already
            await self._gone(seat, left=message["left"])

    async def signalled(self, message: dict[str, Any]) -> None:
        """Of who is there. What somebody said just before they were taken out comes too late."""
        if self.caller.is_admitted and message["seat"] in self.others:
            await self.tell_page("signal", **{"from": message["seat"]}, data=message["data"])

    async def turned(self, message: dict[str, Any]) -> None:
        if self.caller.is_admitted and message["seat"] != self.caller.seat:
            await self.tell_page("state", **message["state"] | {"from": message["seat"]})

    async def _gone(self, seat: str, *, left: bool) -> None:
        self.others.pop(seat, None)
        if not self.caller.is_admitted:
            await self._say_how_it_stands()
        elif seat != self.caller.seat:
            await self.tell_page("gone", seat=seat, left=left)

    # From a verb (telling) ----------------------------------------------------------------------------------------

    async def told(self, message: dict[str, Any]) -> None:
        what, to, data = message["what"], message["to"], message["data"]
        if to not in {"", self.caller.seat, self.caller.role}:
            return
        if what == "admitted":
            await self._come_in()
        elif what in {"ended", "removed"}:
            await self._be_sent_out(what)
        elif what == "gone":
            await self._gone(data["seat"], left=data["left"])
        elif what == "status":
            await self._say_how_it_stands()
        elif self.caller.is_admitted or what in FOR_WHO_WAITS:
            await self.tell_page(what, **data)

    async def _come_in(self) -> None:
        if await self._ask_again():
            await self.tell_page("admitted", servers=self.caller.servers())
            await self._arrive()

    async def _be_sent_out(self, what: str) -> None:
        self.is_replaced = True
        await self.tell_page(what, to=seats.afterwards(self.caller.role, self.caller.room))
        await self.shut(OVER if what == "ended" else REMOVED)

    async def _say_how_it_stands(self) -> None:
        """To whoever waits. If they are not to be here any more, the next look closes the line."""
        if self.caller.is_admitted or self.is_shut:
            return
        try:
            words = await ask(callers.how_it_stands, self.scope, self.door)
        except (Http404, callers.SignedOut):
            return
        await self.tell_page("status", words=words)

    # From the page ------------------------------------------------------------------------------------------------

    async def heard(self, message: dict[str, Any]) -> None:
        if not self.caller.is_admitted and message["type"] not in BEFORE_ADMISSION:
            await self.shut(MALFORMED)
            return
        await getattr(self, f"hear_{message['type']}")(message)

    async def hear_signal(self, message: dict[str, Any]) -> None:
        channel = self.others.get(message["to"])
        if channel is not None:  # who has just gone hears nothing
            await self.tell_other(channel, "signalled", seat=self.caller.seat, data=message["data"])

    async def hear_state(self, message: dict[str, Any]) -> None:
        self.state = limits.switches(message)
        await self._tell_room("turned", seat=self.caller.seat, state=self.state)

    async def hear_servers(self, _message: dict[str, Any]) -> None:
        await self.tell_page("servers", servers=self.caller.servers())

    async def hear_lost(self, message: dict[str, Any]) -> None:
        """Picture and voice of that seat have stopped. Without a seat: nobody was here when the page opened."""
        await self._note(callers.lose, message.get("seat", ""))

    async def hear_back(self, message: dict[str, Any]) -> None:
        """They flow again."""
        await self._note(callers.find_again, message["seat"])

    async def _note(self, act: Any, seat: str) -> None:
        """Between client and therapist alone: a session goes on without a guest."""
        if self.notes.is_over(self.clock()):
            await self.shut(TOO_OFTEN)
            return
        two = {Role.CLIENT, Role.THERAPIST}
        if {self.caller.role, self.roles.get(seat)} == two or (not seat and self.caller.role in two):
            await ask(act, self.caller)

    async def hear_leave(self, _message: dict[str, Any]) -> None:
        self.is_replaced = True
        await ask(callers.leave, self.scope, self.door)
        await self.shut(OVER)

    async def hear_ping(self, _message: dict[str, Any]) -> None:
        """Whoever is in the room and knows of nobody says once more that they came: Redis may have been away just then."""
        await self.tell_page("pong")
        if self.caller.is_admitted and not self.others:
            await self._arrive()

    async def _tell_room(self, type: str, /, **data: Any) -> None:
        """Every page of the room, this one too."""
        await self.channel_layer.group_send(group_of(self.caller.room), {"type": type} | data)


def _only(message: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: message[name] for name in names}


async def lines(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Every socket of Waylight. One at another address is closed before it opens."""
    room, guest = ROOM.fullmatch(scope["path"]), OF_GUEST.fullmatch(scope["path"])
    if room is None and guest is None:
        await send({"type": "websocket.close"})
        return
    door = (
        Door(appointment=room[1]) if room is not None else Door(secret=guest[1] if guest is not None else "")
    )
    line = Line(door)
    try:
        await line(scope, receive, send)
    except Exception:  # the web server would write down what it says, and that may be somebody's words
        logger.exception("A line broke off.")
        await send({"type": "websocket.close", "code": BROKEN})
    try:
        await line.forget()
    except Exception:
        logger.exception("A line left something behind.")
