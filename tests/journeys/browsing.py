"""A browser as people have them, which notices what it must not see; axe, and pictures to look at."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}


class Watch:
    """Notes requests to other hosts and errors: of scripts, and on the console (where the CSP complains)."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.faults: list[str] = []
        self.visited: set[str] = set()
        context.route(lambda url: not url.startswith(address), self.refuse)
        context.on("request", self.note)
        context.on("console", self.listen)
        context.on("weberror", lambda error: self.faults.append(f"error in a script: {error.error}"))

    def refuse(self, route: Route) -> None:
        self.faults.append(f"request to another host: {route.request.url}")
        route.abort()

    def note(self, request: Request) -> None:
        if request.is_navigation_request():
            self.visited.add(request.url)

    def listen(self, message: ConsoleMessage) -> None:
        """A page that answers 404 or 400 is a page that a test asked for; Chromium logs that too."""
        of_the_page = message.location["url"] in self.visited and message.text.startswith(
            "Failed to load resource"
        )
        if message.type == "error" and not of_the_page:
            self.faults.append(f"on the console: {message.text} ({message.location['url']})")


def somebody(
    browser: Browser, address: str, device: str, *, dark: bool, js: bool, **more: Any
) -> tuple[Page, Watch]:
    """A page of a fresh browser: no cookie, no history, in London unless `timezone_id` says otherwise."""
    context = browser.new_context(
        **{
            "base_url": address,
            "viewport": SIZES[device],
            "is_mobile": device == "phone",
            "has_touch": device == "phone",
            "color_scheme": "dark" if dark else "light",
            "java_script_enabled": js,
            "reduced_motion": "reduce",
            "locale": "en-GB",
            "timezone_id": "Europe/London",
            **more,
        }
    )
    context.set_default_timeout(10_000)  # milliseconds
    watch = Watch(context, address)
    return context.new_page(), watch


def axe(page: Page, *, only: str = "") -> None:
    """Asserts that axe-core finds nothing, also of best practice and size of targets; or of one rule only. Needs JavaScript.

    Forced colours are the person's own, and axe reads ours: there it does not judge contrast.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(
        "(only) => axe.run({ resultTypes: ['violations'], ...(only ? { runOnly: [only] } : { rules: {"
        " 'target-size': { enabled: true },"
        " 'color-contrast': { enabled: !matchMedia('(forced-colors: active)').matches } } }) })",
        only,
    )
    faults = [
        f"{rule['id']}: {rule['help']}\n" + "\n".join(f"    {node['html'][:200]}" for node in rule["nodes"])
        for rule in found["violations"]
    ]
    assert not faults, f"axe at {page.url}:\n" + "\n".join(faults)


def look(page: Page, name: str) -> None:
    """Takes the page's picture, on phone and desktop, light and dark, when WAYLIGHT_SHOTS names a folder."""
    folder = os.environ.get("WAYLIGHT_SHOTS")
    if not folder:
        return
    before = page.viewport_size
    for device, size in SIZES.items():
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(folder) / f"{name}-{device}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="null")
    page.set_viewport_size(before)
