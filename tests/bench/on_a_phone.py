"""What a phone pays for a page of help or of the guide: bytes, seconds without signal, seconds on a slow network (UI.md 6).

Bytes are counted in the browser, headers included. Beside them stands the budget; beside seconds, something simple
measured in the same run, so that the machine's speed cancels out.
"""

import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.bench.figures import Figures, figure
from tests.bench.servers import PLAIN, granian, served
from tests.journeys.front import a_front
from tests.journeys.running import a_practice, chromium, free_port

BARE = "/help-now/"  # of the plain application
NOW, HELP, GUIDE = "/now/", "/help-now/gb/", "/read/self-harm-explained/"
CRISIS_BUDGET, GUIDE_COLD, GUIDE_WARM = 8 * 1024, 40 * 1024, 12 * 1024  # bytes (UI.md 6)
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}  # 400 kbit/s
RUNS = 5
PAINTED = """() => new Promise((found) => new PerformanceObserver((list) => {
  const last = list.getEntries().at(-1);
  if (last) found(last.startTime / 1000);
}).observe({ type: "largest-contentful-paint", buffered: true }))"""


@dataclass(frozen=True)
class Weight:
    """Bytes of the page itself, and of everything that its visit fetched."""

    page: int
    all: int


def crisis_bytes(folder: Path) -> Figures:
    with a_phone(folder) as (browser, address):
        weights = [weigh(a_context(browser, address), path) for path in (NOW, HELP)]
    return {
        "crisis_bytes_now": figure(weights[0].page, "bytes", baseline=CRISIS_BUDGET),
        "crisis_bytes_help_now": figure(weights[1].page, "bytes", baseline=CRISIS_BUDGET),
        "crisis_bytes_later": figure(max(w.all - w.page for w in weights), "bytes", baseline=6 * 1024),
    }


def guide_bytes(folder: Path) -> Figures:
    with a_phone(folder) as (browser, address):
        context = a_context(browser, address, worker=False)  # what a worker fetches is not counted
        cold = [weigh(a_context(browser, address), path).all for path in ("/", GUIDE)]
        weigh(context, "/")
        warm = weigh(context, GUIDE).all
    return {
        "guide_bytes": figure(max(cold), "bytes", baseline=GUIDE_COLD),
        "guide_bytes_warm": figure(warm, "bytes", baseline=GUIDE_WARM),
    }


def crisis_offline(folder: Path) -> Figures:
    """Seconds from the tap to a page one can use with no signal, beside the same page with it."""
    with a_phone(folder) as (browser, address):
        context = a_context(browser, address)
        page = context.new_page()
        page.goto(NOW)
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("async () => Boolean(await caches.match('/now/'))")
        with_signal = [seconds_to(context, NOW) for _ in range(RUNS)]
        context.set_offline(True)
        without = [seconds_to(context, NOW) for _ in range(RUNS)]
    return {
        "crisis_offline": figure(
            statistics.median(without), "seconds", baseline=statistics.median(with_signal)
        )
    }


def lcp_slow3g(folder: Path) -> Figures:
    """Seconds to the largest paint at 400 ms and 400 kbit/s, beside a bare page of one line over the same network."""
    rival = free_port()
    with (
        a_phone(folder) as (browser, address),
        served(granian(PLAIN, rival), f"http://localhost:{rival}{BARE}", dict(os.environ)),
    ):
        bare = painted(browser, f"http://localhost:{rival}", BARE)
        return {
            f"lcp_slow3g_{name}": figure(painted(browser, address, path), "seconds", baseline=bare)
            for name, path in {"now": NOW, "help_now": HELP, "home": "/", "guide": GUIDE}.items()
        }


@contextmanager
def a_phone(folder: Path) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of the web server in front of the demonstration practice, as for real."""
    with (
        a_practice(folder, on_postgresql=False) as practice,
        a_front(practice) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            yield browser, address
        finally:
            browser.close()


def a_context(browser: Browser, address: str, *, worker: bool = True) -> BrowserContext:
    return browser.new_context(
        service_workers="allow" if worker else "block",
        base_url=address,
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
        locale="en-GB",
    )


def weigh(context: BrowserContext, path: str) -> Weight:
    """What went over the wire, headers included; what the browser's own store gave counts nothing."""
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    sizes: dict[str, float] = {}
    protocol.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(path, wait_until="networkidle")
    page.close()
    each = list(sizes.values())
    return Weight(page=int(each[0]), all=int(sum(each)))


def seconds_to(context: BrowserContext, path: str) -> float:
    page = context.new_page()
    page.goto(path)
    took = page.evaluate("() => performance.getEntriesByType('navigation')[0].domInteractive / 1000")
    page.close()
    return took


def painted(browser: Browser, address: str, path: str) -> float:
    return statistics.median(once_painted(browser, address, path) for _ in range(RUNS))


def once_painted(browser: Browser, address: str, path: str) -> float:
    context = a_context(browser, address)
    page: Page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.send("Network.emulateNetworkConditions", SLOW_3G)
    page.goto(path)
    took = page.evaluate(PAINTED)
    context.close()
    return took
