"""Caddy in front of a practice, with the Caddyfile that we ship."""

import os
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.journeys.running import ROOT, Running, free_port

PATIENCE = 30  # seconds


@contextmanager
def a_front(practice: Running, scheme: str = "http") -> Iterator[str]:
    """The address of a web server in front. What it writes down goes into the folder's logs too.

    With "https" it vouches for itself, and no browser but one that was told so believes it.
    """
    port = free_port()
    shipped = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
    # Without the door for administrators, whose port another Caddy on this machine may have.
    config = practice.folder / "Caddyfile"
    alone = "\n{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n"
    config.write_text(shipped.replace("\n{\n", alone, 1), encoding="utf-8")
    address = f"{scheme}://localhost:{port}"
    environment = os.environ | {
        "WAYLIGHT_SITE": address,
        "WAYLIGHT_VAR": str(practice.folder),
        "WAYLIGHT_BEHIND": practice.address.removeprefix("http://").replace("localhost", "127.0.0.1"),
        "HOME": str(practice.folder),
        "XDG_DATA_HOME": str(practice.folder),
        "XDG_CONFIG_HOME": str(practice.folder),
    }
    with (practice.folder / "caddy.log").open("w") as log:
        process = subprocess.Popen(
            [caddy(), "run", "--config", config, "--adapter", "caddyfile"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(f"{address}/help-now/", process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    believing = ssl._create_unverified_context()
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5, context=believing).close()
            return
        except urllib.error.HTTPError as refusal:
            raise RuntimeError(f"The web server in front answered {refusal.code}.") from refusal
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The web server in front did not start.")


def caddy() -> str:
    if found := shutil.which("caddy"):
        return found
    raise RuntimeError("This journey needs Caddy: sudo apt install caddy")
