"""Where two browsers may meet when they cannot reach each other: TURN servers, with a name and a word for a short time.

The word is HMAC-SHA1 of the name by the key that the servers share with us (draft-uberti-behave-turn-rest-00, as coturn takes
it). The name is new each time and says nothing of a person.
"""

import base64
import hmac
import secrets
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.conf import settings

AT_ONCE = 2  # one server, and one should it fail: with more, a browser takes longer to begin


def fresh(room_pk: Any, until: datetime) -> list[dict[str, Any]]:
    """RTCIceServers for one browser, good until then. Both sides of a room get the same servers; rooms share them out."""
    credential = _credential(until)
    hosts = sorted(_pool(), key=lambda host: sha256(f"{room_pk} {host}".encode()).digest())
    chosen = [address for host in hosts[:AT_ONCE] for address in _pool()[host]]
    return [
        {"urls": list(urls)} | (credential if needs_one else {})
        for needs_one, urls in groupby(chosen, key=lambda address: address.startswith("turn"))
    ]


def are_there() -> bool:
    return any(address.startswith("turn") for address in settings.TURN)


def _pool() -> dict[str, list[str]]:
    """Addresses by host, in the order they were given."""
    pool: dict[str, list[str]] = {}
    for address in settings.TURN:
        pool.setdefault(_host(address), []).append(address)
    return pool


def _host(address: str) -> str:
    """`turns:turn.example.org:5349?transport=tcp` is at turn.example.org; a number in brackets is one address."""
    place = address.partition(":")[2].partition("?")[0]
    return place.partition("]")[0] if place.startswith("[") else place.partition(":")[0]


def _credential(until: datetime) -> dict[str, str]:
    name = f"{int(until.timestamp())}:{secrets.token_hex(8)}"
    word = hmac.new(settings.TURN_KEY.encode(), name.encode(), "sha1").digest()
    return {"username": name, "credential": base64.b64encode(word).decode()}
