"""Janus as the engine of group rooms: its video room, asked over http on this machine (deploy/janus, bin/janus).

Rooms are private and exist while a session does. Nobody comes in without two things: a token of the engine, signed and with an
end, and the key of a seat that Waylight has let in. Both are worked out from one secret, so that nothing is kept. No request
here asks for a recording; the rooms refuse one, and the engine can write no file (`protected_folders`).
"""

import base64
import hashlib
import hmac
import http.client
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from waylight.video.groups.port import EngineSilent, Pass

PLUGIN = "janus.plugin.videoroom"
TIMEOUT = 5  # seconds, for each request; it is on this machine
OWN_TOKEN = timedelta(seconds=60)  # that Waylight's own token is good for
VOICE = "0"  # a browser sends its voice first (static/video/modules/group-line.js)
NO_SUCH_ROOM, ALREADY_THERE, NO_SUCH_FEED = 426, 427, 428  # error codes of the video room
# Nothing can be kept: not by the room, not by whoever is in it, and there is no folder for it.
NO_RECORDING = {"record": False, "lock_record": True, "rec_dir": "/dev/null"}
VIDEO_BITRATE = 256_000  # bits a second for each picture: twelve of them reach a phone


class Refused(EngineSilent):
    """The room for groups does not answer. Wait a minute, then try again. If it stays so, tell the office."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__()


class Janus:
    """The engine at `settings.JANUS`; its key is `settings.JANUS_KEY`."""

    def open(self, room: str, *, places: int) -> None:
        terms = {
            "description": "",
            "is_private": True,
            "publishers": places,
            "bitrate": VIDEO_BITRATE,
            "bitrate_cap": True,
            "audiocodec": "opus",
            "videocodec": "vp8",
            "notify_joining": True,
            "allowed": [],
            "require_pvtid": True,  # nobody watches who does not sit there
            "permanent": False,
        }
        asked = {"request": "create", "admin_key": settings.JANUS_KEY} | terms | NO_RECORDING
        self._ask(room, asked, but=ALREADY_THERE)

    def let_in(self, room: str, seat: str, *, until: datetime) -> Pass:
        key = _derived("seat", room, seat)
        self._ask(room, {"request": "allowed", "action": "add", "allowed": [key]})
        self._kick(room, seat)  # whose line dropped may seem to sit there still
        return Pass(settings.JANUS_LINE, token(until), room, seat, key)

    def mute(self, room: str, seat: str, *, is_muted: bool) -> None:
        asked = {"request": "moderate", "id": seat, "mid": VOICE, "mute": is_muted}
        self._ask(room, asked, but=NO_SUCH_FEED)

    def remove(self, room: str, seat: str) -> None:
        key = _derived("seat", room, seat)
        self._ask(room, {"request": "allowed", "action": "remove", "allowed": [key]})
        self._kick(room, seat)

    def close(self, room: str) -> None:
        self._ask(room, {"request": "destroy", "permanent": False}, but=NO_SUCH_ROOM)

    def _kick(self, room: str, seat: str) -> None:
        self._ask(room, {"request": "kick", "id": seat}, but=NO_SUCH_FEED)

    def _ask(self, room: str, body: dict[str, Any], *, but: int = 0) -> None:
        """`but`: the refusal that is as good as an answer."""
        with _handle() as ask:
            answer = ask(
                {"janus": "message", "body": body | {"room": room, "secret": _derived("room", room)}}
            )
        data = answer.get("plugindata", {}).get("data", {})
        code = data.get("error_code", 0)
        if code != but and (code or "plugindata" not in answer):
            raise Refused(code)


def token(until: datetime) -> str:
    """A signed token of Janus: its end in seconds, and the one plugin that it is good for."""
    said = f"{int(until.timestamp())},janus,{PLUGIN}"
    signed = hmac.digest(settings.JANUS_KEY.encode(), said.encode(), hashlib.sha1)
    return f"{said}:{base64.b64encode(signed).decode()}"


def _derived(*words: str) -> str:
    return hmac.new(settings.JANUS_KEY.encode(), "/".join(words).encode(), hashlib.sha256).hexdigest()


@contextmanager
def _handle() -> Iterator[Any]:
    """A session of the engine's with the video room attached, ended afterwards."""
    own = token(timezone.now() + OWN_TOKEN)
    where = urlsplit(settings.JANUS)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=TIMEOUT)

    def ask(path: str, said: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps(said | {"transaction": secrets.token_hex(8), "token": own})
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read())

    try:
        session = f"{where.path}/{_id_in(ask(where.path, {'janus': 'create'}))}"
        handle = f"{session}/{_id_in(ask(session, {'janus': 'attach', 'plugin': PLUGIN}))}"
        yield lambda said: ask(handle, said)
        ask(session, {"janus": "destroy"})
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise EngineSilent from error
    finally:
        connection.close()


def _id_in(answer: dict[str, Any]) -> int:
    if "data" not in answer:
        raise Refused(answer.get("error", {}).get("code", 0))
    return int(answer["data"]["id"])
