"""`python -m tests.journeys.room.drill all`: two people meet by every way there is, and each time both see and hear each other.

Directly; through a relay by UDP, TCP and TLS; with a tenth and a third of the packets lost; after a browser
was killed; and a word for the relay that is wrong, or has run out, opens nothing.
"""

import base64
import hmac
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from tests.journeys.front import a_front
from tests.journeys.room.meeting import ANA, CLARA, InRoom, a_browser_with_a_camera, come, meet
from tests.journeys.room.place import KEY, Place, a_place

RELAYED = {"policy": "relay"}


def both_see_and_hear(ana: InRoom, clara: InRoom, within: int = 60_000) -> None:
    for one in (ana, clara):
        one.sees_a_moving_picture(within)
        one.hears_something(within)


def by(way: dict[str, Any], protocol: str, kind: str) -> Callable[[Place, Playwright], str]:
    def drill(place: Place, play: Playwright) -> str:
        browser = a_browser_with_a_camera(play.chromium)
        clara, ana = (come(browser, place.practice, who, **way) for who in (CLARA, ANA))
        meet(ana, clara)
        both_see_and_hear(ana, clara)
        received = ana.received()
        assert (received["way"], received["protocol"], received["dtls"]) == (kind, protocol, "connected")
        browser.close()
        return f"{kind} by {protocol}"

    return drill


def behind_caddy(place: Place, play: Playwright) -> str:
    """Over https, and the line of the room through the web server in front, as a practice really has it."""
    browser = a_browser_with_a_camera(play.chromium)
    with a_front(place.practice, "https") as address:
        pair = [come(browser, place.practice, who, address=address, **RELAYED) for who in (CLARA, ANA)]
        clara, ana = pair
        meet(ana, clara)
        both_see_and_hear(ana, clara)
        assert ana.page.evaluate("location.protocol") == "https:"
        browser.close()
    return "over https"


def losing(share: float, delay: float) -> Callable[[Place, Playwright], str]:
    """Ana's line alone is bad, as it is for one of two people; a third lost leaves the voice, and says so."""

    def drill(place: Place, play: Playwright) -> str:
        browser = a_browser_with_a_camera(play.chromium)
        clara = come(browser, place.practice, CLARA, urls=place.over_the_relay, **RELAYED)
        ana = come(browser, place.practice, ANA, urls=place.over_the_bad_line, **RELAYED)
        place.lossy.loss, place.lossy.delay = share, delay
        try:
            meet(ana, clara)
            both_see_and_hear(ana, clara)
            if share > 0.2:
                ana.is_told("The voice comes first.", within=60_000)
            before = ana.received()
            ana.page.wait_for_timeout(10_000)
            after = ana.received()
        finally:
            place.lossy.loss, place.lossy.delay = 0, 0
        browser.close()
        made_up = (after["concealed"] - before["concealed"]) / (after["samples"] - before["samples"])
        assert made_up < share / 2, f"{made_up:.1%} of the sound was lost"
        return f"{share:.0%} of the packets lost, {made_up:.1%} of the sound"

    return drill


def a_browser_is_killed(place: Place, play: Playwright) -> str:
    stays, goes = (a_browser_with_a_camera(play.chromium) for _ in range(2))
    clara = come(stays, place.practice, CLARA)
    ana = come(goes, place.practice, ANA)
    room = meet(ana, clara)
    both_see_and_hear(ana, clara)
    cookies = ana.page.context.storage_state()
    goes.close()
    clara.is_told("The line stopped. Trying again…", within=30_000)
    begun = time.monotonic()
    again = a_browser_with_a_camera(play.chromium)
    ana = come(again, place.practice, ANA, storage_state=cookies)
    ana.page.goto(f"{room}call/")
    ana.page.get_by_role("button", name="Start camera").click()
    both_see_and_hear(ana, clara)
    for browser in (stays, again):
        browser.close()
    return f"back after {time.monotonic() - begun:.1f} s with a new browser"


def not_let_through(name: str, word: str) -> Callable[[Place, Playwright], str]:
    def drill(place: Place, play: Playwright) -> str:
        browser = a_browser_with_a_camera(play.chromium)
        way = {"urls": place.over_the_relay, "word": (name, word)} | RELAYED
        clara, ana = (come(browser, place.practice, who, **way) for who in (CLARA, ANA))
        meet(ana, clara)
        ana.page.wait_for_timeout(8000)
        assert ana.received()["packets"] == clara.received()["packets"] == 0
        browser.close()
        return "nothing passed"

    return drill


def signed(name: str) -> str:
    """The word that the relay would take for a name, were it not too late."""
    return base64.b64encode(hmac.new(KEY.encode(), name.encode(), "sha1").digest()).decode()


SOON, LONG_AGO = f"{int(time.time()) + 3600}:drill", "1700000000:drill"
DRILLS: dict[str, Callable[[Place, Playwright], str]] = {
    "directly": by({}, "udp", "host"),
    "through the relay by UDP": by({"urls": r":\d+.transport=udp"} | RELAYED, "udp", "relay"),
    "through the relay by TCP": by({"urls": "turn:.*transport=tcp"} | RELAYED, "tcp", "relay"),
    "through the relay by TLS": by({"urls": "turns:"} | RELAYED, "tls", "relay"),
    "behind Caddy over https": behind_caddy,
    "a tenth lost": losing(0.1, 0.06),
    "a third lost": losing(0.3, 0.15),
    "a browser is killed": a_browser_is_killed,
    "a wrong word for the relay": not_let_through(SOON, signed("somebody else")),
    "a word for the relay that has run out": not_let_through(LONG_AGO, signed(LONG_AGO)),
}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="waylight-room-") as folder, a_place(Path(folder)) as place:
        for name, drill in DRILLS.items():
            if sys.argv[1:] not in (["all"], [name]):
                continue
            with sync_playwright() as play:
                print(f"{name}: {drill(place, play)}", flush=True)


if __name__ == "__main__":
    main()
