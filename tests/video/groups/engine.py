"""The real Janus with the files that Waylight ships, on ports of its own, and a visitor who asks it as a browser would."""

import http.client
import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
KEY = "1a2b5c4d" * 8
PATIENCE = 20  # seconds for it to begin


@dataclass(frozen=True)
class Engine:
    """Where it answers: Waylight over http, browsers over the line."""

    port: int
    line_port: int
    folder: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/janus"

    @property
    def line(self) -> str:
        return f"ws://localhost:{self.line_port}/"

    def files(self) -> list[str]:
        """What it wrote, besides its own configuration."""
        return [str(file) for file in self.folder.rglob("*") if file.suffix in {".mjr", ".tmp"}]


@contextmanager
def an_engine(folder: Path) -> Iterator[Engine]:
    engine = Engine(_free_port(), _free_port(), folder)
    first = 30_000 + os.getpid() % 20_000
    its_own = {
        "WAYLIGHT_JANUS_KEY": KEY,
        "JANUS_PORT": str(engine.port),
        "JANUS_LINE": str(engine.line_port),
        "JANUS_MEDIA": f"{first}-{first + 300}",
        "JANUS_INTERFACE": "127.0.0.1",
        "TMPDIR": str(folder),
    }
    with (folder / "janus.log").open("w") as log:
        process = subprocess.Popen(
            [ROOT / "bin" / "janus"], env=os.environ | its_own, stdout=log, stderr=log, cwd=folder
        )
        try:
            _wait(engine, process)
            yield engine
        finally:
            process.terminate()
            process.wait(timeout=20)


class Visitor:
    """Somebody who speaks to the engine over http, with whatever token and key they have."""

    def __init__(self, engine: Engine, token: str = "") -> None:
        self.engine, self.token = engine, token
        self.path = "/janus"
        self.path += f"/{self.say({'janus': 'create'})['data']['id']}"
        self.session = self.path
        attached = self.say({"janus": "attach", "plugin": "janus.plugin.videoroom"})
        self.path += f"/{attached['data']['id']}"

    def say(self, said: dict[str, Any]) -> dict[str, Any]:
        return say(self.engine, self.path, said | {"token": self.token})

    def ask(self, **body: Any) -> dict[str, Any]:
        """What the video room answers, at once or as the next event."""
        answer = self.say({"janus": "message", "body": body})
        while answer.get("janus") in {"ack", "keepalive"} or "plugindata" not in answer:
            if answer.get("janus") == "error":
                return answer["error"]
            connection = http.client.HTTPConnection("127.0.0.1", self.engine.port, timeout=10)
            connection.request("GET", f"{self.session}?token={_quoted(self.token)}")
            answer = json.loads(connection.getresponse().read())
            connection.close()
        return answer["plugindata"]["data"]

    def join(self, room: str, seat: str, key: str) -> dict[str, Any]:
        return self.ask(request="join", ptype="publisher", room=room, id=seat, token=key)


def say(engine: Engine, path: str, said: dict[str, Any]) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=10)
    connection.request("POST", path, json.dumps(said | {"transaction": secrets.token_hex(6)}))
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def _quoted(words: str) -> str:
    from urllib.parse import quote

    return quote(words, safe="")


def _wait(engine: Engine, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=2)
            connection.request("GET", "/janus/info")
            connection.getresponse().read()
            connection.close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("Janus did not start. It is one apt install: sudo apt install janus")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
