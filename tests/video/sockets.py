"""Browsers at the line of a room, without a browser."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from waylight.video.line import lines

PATIENCE = 10  # seconds


class Page(ApplicationCommunicator):
    """An open page of a room, signed in as the given test browser. `await page.open()` begins."""

    def __init__(self, browser: Any, pk: Any, *, origin: str = "http://localhost", **headers: str) -> None:
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
        given = {"host": "localhost", "origin": origin, "cookie": cookie} | headers
        head = [(name.encode(), value.encode()) for name, value in given.items()]
        scope = {"type": "websocket", "path": f"/room/{pk}/line/", "headers": head, "query_string": b""}
        super().__init__(lines, scope)

    async def open(self) -> "Page":
        await self.send_input({"type": "websocket.connect"})
        assert (await self.receive_output(PATIENCE))["type"] == "websocket.accept"
        return self

    async def goes(self) -> None:
        """The browser closes the page, or the line drops."""
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait(PATIENCE)

    async def say(self, type: str, **data: Any) -> None:
        await self.send_input({"type": "websocket.receive", "text": json.dumps({"type": type} | data)})

    async def hears(self, type: str) -> dict[str, Any]:
        """The next message of this kind; others before it are passed over."""
        while True:
            message = await self.receive_output(PATIENCE)
            assert message["type"] == "websocket.send", message
            heard = json.loads(message["text"])
            if heard["type"] == type:
                return heard

    async def is_closed(self) -> int:
        """The code it was closed with; what came before is passed over."""
        while True:
            message = await self.receive_output(PATIENCE)
            if message["type"] == "websocket.close":
                return message.get("code", 1000)
