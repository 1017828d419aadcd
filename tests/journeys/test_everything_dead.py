"""The web server in front, with Waylight behind it and then alone: help is there all the same, and no log tells of it."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import Message

import brotli
import pytest
from playwright.sync_api import Browser

from tests.journeys.browsing import axe, look, somebody
from tests.journeys.conftest import ON_POSTGRESQL
from tests.journeys.front import a_front
from tests.journeys.running import Running, a_practice

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

HELP = ["/help-now/", "/help-now/gb/", "/help-now/countries/", "/now/", "/now/after/"]
GUIDE = ["/", "/privacy/", "/read/", "/robots.txt", "/sitemap.xml"]
OF_ONE_ANSWER = {
    "Content-Length",
    "Date",
    "Etag",
    "Last-Modified",
    "Accept-Ranges",
    "Transfer-Encoding",
    "Server",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    text: str

    def kept(self) -> dict[str, object]:
        """The headers that both must give, whatever the order of their parts."""
        found: dict[str, object] = {}
        for name in {name.title() for name in self.headers} - OF_ONE_ANSWER:
            values = ", ".join(self.headers.get_all(name, []))
            found[name] = sorted(re.split(r"[;,] ", values))
        return found


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


def get(address: str, **headers: str) -> Answer:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br"} | headers)
    try:
        response = urllib.request.build_opener(NoRedirect).open(request, timeout=30)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        body = response.read()
    packed = response.headers.get("Content-Encoding") == "br"
    text = (brotli.decompress(body) if packed else body).decode()
    return Answer(response.status, response.headers, text)


@pytest.fixture(scope="module")
def behind() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="module")
def practice(behind: ExitStack, tmp_path_factory: pytest.TempPathFactory) -> Running:
    folder = tmp_path_factory.mktemp("dead")
    return behind.enter_context(a_practice(folder, on_postgresql=ON_POSTGRESQL))


@pytest.fixture(scope="module")
def front(practice: Running) -> Iterator[str]:
    with a_front(practice) as address:
        yield address


@pytest.fixture(scope="module")
def alive(front: str) -> dict[str, Answer]:
    """What the front gave while Waylight was there."""
    return {address: get(front + address) for address in [*HELP, *GUIDE, "/sign-in/", "/leave/"]}


@pytest.fixture(scope="module")
def alone(front: str, alive: dict[str, Answer], behind: ExitStack) -> str:
    """The front after server, worker and database ended."""
    behind.close()
    return front


def test_with_waylight_behind_it_everything_answers(alive: dict[str, Answer]):
    assert {address: answer.status for address, answer in alive.items()} == {
        **dict.fromkeys([*HELP, *GUIDE, "/sign-in/"], 200),
        "/leave/": 303,
    }
    assert all(alive[address].headers["Content-Encoding"] == "br" for address in [*HELP, *GUIDE])
    assert "Content-Encoding" not in alive["/sign-in/"].headers


@pytest.mark.hazard("H03")
@pytest.mark.hazard("H16")
@pytest.mark.parametrize("address", HELP)
def test_a_page_of_help_is_the_same_with_the_same_headers_when_all_is_dead(
    alone: str, alive: dict[str, Answer], address: str
):
    before, now = alive[address], get(alone + address)
    assert (now.status, now.text) == (200, before.text)
    expected = {name: value for name, value in before.kept().items() if name not in {"Set-Cookie", "Vary"}}
    found = now.kept()
    assert set(before.kept()["Vary"]) <= set(found.pop("Vary"))
    assert found.pop("X-Stands-In", []) == (["copy"] if address.startswith("/now/") else [])  # for the worker
    assert found == expected
    assert "sha256-" in now.headers["Content-Security-Policy"]
    assert re.search(r'href="tel:\d+"', now.text)


@pytest.mark.hazard("H03")
def test_the_country_that_the_browser_remembers_is_the_one_that_shows(alone: str):
    assert "You are in: United Kingdom" in get(f"{alone}/help-now/", Cookie="a=b; country=gb").text
    for cookie in ("country=zz", "country=../../x", "country=GB", "xcountry=gb", ""):
        assert "Where are you?" in get(f"{alone}/help-now/", Cookie=cookie).text
    assert "Where are you?" in get(f"{alone}/help-now/zz/").text
    assert "You are in: Ireland" in get(f"{alone}/help-now/ie/not-working/").text


@pytest.mark.parametrize("address", GUIDE)
def test_the_guide_reads_as_before(alone: str, alive: dict[str, Answer], address: str):
    now = get(alone + address)
    assert (now.status, now.text) == (200, alive[address].text)
    assert get(alone + address, Cookie="country=gb").status == 200


@pytest.mark.hazard("H06")
def test_leave_leads_away(alone: str, alive: dict[str, Answer]):
    now = get(f"{alone}/leave/")
    assert (now.status, now.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert f'content="0;url={alive["/leave/"].headers["Location"]}"' in now.text
    assert now.headers["Clear-Site-Data"] == '"cookies"'


def test_what_cannot_be_shown_says_so_and_offers_help(alone: str):
    for address in ("/me/", "/sign-in/", "/search/?q=sleep"):
        answer = get(alone + address)
        assert answer.status == 503
        assert 'href="/help-now/"' in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    missing = get(f"{alone}/static/no-such.css")
    assert missing.status == 404
    assert "max-age" not in missing.headers.get("Cache-Control", "")  # the next update may bring it
    there = re.search(r'"(/static/[^"]+\.css)"', get(f"{alone}/for-me/").text)
    assert there
    assert "immutable" in get(f"{alone}{there[1]}").headers["Cache-Control"]
    for address in ("/practice.json", "/static/../waylight.sqlite3", "/../keys/master", "/headers.caddy"):
        assert "key" not in get(alone + address).text


def test_the_copies_look_right_in_a_browser(alone: str, browser: Browser):
    page, watch = somebody(browser, alone, "phone", dark=False, js=True)
    for name, address in (("help", "/help-now/gb/"), ("now", "/now/"), ("guide", "/"), ("me", "/me/")):
        page.goto(address)
        axe(page)
        look(page, f"dead-{name}")
        assert page.evaluate("() => getComputedStyle(document.body).fontFamily") != "Times New Roman"
    page.context.close()
    # The browser asks whether its worker has changed, and says on the console that it could not.
    assert [fault for fault in watch.faults if "when fetching the script" not in fault] == []


@pytest.mark.hazard("H06")
def test_nobody_wrote_down_who_came(alone: str, practice: Running):
    written = practice.logs()
    assert "serving initial configuration" in written  # Caddy's log is among them
    assert re.findall(r".*(?:help-now|/now\b|/leave|not-working|/me/|/privacy).*", written) == []
