"""The server's entry (ASGI)."""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waylight.config.settings")
django.setup(set_prefix=False)

from waylight.config.one_thread import OneThreadHandler  # noqa: E402
from waylight.video.line import lines  # noqa: E402

pages = OneThreadHandler()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Pages on threads, the lines of a session on the loop."""
    await (lines if scope["type"] == "websocket" else pages)(scope, receive, send)
