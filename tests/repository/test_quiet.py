"""What a browser keeps and shows of a visit, over every route and member of the cast: copies, titles, the way out."""

import re
from dataclasses import dataclass, field

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from tests.conftest import TODAY, ByAll
from tests.repository.routes import Route, every_route
from tests.repository.test_roles import World
from tests.sign_in import signed_in

# That each page opens on either database is asked in test_roles.
pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H06"), pytest.mark.only_on("sqlite")]

PRIVATE = ("me/", "desk/", "office/", "home/", "sign-in/", "times/", "ask/")
NEUTRAL = ("me/", "desk/", "office/", "now/", "sign-in/", "times/")
# What may not stand in the title or the address of such a page, as the beginning of a word (UI.md 2.2).
GIVES_AWAY = re.compile(
    r"\b(harm|self-?harm|suicid|therap|psych|mental|crisis|treat|diagnos|depress|anxi|injur|hurt|wound|scar|urge|risk|clinic)",
    re.IGNORECASE,
)


@dataclass
class Visit:
    """What one of the cast was shown, wherever they went."""

    who: str
    emails: list[str] = field(default_factory=list)
    pages: list[tuple[Route, HttpResponse]] = field(default_factory=list)

    def go_everywhere(self) -> None:
        world = World()
        self.emails = [user.email for user in world.users.values()]
        self.pages = pages(self.who, world)


@pytest.fixture(scope="module", params=["visitor", "ana", "clara", "eva"])
def visit(request: pytest.FixtureRequest, by_all: ByAll) -> Visit:
    made = Visit(request.param)
    with by_all(TODAY, made.go_everywhere):
        return made


def pages(who: str, world: World) -> list[tuple[Route, HttpResponse]]:
    """Every page but Leave itself, which would end the walk: it takes the session's cookie away."""
    browser = signed_in(world.users[who]) if who in world.users else Browser()
    routes = [route for route in every_route() if route.is_ours and route.name != "crisis:leave"]
    return [(route, browser.get(world.address(route))) for route in routes]


def is_page(response: HttpResponse) -> bool:
    return response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")


def title(response: HttpResponse) -> str:
    found = re.search(r"<title>(.*?)</title>", response.text, re.DOTALL)
    return found.group(1) if found else ""


def test_no_copy_is_kept_of_a_private_answer(visit: Visit) -> None:
    kept = [
        f"{route.name}: {response.get('Cache-Control')}"
        for route, response in visit.pages
        if route.pattern.startswith(PRIVATE) and "no-store" not in response.get("Cache-Control", "")
    ]
    assert kept == []


def test_no_answer_tells_another_site_where_somebody_was(visit: Visit) -> None:
    told = [
        route.name
        for route, response in visit.pages
        if response.get("Referrer-Policy") not in {"same-origin", "no-referrer"}
    ]
    assert told == []


def test_titles_give_nothing_away_nor_name_anybody(visit: Visit) -> None:
    neutral = [
        (route, title(response))
        for route, response in visit.pages
        if route.pattern.startswith(NEUTRAL) and is_page(response)
    ]
    assert [(route.name, words) for route, words in neutral if GIVES_AWAY.search(words) or not words] == []
    assert [route.name for route, words in neutral if any(email in words for email in visit.emails)] == []
    assert visit.who == "visitor" or len(neutral) > 5


def test_addresses_give_nothing_away() -> None:
    neutral = [route.pattern for route in every_route() if route.pattern.startswith(NEUTRAL)]
    assert [address for address in neutral if GIVES_AWAY.search(re.sub("<[^>]+>", "", address))] == []


def test_each_page_has_its_way_out(visit: Visit) -> None:
    """Leave twice for visitors and clients (dock or head, and the second skip link); Lock for staff."""
    faults = []
    for route, response in visit.pages:
        if not is_page(response) or route.pattern.startswith("demo/"):
            continue
        leaves = len(re.findall(r'href="/leave/"[^>]*data-leave', response.text))
        locks = response.text.count('action="/sign-in/lock/"')
        of_staff = route.pattern.startswith(("desk/", "office/")) or '<body class="staff">' in response.text
        if (of_staff and (not locks or leaves)) or (not of_staff and leaves < 2):
            faults.append(f"{route.name}: {leaves} Leave, {locks} Lock")
    assert faults == []


def test_leave_is_the_second_thing_that_a_keyboard_finds(visit: Visit) -> None:
    faults = [
        route.name
        for route, response in visit.pages
        if is_page(response)
        and '<body class="staff">' not in response.text
        and "data-leave" not in "".join(re.findall(r"<a [^>]*>", response.text)[1:2])
    ]
    assert faults == []
