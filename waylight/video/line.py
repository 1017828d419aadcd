"""The line between the pages of a room: what one browser says to another until they have found each other, and the room's news.

Who is not let in yet hears how it stands and says nothing to the others. Nothing that passes is kept or logged.
"""

import asyncio
import json
import re
import time
from typing import Any

from channels.exceptions import ChannelFull, StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.http import Http404

from waylight.video import admissions, callers, limits, seats
from waylight.video.asking import ask
from waylight.video.telling import group_of, listen, tell

__all__ = ["Line", "lines", "tell"]

ADDRESS = re.compile(r"/room/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/line/")
ASKED_EVERY = 60  # seconds: whether they are still signed in and the room is still open
SILENT_FOR = 90  # seconds without a word, after which nobody is there; pages say "ping" every 20

# Why a socket is closed, as its page reads it. After all but NOBODY_THERE it does not come again by itself.
MALFORMED, SIGNED_OUT, REMOVED, NOT_YOURS = 4400, 4401, 4403, 4404
NOBODY_THERE, ELSEWHERE, TOO_LONG, TOO_OFTEN = 4408, 4409, 4413, 4429
OVER = 1000

FOR_WHO_WAITS = {"admitted", "removed", "ended", "status", "changed"}


class Line(AsyncWebsocketConsumer):
    """One page. `others` are the seats that it may speak to, each with the channel of its page."""

    caller: callers.Caller | None = None
    is_replaced = is_leaving = False
    watch: asyncio.Task[None] | None = None

    def __init__(self, appointment_pk: str) -> None:
        super().__init__()
        self.appointment_pk = appointment_pk
        self.others: dict[str, str] = {}
        self.state: dict[str, bool] = {}
        self.flood = limits.Flood(time.monotonic())
        self.heard_at = time.monotonic()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without what Channels does before each message: there is no connection to a database here (asking)."""
        await getattr(self, message["type"].replace(".", "_"))(message)

    # Coming and going ---------------------------------------------------------------------------------------------

    async def connect(self) -> None:
        if not callers.is_of_ours(self.scope):
            await self.close()
            return
        await self.accept()
        listen()
        if await self._ask_again():
            await self.channel_layer.group_add(group_of(self.appointment_pk), self.channel_name)
            await self._welcome()
            self.watch = asyncio.create_task(self._watch())

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        """The line dropped, the page was closed, or they left."""
        if self.watch is not None:
            self.watch.cancel()
        caller = self.caller
        if caller is not None:
            await self.channel_layer.group_discard(group_of(self.appointment_pk), self.channel_name)
            if not self.is_replaced and not self.is_leaving:
                await self._say("went", seat=caller.seat)
                await ask(admissions.unseen, caller.seat)
        raise StopConsumer

    async def _ask_again(self) -> bool:
        """Who they are, and whether the room is open to them: False, and the socket is closed, when not any more."""
        try:
            self.caller = await ask(callers.call, self.scope, self.appointment_pk)
        except Http404:
            await self.close(NOT_YOURS)
        except callers.SignedOut:
            await self.close(SIGNED_OUT)
        else:
            return True
        return False

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(ASKED_EVERY)
            if time.monotonic() - self.heard_at > SILENT_FOR:
                await self.close(NOBODY_THERE)
                return
            if not await self._ask_again():
                return

    async def _welcome(self) -> None:
        caller = self.caller
        assert caller is not None
        await self._tell(
            "welcome",
            seat=caller.seat,
            role=caller.role,
            isAdmitted=caller.is_admitted,
            servers=caller.servers(),
            others=[],  # each of them answers `arrived` and so comes by a `came` of its own
            **caller.welcome,
        )
        if not caller.is_admitted:
            await self._tell("status", words=caller.status)
        for person in caller.waiting:
            await self._tell("waiting", **person)
        await self._arrive()

    async def _arrive(self) -> None:
        caller = self.caller
        assert caller is not None
        await self._say("arrived", cannotSpeak=caller.cannot_speak, answer=True, **self._own())

    def _own(self) -> dict[str, Any]:
        """What the others hear of this page."""
        caller = self.caller
        assert caller is not None
        return {
            "seat": caller.seat,
            "role": caller.role,
            "name": caller.name,
            "isAdmitted": caller.is_admitted,
            "state": self.state,
            "channel": self.channel_name,
        }

    # From the other pages of the room -----------------------------------------------------------------------------

    async def arrived(self, message: dict[str, Any]) -> None:
        """Somebody opened the page, or answers that they are there."""
        caller = self.caller
        assert caller is not None
        if message["channel"] == self.channel_name:
            return
        if message["seat"] == caller.seat:
            await self._be_replaced()
        elif not caller.is_admitted:
            await self._say_status()
        elif not message["isAdmitted"]:
            if caller.role == "therapist":
                await self._tell("waiting", **_only(message, "seat", "role", "name", "cannotSpeak"))
        else:
            self.others[message["seat"]] = message["channel"]
            await self._tell("came", **_only(message, "seat", "role", "name", "state"))
            if message["answer"]:
                await self._say_to(message["channel"], "arrived", answer=False, **self._own())

    async def _be_replaced(self) -> None:
        """The same person opened another window, or this one anew."""
        self.is_replaced = True
        await self.close(ELSEWHERE)

    async def went(self, message: dict[str, Any]) -> None:
        self.others.pop(message["seat"], None)
        await self._news("gone", {"seat": message["seat"], "left": False})

    async def signalled(self, message: dict[str, Any]) -> None:
        """From a page that was introduced to this one, or that this one will hear of in a moment."""
        caller = self.caller
        if caller is not None and caller.is_admitted:
            await self._tell("signal", **{"from": message["seat"]}, data=message["data"])

    async def turned(self, message: dict[str, Any]) -> None:
        await self._news("state", message["state"] | {"from": message["seat"]}, but=message["seat"])

    # From a verb (telling) ----------------------------------------------------------------------------------------

    async def told(self, message: dict[str, Any]) -> None:
        caller = self.caller
        assert caller is not None
        what, to, data = message["what"], message["to"], message["data"]
        if to not in {"", caller.seat, caller.role}:
            return
        if what == "admitted":
            await self._come_in()
        elif what == "ended":
            await self._go("ended", OVER, to=seats.afterwards(caller.role, self.appointment_pk))
        elif what == "removed":
            await self._go("removed", REMOVED)
        elif what == "status":
            await self._say_status()
        else:
            await self._news(what, data, but=data.get("seat", "") if what == "gone" else "")

    async def _come_in(self) -> None:
        if await self._ask_again():
            assert self.caller is not None
            await self._tell("admitted", servers=self.caller.servers())
            await self._arrive()

    async def _say_status(self) -> None:
        if self.caller is not None and not self.caller.is_admitted:
            try:
                words = await ask(callers.wait_words, self.scope, self.appointment_pk)
            except (Http404, callers.SignedOut):
                return  # the next look, within a minute, closes the page's line
            await self._tell("status", words=words)

    async def _go(self, type: str, code: int, **data: Any) -> None:
        self.is_leaving = True
        await self._tell(type, **data)
        await self.close(code)

    async def _news(self, type: str, data: dict[str, Any], but: str = "") -> None:
        """Passes it on to this page, unless it is about the page itself or not for who still waits."""
        caller = self.caller
        assert caller is not None
        if type == "gone":
            self.others.pop(data["seat"], None)
        if but != caller.seat and (caller.is_admitted or type in FOR_WHO_WAITS):
            await self._tell(type, **data)

    # From the page ------------------------------------------------------------------------------------------------

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        self.heard_at = time.monotonic()
        if self.caller is None or self.is_replaced or self.is_leaving:
            return
        if self.flood.is_over(self.heard_at):
            await self.close(TOO_OFTEN)
            return
        try:
            message = limits.read(text_data or "")
        except limits.TooLong:
            await self.close(TOO_LONG)
        except limits.Malformed:
            await self.close(MALFORMED)
        else:
            await self._heard(message)

    async def _heard(self, message: dict[str, Any]) -> None:
        assert self.caller is not None
        kind = message["type"]
        if not self.caller.is_admitted and kind not in {"ping", "leave"}:
            await self.close(MALFORMED)
            return
        await getattr(self, f"hear_{kind}")(message)

    async def hear_signal(self, message: dict[str, Any]) -> None:
        channel = self.others.get(message["to"])
        if channel is not None:  # who has just gone hears nothing
            assert self.caller is not None
            await self._say_to(channel, "signalled", seat=self.caller.seat, data=message["data"])

    async def hear_state(self, message: dict[str, Any]) -> None:
        assert self.caller is not None
        self.state = {key: value for key, value in message.items() if key != "type"}
        await self._say("turned", seat=self.caller.seat, state=self.state)

    async def hear_servers(self, _message: dict[str, Any]) -> None:
        assert self.caller is not None
        await self._tell("servers", servers=self.caller.servers())

    async def hear_lost(self, message: dict[str, Any]) -> None:
        """Picture and voice of that seat have stopped."""

    async def hear_back(self, message: dict[str, Any]) -> None:
        """They flow again."""

    async def hear_leave(self, _message: dict[str, Any]) -> None:
        self.is_leaving = True
        await ask(callers.leave, self.scope, self.appointment_pk)
        await self.close(OVER)

    async def hear_ping(self, _message: dict[str, Any]) -> None:
        await self._tell("pong")

    # Ways out -----------------------------------------------------------------------------------------------------

    async def _tell(self, type: str, /, **data: Any) -> None:
        """To the page."""
        await self.send(text_data=json.dumps({"type": type} | data))

    async def _say(self, type: str, /, **data: Any) -> None:
        """To every page of the room, this one too."""
        await self.channel_layer.group_send(group_of(self.appointment_pk), {"type": type} | data)

    async def _say_to(self, page: str, type: str, /, **data: Any) -> None:
        """To one page. One that does not keep up loses a message, as it would on a bad line."""
        try:
            await self.channel_layer.send(page, {"type": type} | data)
        except ChannelFull:
            return


def _only(message: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: message[name] for name in names}


async def lines(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Every socket of Waylight. One at another address is closed before it opens."""
    found = ADDRESS.fullmatch(scope["path"])
    if found is None:
        await send({"type": "websocket.close"})
        return
    await Line(found[1])(scope, receive, send)
