"""Two people in one room: browsers with a camera that moves and a microphone that beeps, and what really reaches them."""

import json
import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.journeys.browsing import Watch, somebody
from tests.journeys.people import Person
from tests.journeys.running import Running, chromium

CLARA, ANA = "Dr Clara Vale", "Ana, a client"
PATIENCE = 20_000  # milliseconds
LET_IN = re.compile("^Let in")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--ignore-certificate-errors",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
]

# Makes a page's connections go by one way alone, and keeps them where a test finds them. What the page asks for stays as it is.
BY_THE_WAY = """(() => {
  const way = %s;
  const chosen = (config = {}) => ({ ...config, iceTransportPolicy: way.policy, iceServers: (config.iceServers ?? [])
    .map((one) => ({ ...one, username: way.username ?? one.username, credential: way.credential ?? one.credential,
      urls: [one.urls].flat().filter((url) => new RegExp(way.urls).test(url)) })).filter((one) => one.urls.length) });
  const Real = RTCPeerConnection;
  window.connections = [];
  window.RTCPeerConnection = class extends Real {
    constructor(config) { super(chosen(config)); window.connections.push(this); }
    setConfiguration(config) { super.setConfiguration(chosen(config)); }
  };
})()"""

RECEIVED = """async () => {
  const found = { frames: 0, packets: 0, energy: 0, concealed: 0, samples: 0, way: "", protocol: "", dtls: "" };
  const pc = window.connections.at(-1);
  if (!pc || pc.signalingState === "closed") return found;
  const rows = new Map([...(await pc.getStats()).values()].map((row) => [row.id, row]));
  for (const row of rows.values()) {
    if (row.type === "inbound-rtp" && row.kind === "video") found.frames += row.framesDecoded;
    if (row.type === "inbound-rtp" && row.kind === "audio") {
      found.packets += row.packetsReceived; found.energy += row.totalAudioEnergy ?? 0;
      found.concealed += row.concealedSamples ?? 0; found.samples += row.totalSamplesReceived ?? 0;
    }
    if (row.type === "transport" && row.selectedCandidatePairId) {
      const local = rows.get(rows.get(row.selectedCandidatePairId)?.localCandidateId);
      found.way = local?.candidateType ?? "";
      found.protocol = local?.relayProtocol ?? local?.protocol ?? "";
      found.dtls = row.dtlsState;
    }
  }
  return found;
}"""

# How long the voice has played, in seconds.
PLAYED = "() => document.querySelector('[data-tile] audio')?.currentTime ?? 0"

# What one sees: the picture, drawn small, as numbers.
SEEN = """() => {
  const video = document.querySelector("[data-tile] video");
  if (!video?.videoWidth) return "";
  const canvas = Object.assign(document.createElement("canvas"), { width: 32, height: 24 });
  const pen = canvas.getContext("2d");
  pen.drawImage(video, 0, 0, 32, 24);
  return [...pen.getImageData(0, 0, 32, 24).data].join();
}"""


@dataclass
class InRoom:
    """Somebody before the page of a room."""

    page: Page
    watch: Watch
    who: str

    def received(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(RECEIVED)
        return found

    def sees_a_moving_picture(self, within: int = PATIENCE) -> None:
        """Frames are decoded, and what is shown changes."""
        before, seen = self.received()["frames"], self.page.evaluate(SEEN)
        for _ in range(within // 100):
            self.page.wait_for_timeout(100)
            if self.received()["frames"] > before and self.page.evaluate(SEEN) not in ("", seen):
                return
        raise AssertionError(f"{self.who} sees no picture that moves: {self.received()}")

    def hears_something(self, within: int = PATIENCE) -> None:
        """Sound with something in it is received, and played: the other's microphone beeps once a second."""
        before, played = self.received()["energy"], self.page.evaluate(PLAYED)
        for _ in range(within // 100):
            self.page.wait_for_timeout(100)
            if self.received()["energy"] > before + 1e-4 and self.page.evaluate(PLAYED) != played:
                return
        raise AssertionError(
            f"{self.who} hears nothing: {self.received()}, {self.page.evaluate(PLAYED)} s played"
        )

    def hears_silence(self) -> None:
        self.page.wait_for_timeout(1500)  # what was said before has arrived
        before = self.received()
        self.page.wait_for_timeout(2500)
        after = self.received()
        assert after["packets"] > before["packets"], "the line itself is there"
        assert after["energy"] - before["energy"] < 1e-5, (before, after)

    def press(self, name: str) -> None:
        self.page.get_by_role("group", name="Your voice and picture").get_by_role(
            "button", name=name, exact=True
        ).click()

    def is_told(self, words: str, within: int = PATIENCE) -> None:
        self.page.get_by_text(words).first.wait_for(timeout=within)


def a_browser_with_a_camera(chromium_type: BrowserType) -> Browser:
    return chromium_type.launch(executable_path=chromium(), args=ARGUMENTS)


def come(
    browser: Browser,
    practice: Running,
    who: str,
    *,
    device: str = "desktop",
    address: str = "",
    urls: str = ".",
    policy: str = "all",
    word: tuple[str, str] = ("", ""),
    **more: Any,
) -> InRoom:
    """Steps in. `urls` is a pattern of the relays to take, `policy` "relay" takes no other way, `word` is a name and word."""
    page, watch = somebody(browser, address or practice.address, device, dark=False, js=True, **more)
    way = {"policy": policy, "urls": urls} | ({"username": word[0], "credential": word[1]} if word[0] else {})
    page.add_init_script(BY_THE_WAY % json.dumps(way))
    Person(page, js=False, name="room").steps_in_as(who)
    return InRoom(page, watch, who)


def bring_forward(page: Page, client: str) -> None:
    """Their next session begins in five minutes, so that its room is open."""
    page.goto("/demo/")
    choice = page.get_by_label("Appointment")
    choice.select_option(choice.locator("option").filter(has_text=client).first.get_attribute("value"))
    page.get_by_role("button", name="Bring it forward").click()
    expect(page.get_by_role("main")).to_contain_text("It starts in five minutes.")


def address_of_the_room(clara: InRoom) -> str:
    """The session of Ana with Clara that can be joined now: their next one, when a test before has ended it."""
    clara.page.goto("/desk/")
    link = clara.page.get_by_role("main").locator("a[href^='/room/']").first
    if not link.count():
        bring_forward(clara.page, "Ana")
        clara.page.goto("/desk/")
    found = re.match(r"/room/[0-9a-f-]{36}/", link.get_attribute("href") or "")
    assert found, "no room is open"
    return found.group(0)


def lets_in(clara: InRoom) -> None:
    let_in = clara.page.get_by_role("button", name=LET_IN).first
    let_in.click(timeout=PATIENCE)
    let_in.wait_for(state="detached", timeout=PATIENCE)


def meet(ana: InRoom, clara: InRoom, *, with_camera: bool = True) -> str:
    """Ana waits, Clara lets her in, both are in the call. The room's address."""
    room = address_of_the_room(clara)
    if with_camera:  # before the first page, which leads on at once when she was let in already
        ana.page.evaluate("() => sessionStorage.setItem('room-camera', 'on')")
    ana.page.goto(f"{room}waiting/")
    clara.page.goto(f"{room}call/")
    let_in = clara.page.get_by_role("button", name=LET_IN)
    ana.page.wait_for_function("() => window.connections !== undefined")
    if "/call/" not in ana.page.url:
        let_in.or_(clara.page.get_by_text("Ana is here.")).first.wait_for(timeout=PATIENCE)
        if let_in.count():
            lets_in(clara)
    ana.page.wait_for_url("**/call/", timeout=PATIENCE)
    return room
