"""A TURN server of our own (coturn, from apt), which a test can kill and start again."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from tests.journeys.running import free_port

PATIENCE = 10  # seconds
PORTS = 300  # that it may hand out
CONFIGURATION = """\
listening-ip=127.0.0.1
relay-ip=127.0.0.1
listening-port={port}
tls-listening-port={tls_port}
min-port={first}
max-port={last}
use-auth-secret
static-auth-secret={key}
realm=waylight.example
cert={folder}/relay-cert.pem
pkey={folder}/relay-key.pem
fingerprint
stale-nonce=600
no-dtls
no-cli
no-software-attribute
no-multicast-peers
allow-loopback-peers
log-file=stdout
simple-log
pidfile={folder}/relay.pid
userdb={folder}/relay.sqlite
"""  # both browsers and the relay are on this one machine, so peers may be on it too


class Relay:
    """Answers at `port` by UDP and TCP, at `tls_port` by TLS with a certificate that nobody signed."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder, self.key = folder, key
        self.port, self.tls_port = free_port(), free_port()
        # Two relays that take the same ports of one machine take each other's packets, and no bind forbids it.
        self.first = 61_000 + PORTS * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        _certificate(self.folder)
        values = {"port": self.port, "tls_port": self.tls_port, "key": self.key, "folder": self.folder}
        values |= {"first": self.first, "last": self.first + PORTS - 1}
        configuration = self.folder / "turnserver.conf"
        configuration.write_text(CONFIGURATION.format(**values), encoding="ascii")
        command = [turnserver(), "-c", configuration]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.05)
        raise RuntimeError("The relay did not start.")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=10)
            self.process = None


def _certificate(folder: Path) -> None:
    if (folder / "relay-cert.pem").exists():
        return
    key, cert = folder / "relay-key.pem", folder / "relay-cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost"],
        check=True,
        capture_output=True,
    )  # fmt: skip


def turnserver() -> str:
    if found := shutil.which("turnserver"):
        return found
    raise RuntimeError("This journey needs coturn: sudo apt install coturn")
