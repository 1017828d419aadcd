"""The pages of help. None of these tests may use the database: that they pass is the proof that the pages do not."""

import logging
import re
from datetime import datetime, time, timedelta, timezone
from html import unescape

import brotli
import pytest
from django.conf import settings
from django.urls import reverse

from tests.repository.words import BANNED, METHODS, found
from tests.visiting import shown
from waylight.crisis import directory, facts
from waylight.guide.readability import read, text_of

BUILT = directory.built()
PAGES = [
    "/help-now/",
    "/help-now/countries/",
    "/help-now/gb/",
    "/help-now/af/",
    "/help-now/kp/",
    "/help-now/zz/",
]
pytestmark = pytest.mark.usefixtures("day_of_the_data")


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_help_answers_without_the_database_even_to_a_signed_in_browser(visitor, address):
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "a-session-of-before"
    assert visitor.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_help_is_whole_in_one_request_that_any_cache_may_keep_for_a_while(visitor, address):
    response = visitor.get(address)
    page = response.content.decode()
    assert response["Cache-Control"] == "public, max-age=300"
    varies = {word.strip() for word in response["Vary"].split(",")}
    assert varies == ({"Accept-Encoding", "Cookie"} if address == "/help-now/" else {"Accept-Encoding"})
    assert not re.search(r"<script(?! type=.module. src=)|<img|<link[^>]+stylesheet|url\(|@import", page)
    assert page.count("<style>") == 1


def test_the_only_cookie_is_the_country(visitor):
    visitor.get("/help-now/gb/")
    assert set(visitor.cookies) == {"country"}
    cookie = visitor.cookies["country"]
    assert (cookie.value, cookie["samesite"], cookie["max-age"]) == ("gb", "Lax", 365 * 24 * 3600)


@pytest.mark.parametrize("address", ["/help-now/", "/help-now/zz/", "/help-now/countries/"])
def test_no_cookie_where_no_country_is_chosen(visitor, address):
    visitor.get(address)
    assert not visitor.cookies


def test_the_country_that_the_browser_remembers_is_shown_at_once(visitor):
    assert "Where are you?" in shown(visitor, "/help-now/")
    visitor.get("/help-now/ie/")
    assert "You are in: Ireland." in shown(visitor, "/help-now/")


@pytest.mark.parametrize("value", ["zz", "<script>", "GBGB", "../..", "é" * 40])
def test_a_broken_cookie_leads_to_the_choice_of_countries(visitor, value):
    visitor.cookies["country"] = value
    page = shown(visitor, "/help-now/")
    assert "Where are you?" in page
    assert "<script>" not in page


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("code", [code for code, _ in directory.countries()])
def test_the_first_thing_on_each_page_is_the_number_to_call_or_the_one_for_anywhere(visitor, code):
    page = shown(visitor, f"/help-now/{code.lower()}/")
    first = directory.country(code, on=BUILT).emergency.first
    links = re.findall(r'href="tel:([^"]+)"', page)
    assert links[0] == (first.dial if first else directory.anywhere())
    assert directory.anywhere() in page


@pytest.mark.hazard("H03")
def test_a_number_that_is_not_certain_says_so(visitor):
    for code, _ in directory.countries():
        country = directory.country(code, on=BUILT)
        says = "Check this number locally" in shown(visitor, f"/help-now/{code.lower()}/")
        assert says == bool(country.emergency.first and not country.emergency.first.certain)


def test_the_order_is_danger_then_lines_for_all_then_groups_then_writing_then_lists_then_no_number(visitor):
    page = shown(visitor, "/help-now/gb/")
    headings = [re.sub(r"<[^>]+>", "", heading) for heading in re.findall(r"<h2[^>]*>(.*?)</h2>", page)]
    assert headings[0].startswith("Call ")
    assert headings[1:] == [
        "Talk to someone",
        "For your age or group",
        "Text or chat",
        "Is the urge strong right now?",
        "More helplines",
        "No number works?",
        "Already hurt yourself?",
    ]


@pytest.mark.hazard("H03")
def test_half_a_year_after_the_data_was_made_lines_hide_and_the_emergency_number_stays(visitor, clock):
    clock(datetime.combine(BUILT, time(12), tzinfo=timezone.utc) + timedelta(days=181))  # noqa: UP017
    fresh = directory.country("GB", on=BUILT)
    page = shown(visitor, "/help-now/gb/")
    assert f'href="{fresh.emergency.first.href}"' in page
    assert not [channel for line in fresh.lines for channel in line.channels if channel.href in page]
    assert all(site.url in page for site in fresh.directories)


def test_an_unknown_country_gets_the_sentence_that_holds_anywhere(visitor):
    response = visitor.get("/help-now/zz/")
    page = unescape(response.content.decode())
    assert response.status_code == 200
    assert f"tel:{directory.anywhere()}" in page
    assert set(re.findall(r'href="tel:([^"]+)"', page)) == {directory.anywhere()}


def test_each_country_can_be_chosen(visitor):
    page = shown(visitor, "/help-now/countries/")
    assert all(
        f'href="{reverse("crisis:country", args=[code.lower()])}"' in page
        for code, _ in directory.countries()
    )


def test_the_page_says_how_old_the_numbers_are(visitor):
    assert f"{BUILT.day} {BUILT:%B %Y}" in shown(visitor, "/help-now/gb/")


@pytest.mark.hazard("H06")
def test_leave_goes_to_a_neutral_site_and_tells_nobody(visitor, caplog):
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "a-session-of-before"
    with caplog.at_level(logging.DEBUG):
        response = visitor.get("/leave/")
    assert (response.status_code, response["Location"]) == (303, facts.Facts().exit_site)
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Clear-Site-Data"] == '"cookies"'
    assert response["Cache-Control"] == "no-store"
    assert [record for record in caplog.records if record.name != "asyncio"] == []


@pytest.mark.parametrize("address", PAGES)
def test_the_words_are_plain_and_name_no_means(visitor, address):
    text = text_of(shown(visitor, address))
    assert read(text).is_easy, read(text)
    assert not found(text, BANNED | METHODS)


def test_only_reading_is_allowed(visitor):
    for address in ("/help-now/", "/help-now/gb/", "/leave/"):
        assert visitor.post(address).status_code == 405


@pytest.mark.parametrize("address", PAGES)
def test_a_browser_that_reads_brotli_gets_the_same_page_smaller(visitor, address):
    plain = visitor.get(address)
    small = visitor.get(address, headers={"accept-encoding": "gzip, deflate, br;q=1.0, zstd"})
    assert (small["Content-Encoding"], "Content-Encoding" in plain) == ("br", False)
    assert brotli.decompress(small.content) == plain.content
    for refusal in ("gzip", "br;q=0", "", "brotli"):
        assert "Content-Encoding" not in visitor.get(address, headers={"accept-encoding": refusal})


@pytest.mark.parametrize("code", [code for code, _ in directory.countries()])
def test_a_page_of_help_fits_in_eight_thousand_bytes_with_its_headers(visitor, code):
    response = visitor.get(f"/help-now/{code.lower()}/", headers={"accept-encoding": "br"})
    headers = sum(len(f"{name}: {value}\r\n") for name, value in response.items())
    assert len(response.content) + headers <= 8192


@pytest.mark.parametrize("address", ["/help-now/countries/", "/help-now/gb/", "/help-now/kp/"])
def test_a_page_of_numbers_leads_to_ten_minutes(visitor, address):
    """UI.md J1: for whom a call is too much just now."""
    assert f'href="{reverse("crisis:now")}"' in visitor.get(address).content.decode()
