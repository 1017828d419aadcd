"""A page at the line of a room, without a browser."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from waylight.video.line import lines

PATIENCE = 10  # seconds


class Page(ApplicationCommunicator):
    """An open page of a room, signed in as the given test browser. `await page.open()` begins."""

    def __init__(self, browser: Any, pk: Any, *, path: str = "", **headers: str) -> None:
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
        given = {"host": "localhost", "origin": "http://localhost", "cookie": cookie} | headers
        head = [(name.encode(), value.encode()) for name, value in given.items()]
        path = path or f"/room/{pk}/line/"
        super().__init__(lines, {"type": "websocket", "path": path, "query_string": b"", "headers": head})

    async def open(self) -> "Page":
        assert await self.is_let_open()
        return self

    async def is_let_open(self) -> bool:
        """False when the socket is closed before it opens."""
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(PATIENCE))["type"] == "websocket.accept"

    async def says(self, type: str, **data: Any) -> None:
        await self.sends(json.dumps({"type": type} | data))

    async def sends(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def goes(self) -> None:
        """The browser closes the page, or the line drops."""
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait(PATIENCE)

    async def hears(self, type: str) -> dict[str, Any]:
        """The next message of this kind; others before it are passed over."""
        while (heard := await self.next())["type"] != type:
            continue
        return heard

    async def next(self) -> dict[str, Any]:
        message = await self.receive_output(PATIENCE)
        assert message["type"] == "websocket.send", message
        return json.loads(message["text"])

    async def hears_before(self, type: str) -> list[str]:
        """The kinds of all that comes before this one."""
        kinds: list[str] = []
        while (heard := (await self.next())["type"]) != type:
            kinds.append(heard)
        return kinds

    async def is_closed(self) -> int:
        """The code it was closed with; what came before is passed over."""
        while (message := await self.receive_output(PATIENCE))["type"] != "websocket.close":
            continue
        return message.get("code", 1000)
