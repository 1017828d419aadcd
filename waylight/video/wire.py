"""One socket: what comes is read within limits, what goes out is JSON. What it means is the line's matter."""

import json
import time
from collections.abc import Callable
from typing import Any

from channels.exceptions import ChannelFull, StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from waylight.video import limits

# Why a socket is closed, as its page reads it. After BROKEN and NOBODY_THERE the page comes again by itself.
OVER, BROKEN = 1000, 1011
MALFORMED, SIGNED_OUT, REMOVED, NOT_YOURS = 4400, 4401, 4403, 4404
NOBODY_THERE, ELSEWHERE, TOO_LONG, TOO_OFTEN = 4408, 4409, 4413, 4429


class Wire(AsyncWebsocketConsumer):
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.clock = clock
        self.heard_at = clock()
        self.flood = limits.Flood(self.heard_at)
        self.is_shut = False

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without what Channels does before each message: no connection to a database is kept here (asking)."""
        await getattr(self, message["type"].replace(".", "_"))(message)
        if self.is_shut:  # not every web server says afterwards that a socket is closed
            await self.end()

    async def stop(self, _message: dict[str, Any]) -> None:
        """A word of this page's own to itself, when it was shut between two messages."""

    async def websocket_disconnect(self, _message: dict[str, Any]) -> None:
        await self.end()

    async def end(self) -> None:
        """The page is gone. Raises StopConsumer."""
        raise StopConsumer

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        self.heard_at = self.clock()
        if self.is_shut:
            return
        if self.flood.is_over(self.heard_at):
            await self.shut(TOO_OFTEN)
            return
        try:
            message = limits.read(text_data or "")
        except limits.TooLong:
            await self.shut(TOO_LONG)
        except limits.Malformed:
            await self.shut(MALFORMED)
        else:
            await self.heard(message)

    async def heard(self, message: dict[str, Any]) -> None:
        raise NotImplementedError

    async def shut(self, code: int) -> None:
        """Says nothing more and hears nothing more."""
        if not self.is_shut:
            self.is_shut = True
            await self.close(code)

    async def tell_page(self, type: str, /, **data: Any) -> None:
        if not self.is_shut:
            await self.send(text_data=json.dumps({"type": type} | data))

    async def tell_other(self, channel: str, type: str, /, **data: Any) -> None:
        """One other page. A page that does not keep up loses a message, as it would on a bad line."""
        try:
            await self.channel_layer.send(channel, {"type": type} | data)
        except ChannelFull:
            return
