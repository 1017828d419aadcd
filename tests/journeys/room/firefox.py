"""Ana in Debian's Firefox, driven by puppeteer-core over WebDriver BiDi (tests/firefox): Playwright cannot drive that one."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.journeys.running import ROOT

HERE = ROOT / "tests" / "firefox"
PATIENCE = 40  # seconds


class Firefox:
    """One page, asked by lines of JSON."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def ask(self, act: str, **more: Any) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": act, **more}) + "\n")
        self.process.stdin.flush()
        answer = self.hear()
        assert "error" not in answer, f"{act}: {answer['error']}"
        return answer["said"]

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "Firefox ended."
        found: dict[str, Any] = json.loads(line)
        return found

    def comes_to(self, ending: str) -> None:
        for _ in range(PATIENCE * 4):
            if (found := self.ask("look"))["address"].endswith(ending):
                return
            time.sleep(0.25)
        raise AssertionError(f"Firefox stays at {found['address']}: {found['words'][:300]}")

    def sees_a_moving_picture(self) -> None:
        """Frames are decoded, what is shown changes, and sound comes."""
        before = self.ask("look")
        for _ in range(PATIENCE * 4):
            now = self.ask("look")
            grows = now["frames"] > before["frames"] and now["packets"] > before["packets"]
            if grows and now["picture"] not in ("", before["picture"]):
                return
            time.sleep(0.25)
        raise AssertionError(f"Firefox sees no picture that moves: {now}")


@contextmanager
def a_firefox(address: str) -> Iterator[Firefox]:
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program and (HERE / "node_modules").is_dir(), (
        "This journey needs Firefox and puppeteer-core: sudo apt install firefox-esr; npm ci --prefix tests/firefox"
    )
    process = subprocess.Popen(
        ["node", "ana.mjs", address, program],
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        firefox = Firefox(process)
        assert "ready" in firefox.hear()
        yield firefox
    finally:
        process.communicate('{"do": "end"}\n', timeout=PATIENCE)
