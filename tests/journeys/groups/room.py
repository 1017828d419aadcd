"""Four people in a group's room through the real Janus, and what really reaches each of them."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from tests.journeys.browsing import Watch, somebody
from tests.journeys.running import ROOT, Running

PATIENCE = 45_000  # milliseconds: four browsers share two cores here
KEPT = """(() => {
  const Real = RTCPeerConnection;
  window.connections = [];
  window.RTCPeerConnection = class extends Real {
    constructor(config) { super(config); window.connections.push(this); }
  };
  const Line = WebSocket;
  window.lines = [];
  window.WebSocket = class extends Line {
    constructor(...given) { super(...given); window.lines.push(this); }
    send(text) {
      const said = JSON.parse(text);
      const { token, session_id, handle_id } = said;
      if (said.body?.request === "publish") this.own = { janus: "message", token, session_id, handle_id };
      if (said.body?.ptype === "subscriber") this.watch = { token, body: said.body };
      super.send(text);
    }
  };
})()"""
# By the picture or voice that comes: frames decoded and energy heard, summed over all that are open, and bytes.
RECEIVED = """async () => {
  const found = { frames: 0, energy: 0, bytes: 0, voices: 0 };
  for (const pc of window.connections) {
    if (pc.signalingState === "closed") continue;
    for (const row of (await pc.getStats()).values()) {
      if (row.type !== "inbound-rtp") continue;
      found.bytes += row.bytesReceived;
      if (row.kind === "video") found.frames += row.framesDecoded;
      else { found.energy += row.totalAudioEnergy ?? 0; found.voices += row.totalAudioEnergy > 0; }
    }
  }
  return found;
}"""


@dataclass
class InGroup:
    page: Page
    watch: Watch
    who: str

    def received(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(RECEIVED)
        return found

    def grows(self, what: str, within: int = PATIENCE) -> None:
        before = self.received()[what]
        for _ in range(within // 200):
            self.page.wait_for_timeout(200)
            if self.received()[what] > before:
                return
        raise AssertionError(f"{self.who}: {what} stay as they are: {self.received()}")

    def hears(self, voices: int, within: int = PATIENCE) -> None:
        """That many voices with something in them."""
        for _ in range(within // 200):
            if self.received()["voices"] >= voices:
                return
            self.page.wait_for_timeout(200)
        raise AssertionError(f"{self.who} hears {self.received()}, not {voices} voices")

    def turns_the_sound_on(self) -> None:
        """Where the browser waits for a hand before it plays anything."""
        self.page.wait_for_timeout(1500)  # for the browser's no, if there is one
        button = self.page.get_by_role("button", name="Turn the sound on")
        if button.is_visible():
            button.click()

    def sees_people(self, count: int) -> None:
        self.page.wait_for_function(
            "(count) => document.querySelectorAll('[data-tile]').length === count",
            arg=count,
            timeout=PATIENCE,
        )

    def sees_a_picture_of(self, name: str) -> None:
        tile = self.page.locator("[data-tile]:not(.still-shown)").filter(has_text=name)
        tile.first.wait_for(timeout=PATIENCE)

    def is_told(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for(timeout=PATIENCE)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()


def a_group(practice: Running, environment: dict[str, str]) -> dict[str, Any]:
    """The session's and the group's id, and a signed-in session for each person."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.journeys.groups.people"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout.strip().splitlines()[-1])
    return found


def come(
    browser: Browser, practice: Running, group: dict[str, Any], who: str, device: str = "desktop"
) -> InGroup:
    page, watch = somebody(browser, practice.address, device, dark=False, js=True)
    page.context.add_cookies([{"name": "session", "value": group["people"][who], "url": practice.address}])
    page.add_init_script(KEPT)
    page.goto(f"/groups/{group['session']}/room/")
    return InGroup(page, watch, who)
