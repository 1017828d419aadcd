"""Walks the demonstration practice as each role, by its links, and keeps every page it finds."""

import re
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

ROLES = {"visitor": "", "client": "ana", "therapist": "clara", "manager": "eva"}
FIRST = {"visitor": "/", "client": "/me/", "therapist": "/desk/", "manager": "/office/"}
# Pages of states that no link leads to.
UNLINKED = (
    *("/help-now/gb/", "/help-now/af/", "/help-now/kp/", "/help-now/gb/not-working/?noted"),
    *("/now/", "/now/plan/", "/now/no-signal/", "/now/signing-out/"),
    *("/search/", "/search/?q=school", "/search/?q=zzzz", "/ask/", "/questions/"),
)
MOST = 150  # pages of one role
UNSEEN = re.compile(r"^/(demo|static|leave|sign-out)/|\.(ics|json|xml|txt)$|^/help-now/[a-z]{2}/")


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (address := dict(attrs).get("href")):
            self.found.append(address)


def pages(address: str, role: str) -> Iterator[tuple[str, str]]:
    """(path, html) of every page that the role reaches from its first one."""
    browser = step_in(address, ROLES[role])
    start = [FIRST[role], *UNLINKED]
    waiting, known = deque(start), set(start)
    while waiting and len(known) <= MOST:
        path = waiting.popleft()
        html = text_of(browser, address + path)
        if html is None:
            continue
        yield path, html
        for link in links_of(html, address + path):
            if link not in known:
                known.add(link)
                waiting.append(link)


def step_in(address: str, name: str) -> OpenerDirector:
    """A browser of its own, signed in through the door of the demonstration when the role has a name."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    if name:
        door = browser.open(f"{address}/demo/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', door)
        sent = urlencode({"csrfmiddlewaretoken": token[1]} if token else {}).encode()
        browser.open(f"{address}/demo/as/{name}/", data=sent)
    return browser


def text_of(browser: OpenerDirector, address: str) -> str | None:
    try:
        with browser.open(address) as answer:
            is_page = answer.headers.get_content_type() == "text/html"
            return answer.read().decode() if is_page else None
    except HTTPError as refusal:
        print(f"  {urlsplit(address).path} answered {refusal.code}")
        return None


def links_of(html: str, address: str) -> Iterator[str]:
    reader = Links()
    reader.feed(html)
    for link in reader.found:
        parts = urlsplit(urldefrag(urljoin(address, link)).url)
        if parts.netloc == urlsplit(address).netloc and not UNSEEN.search(parts.path):
            yield parts.path + (f"?{parts.query}" if parts.query else "")
