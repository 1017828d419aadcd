"""A call between two browsers on one machine: how soon the second sees the first, and both see again after the line was cut.

`room_join` is counted from the start of the second page's scripts to the first frame that was decoded; beside it a bare page
with two RTCPeerConnections, from its script's start, with the same camera. `room_recover` is counted from the moment the line
is back to the next frame; beside it the aim of 3 seconds.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench.figures import Figures, figure
from tests.journeys.room.meeting import ANA, CLARA, InRoom, a_browser_with_a_camera, come, meet
from tests.journeys.room.place import Place, a_place

RUNS = 7
AIM = 3.0  # seconds from the line's return to a picture
CUTS = (3, 8, 15)  # seconds that the line is gone

# Asks for the camera, connects two ends in one page, and answers with the milliseconds to the first decoded frame.
BARE = """async () => {
  const begun = performance.now();
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  near.onicecandidate = ({ candidate }) => far.addIceCandidate(candidate);
  far.onicecandidate = ({ candidate }) => near.addIceCandidate(candidate);
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480 } });
  for (const track of stream.getTracks()) near.addTrack(track, stream);
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription);
  for (;;) {
    for (const row of (await far.getStats()).values()) if (row.type === "inbound-rtp" && row.framesDecoded > 0) {
      for (const track of stream.getTracks()) track.stop();
      near.close(); far.close();
      return performance.now() - begun;
    }
    await new Promise((done) => setTimeout(done, 5));
  }
}"""

# Notes in the page when the first frame of the newest connection was decoded, counted from the first script.
FIRST_FRAME = """(() => {
  const begun = performance.now();
  const look = async () => {
    const pc = window.connections?.at(-1);
    const rows = pc && pc.signalingState !== "closed" ? [...(await pc.getStats()).values()] : [];
    if (rows.some((row) => row.type === "inbound-rtp" && row.framesDecoded > 0)) window.firstFrame = performance.now() - begun;
    else setTimeout(look, 5);
  };
  look();
})()"""


@contextmanager
def two_people(**ways: str) -> Iterator[tuple[Place, InRoom, InRoom]]:
    with (
        tempfile.TemporaryDirectory(prefix="waylight-room-") as folder,
        a_place(Path(folder)) as place,
        sync_playwright() as play,
    ):
        browser = a_browser_with_a_camera(play.chromium)
        chosen = {name: value.format(bad=place.over_the_bad_line) for name, value in ways.items()}
        clara = come(browser, place.practice, CLARA, **chosen)
        ana = come(browser, place.practice, ANA, **chosen)
        meet(ana, clara)
        ana.sees_a_moving_picture()
        clara.sees_a_moving_picture()
        yield place, ana, clara
        browser.close()


def join(_folder: Path) -> Figures:
    with two_people() as (_place, ana, clara):
        ana.page.add_init_script(FIRST_FRAME)
        joined = [_come_again(ana) for _ in range(RUNS)]
        ana.page.goto("about:blank")
        clara.page.goto("/desk/")
        bare = [clara.page.evaluate(BARE) / 1000 for _ in range(RUNS)]
    return {
        "room_join": figure(statistics.median(joined), "seconds", baseline=statistics.median(bare)),
        "room_join_worst": figure(max(joined), "seconds", baseline=max(bare)),
    }


def _come_again(one: InRoom) -> float:
    """Seconds until whoever comes to the page sees the one who is there."""
    one.page.reload(wait_until="commit")
    one.page.wait_for_function("() => window.firstFrame")
    seconds: float = one.page.evaluate("() => window.firstFrame") / 1000
    return seconds


def recover(_folder: Path) -> Figures:
    with two_people(urls="{bad}", policy="relay") as (place, ana, clara):
        line_cut = [_cut(place, ana, clara, seconds) for seconds in CUTS]
        relay_dead = [_kill(place, ana, clara) for _ in range(3)]
    return {
        "room_recover": figure(statistics.median(line_cut), "seconds", baseline=AIM),
        "room_recover_worst": figure(max(line_cut), "seconds", baseline=AIM),
        "room_recover_relay": figure(statistics.median(relay_dead), "seconds", baseline=AIM),
    }


def _cut(place: Place, ana: InRoom, clara: InRoom, seconds: float) -> float:
    place.lossy.is_cut = True
    ana.page.wait_for_timeout(seconds * 1000)
    place.lossy.is_cut = False
    return _until_both_see(ana.page, clara.page)


def _kill(place: Place, ana: InRoom, clara: InRoom) -> float:
    place.relay.kill()
    ana.page.wait_for_timeout(8000)
    place.relay.start()
    return _until_both_see(ana.page, clara.page)


def _until_both_see(*pages: Page) -> float:
    begun = time.perf_counter()
    before = [_frames(page) for page in pages]
    while any(_frames(page) in (0, known) for page, known in zip(pages, before, strict=True)):
        pages[0].wait_for_timeout(20)
        if time.perf_counter() - begun > 60:
            raise RuntimeError("No picture came back within a minute.")
    seconds = time.perf_counter() - begun
    pages[0].wait_for_timeout(3000)
    return seconds


FRAMES = """async () => [...(await window.connections.at(-1).getStats()).values()]
  .filter((row) => row.type === "inbound-rtp" && row.kind === "video")
  .reduce((sum, row) => sum + row.framesDecoded, 0)"""


def _frames(page: Page) -> int:
    found: int = page.evaluate(FRAMES)
    return found
