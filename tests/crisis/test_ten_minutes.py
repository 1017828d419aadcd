"""Ten minutes and its pages. None of these tests may use the database: that they pass is the proof that the pages do not."""

import re

import brotli
import pytest
from django.conf import settings
from django.urls import reverse

from tests.visiting import shown
from waylight.crisis import directory, pages
from waylight.ui.styles import now_sheet, write_sheet

BUILT = directory.built()
NAMES = tuple(pages.TEN_MINUTES)
PAGES = [reverse(f"crisis:{name}") for name in NAMES]
WITHOUT_A_TEXT_LINE = "af"
pytestmark = [pytest.mark.hazard("H05"), pytest.mark.usefixtures("day_of_the_data")]


def dock(page: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', page[page.index('id="dock"') :])


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_answers_without_the_database_even_to_a_signed_in_browser(visitor, address):
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "a-session-of-before"
    response = visitor.get(address)
    assert response.status_code == 200
    assert set(response.cookies) == set()


@pytest.mark.hazard("H06")
@pytest.mark.parametrize("address", PAGES)
def test_no_copy_is_kept_and_nobody_indexes_it(visitor, address):
    response = visitor.get(address)
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("code", ["", *directory.COMMON])
def test_a_page_is_one_small_request_until_it_can_be_used(visitor, address, code):
    visitor.cookies["country"] = code.lower()
    response = visitor.get(address, headers={"Accept-Encoding": "gzip, br"})
    page = brotli.decompress(response.content).decode()
    headers = sum(len(f"{name}: {value}\r\n") for name, value in response.headers.items())
    assert len(response.content) + headers <= 8_000  # bytes (UI.md 6)
    assert page.count("<style>") == 1
    sheet = write_sheet() if address == "/now/write/" else now_sheet()
    assert f"<style>{sheet}</style>" in page
    assert not re.search(r"<img|<link[^>]+stylesheet|url\(|@import|<script(?! type=\"module\" src=)", page)


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("address", PAGES)
def test_of_an_unknown_country_no_countrys_number_is_shown(visitor, address):
    dialled = set(re.findall(r'href="(?:tel|sms):([^"?]+)', shown(visitor, address)))
    assert dialled == {directory.anywhere()}


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("code", [code for code, _ in directory.countries()])
def test_the_dock_dials_the_number_of_the_country_and_its_first_line_for_texts(visitor, code):
    visitor.cookies["country"] = code.lower()
    country = directory.country(code, on=BUILT)
    first = country.emergency.first
    texts = [
        channel.href
        for line in country.lines
        for channel in line.channels
        if line.for_everyone and channel.kind == "text"
    ]
    page = shown(visitor, "/now/")
    uncertain = first and not first.certain
    found = [link for link in dock(page) if not (uncertain and link == f"tel:{directory.anywhere()}")]
    assert found[0] == (first.href if first and first.dial != directory.anywhere() else found[0])
    assert [link for link in found if link.startswith("sms:")] == texts[:1]
    assert found[-1] == reverse("crisis:help_now")
    assert ("Check this number locally" in page) == bool(uncertain)


def test_the_page_comes_in_the_order_in_which_it_is_needed(visitor):
    page = shown(visitor, "/now/")
    order = [
        "data-leave",
        "Just the next 10 minutes.",
        "It is enough to reach 10 minutes from now.",
        "Breathe slowly",
        "Go to another room",
        "Look around you",
        "Be with someone",
        "<kept-plan",
        "Already hurt yourself?",
        "How strong is it now?",
        "Who sees this?",
        'id="dock"',
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count("<details") == 4
    assert "open>" not in page


@pytest.mark.hazard("H20")
def test_after_it_happened_the_page_says_when_to_call_and_gives_no_treatment(visitor):
    visitor.cookies["country"] = "gb"
    page = shown(visitor, reverse("crisis:hurt"))
    assert "even if you feel well" in page
    assert "first aid advice" in page
    own = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    assert not re.search(r"\b(clean|wash|press|cover|dressing|water|ice|wrap|bandage)\b", own, re.IGNORECASE)


@pytest.mark.hazard("H06")
@pytest.mark.parametrize("address", PAGES)
def test_titles_are_one_neutral_word_or_two(visitor, address):
    title = re.search(r"<title>(.*?)</title>", shown(visitor, address)).group(1)
    assert title in {
        "Ten minutes",
        "What to do now",
        "My plan",
        "No signal",
        "Signing out",
        "Something to try",
        "Breathe slowly",
        "Look around you",
        "My cards",
        "Write it down",
    }


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("address", ["/now", "/help-now", "/help-now/gb"])
def test_a_slash_that_was_not_typed_is_added_without_the_database(visitor, address):
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "a-session-of-before"
    response = visitor.get(address)
    assert (response.status_code, response["Location"]) == (301, f"{address}/")


def test_only_reading_is_allowed(visitor):
    assert {visitor.post(address).status_code for address in PAGES} == {405}
