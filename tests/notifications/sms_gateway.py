"""A gateway of texts on this machine. It takes each key once, as docs/operators.md asks of a gateway."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import LazySettings


class Gateway:
    """`asked` is every request it got; `handset` what the telephones got. `answers` are used up one by one: a status, or
    "cut off" to take the message and hang up without a word, "drip" to go on answering until it hangs up."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.handset: list[dict[str, Any]] = []
        self.ids: dict[str, str] = {}
        self.answers: list[int | str] = []
        self.lock = threading.Lock()
        self.calls = 0  # connections
        self.address = ""
        self.closing = threading.Event()

    def take(self, headers: Any, said: dict[str, Any]) -> tuple[int | str, str]:
        with self.lock:
            self.asked.append({"headers": dict(headers), "said": said})
            answer = self.answers.pop(0) if self.answers else 201
            if isinstance(answer, int) and not 200 <= answer < 300:
                return answer, ""
            key = headers["Idempotency-Key"]
            if key not in self.ids:
                self.ids[key] = f"gw-{len(self.ids) + 1}"
                self.handset.append(said)
            return answer, self.ids[key]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    gateway: Gateway

    def setup(self) -> None:
        super().setup()
        self.gateway.calls += 1

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, called = self.gateway.take(self.headers, said)
        if status == "cut off":
            self.close_connection = True
            return
        body = json.dumps({"id": called}).encode()
        if status == "drip":
            self.drip()
            return
        self.send_response(int(status))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        """Another figure each moment, and never a status."""
        self.close_connection = True
        self.wfile.write(b"HTTP/1.1 ")
        while not self.gateway.closing.wait(0.01):
            self.wfile.write(b"2")

    def log_message(self, *_parts: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_parts: Any) -> None:
        """Whoever asked has gone: in these tests it was killed."""


@contextmanager
def a_gateway(settings: LazySettings | None = None) -> Iterator[Gateway]:
    gateway = Gateway()
    server = Server(("127.0.0.1", 0), type("Mine", (Handler,), {"gateway": gateway}))
    gateway.address = f"http://127.0.0.1:{server.server_port}/send?account=1"
    if settings is not None:
        settings.SMS_URL, settings.SMS_TOKEN = gateway.address, "secret token"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        gateway.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
