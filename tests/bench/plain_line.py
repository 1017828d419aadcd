"""The baseline of signalling: two sockets of one address, each message passed on. It knows nobody and asks nothing."""

from typing import Any

rooms: dict[str, list[Any]] = {}


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    there = rooms.setdefault(scope["path"], [])
    await receive()
    await send({"type": "websocket.accept"})
    there.append(send)
    while (message := await receive())["type"] == "websocket.receive":
        for other in there:
            if other is not send:
                await other({"type": "websocket.send", "text": message["text"]})
    there.remove(send)
