"""Tells the pages of a room that something changed: after commit, over the channel layer. Nobody there: nothing happens.

With the layer in memory only the web process itself has pages to tell; a worker's word reaches them where there is Redis.
"""

import asyncio
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction

_loop: asyncio.AbstractEventLoop | None = None


def group_of(room_pk: Any) -> str:
    return f"room.{room_pk}"


def listen() -> None:
    """A socket was opened on this loop: what this process tells goes out from it. Queues in memory belong to their loop."""
    global _loop
    _loop = asyncio.get_running_loop()


def tell(room_pk: Any, type: str, *, to: Any = None, **data: Any) -> None:
    """Sends `{type, …data}` to each page of the room once the transaction is committed; `to` is one seat, or one role.

    `data` is what JSON can hold, and never says more than its readers may know.
    """
    message = {"type": "told", "what": type, "to": str(to or ""), "data": data}
    transaction.on_commit(lambda: _send(group_of(room_pk), message), robust=True)


def _send(group: str, message: dict[str, Any]) -> None:
    if _loop is not None and _loop.is_running():
        asyncio.run_coroutine_threadsafe(_say(group, message), _loop)
    elif settings.REDIS:
        async_to_sync(_say)(group, message)


async def _say(group: str, message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is not None:
        await layer.group_send(group, message)
