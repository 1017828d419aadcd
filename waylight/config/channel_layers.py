"""How the sockets of a room hear of each other: within one process in memory, across several through Redis."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

WAITING = 300  # messages for one page: a browser that finds its addresses sends many at once
KEPT = 600  # seconds; whoever has not taken a message for so long is out of the room, as Channels has it


def in_memory() -> dict[str, Any]:
    return {
        "BACKEND": "channels.layers.InMemoryChannelLayer",
        "CONFIG": {"capacity": WAITING, "expiry": KEPT},
    }


def redis(address: str, secret: str) -> dict[str, Any]:
    """Published and gone: Redis keeps none of it, and what passes is sealed, since it says where people are on the network."""
    return {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [address], "prefix": "waylight", "symmetric_encryption_keys": [secret]},
    }


@register()
def processes_hear_each_other(**_kwargs: Any) -> list[Error]:
    """With several processes and no Redis, two people of one session might wait for each other in different ones."""
    if settings.WORKERS == 1 or settings.REDIS:
        return []
    return [
        Error(
            f"WAYLIGHT_WORKERS is {settings.WORKERS}, but without Redis the web processes do not hear of each other.",
            hint="Set WAYLIGHT_REDIS, such as redis://localhost:6379, or leave WAYLIGHT_WORKERS at 1.",
            id="waylight.E003",
        )
    ]
