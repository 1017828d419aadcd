"""As much of a WebSocket (RFC 6455) as a benchmark needs: text, both ways, whole messages."""

import asyncio
import base64
import json
import os
import struct
from typing import Any

TEXT, CLOSE, PING = 1, 8, 9


class Socket:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def says(self, message: dict[str, Any]) -> None:
        data, mask = (
            json.dumps(message).encode(),
            b"\0\0\0\0",
        )  # a mask of nothing: the words stay as they are
        length = len(data)
        size = bytes([0x80 | length]) if length < 126 else bytes([0x80 | 126]) + struct.pack(">H", length)
        self.writer.write(bytes([0x80 | TEXT]) + size + mask + data)

    async def hears(self, kind: str) -> dict[str, Any]:
        """The next message of this type; the others are passed over."""
        while True:
            first, size = await self.reader.readexactly(2)
            if size == 126:
                (size,) = struct.unpack(">H", await self.reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack(">Q", await self.reader.readexactly(8))
            data = await self.reader.readexactly(size)
            if first & 15 == CLOSE:
                raise ConnectionError(f"closed with {int.from_bytes(data[:2], 'big')}")
            if first & 15 == TEXT and (message := json.loads(data))["type"] == kind:
                return message


async def opened(port: int, path: str, cookie: str = "") -> Socket:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nCookie: {cookie}\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 101 " not in head.split(b"\r\n")[0]:
        raise ConnectionError(head.split(b"\r\n")[0].decode())
    return Socket(reader, writer)
