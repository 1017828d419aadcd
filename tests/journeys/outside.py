"""The world around the practice: a search page to come from, and the plain site that Leave leads to. Served from here."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Page, Route

from tests.journeys.running import Running

PAGES = {"/search": "Search", "/weather": "Weather"}


class Outside(BaseHTTPRequestHandler):
    """`/search?to=ADDRESS` shows a link to the practice, as a search does; `/weather` is where one lands."""

    def do_GET(self) -> None:
        path, _, to = self.path.partition("?to=")
        title = PAGES.get(path)
        self.send_response(200 if title else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        link = f'<a href="{to}">A result</a>' if to else ""
        self.wfile.write(f"<!doctype html><title>{title}</title><h1>{title}</h1>{link}".encode())

    def log_message(self, *_args: object) -> None:
        """Nothing: the terminal belongs to the tests."""


@contextmanager
def outside() -> Iterator[str]:
    """The address of that world, as long as one is in it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outside)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def lead_out(page: Page, practice: Running, world: str) -> None:
    """Lets the browser into that world. /leave/ answers as it does, but the site that it names is ours."""

    def answer(route: Route) -> None:
        real = route.fetch(max_redirects=0)
        assert real.status == 303, real.status
        assert real.headers["location"].startswith("https://"), real.headers
        route.fulfill(status=303, headers={**real.headers, "location": f"{world}/weather"})

    page.context.route(f"{world}/**", lambda route: route.continue_())
    page.context.route(f"{practice.address}/leave/", answer)


def come_from_a_search(page: Page, practice: Running, world: str, to: str = "/") -> None:
    page.goto(f"{world}/search?to={practice.address}{to}")
    page.get_by_role("link", name="A result").click()
    page.wait_for_url(f"{practice.address}{to}")


def history(page: Page, practice: Running, world: str) -> list[str]:
    """What the browser holds behind its Back button, oldest first: `search`, `weather` and our paths."""
    session = page.context.new_cdp_session(page)
    entries = session.send("Page.getNavigationHistory")["entries"]
    session.detach()
    known = [entry["url"] for entry in entries if entry["url"] != "about:blank"]
    return [
        url.removeprefix(f"{world}/").partition("?")[0]
        if url.startswith(world)
        else url.removeprefix(practice.address)
        for url in known
    ]
