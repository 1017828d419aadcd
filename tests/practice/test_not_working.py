""" "This number did not work": it answers with and without the database, and keeps nothing about who said so."""

import logging
import re
from datetime import UTC, datetime, time
from html import unescape

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from waylight.crisis import directory
from waylight.guide.readability import read, text_of
from waylight.practice import reports
from waylight.practice.models import HelplineReport

BUILT = directory.built()
ADDRESS = "/help-now/gb/not-working/"


@pytest.fixture(autouse=True)
def day_of_the_data(clock, settings, tmp_path) -> None:
    settings.VAR = tmp_path
    clock(datetime.combine(BUILT, time(12), tzinfo=UTC))


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def shown(visitor: Client, address: str = ADDRESS) -> str:
    return unescape(visitor.get(address).content.decode())


def choices(page: str) -> list[str]:
    return re.findall(r'type="radio" name="way" value="([^"]*)"', page)


def test_the_page_opens_without_the_database_and_has_no_field_to_write_in(visitor) -> None:
    page = shown(visitor)
    assert choices(page)
    assert set(re.findall(r'<(?:input|textarea|select)[^>]*?type="(\w+)"', page)) == {"radio"}
    assert not re.search(r"<textarea|<select|<script", page)


@pytest.mark.hazard("H03")
def test_every_number_of_the_page_can_be_named_and_no_other(visitor) -> None:
    country = directory.country("GB", on=BUILT)
    lines = {f"{c.kind} {c.dial} {line.name}" for line in country.lines for c in line.channels}
    numbers = {country.emergency.first, *country.emergency.others}
    assert set(choices(shown(visitor))) == lines | {f"call {number.dial} " for number in numbers}


def test_each_page_of_help_leads_there_by_one_link(visitor) -> None:
    for code in ("gb", "af", "gr"):
        page = shown(visitor, f"/help-now/{code}/")
        assert page.count(f'href="/help-now/{code}/not-working/"') == 1
        assert visitor.get(f"/help-now/{code}/not-working/").status_code == 200


@pytest.mark.django_db
def test_a_report_is_counted_and_leaves_no_cookie_and_no_line_in_a_log(visitor, caplog) -> None:
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "a-session-of-before"
    chosen = choices(shown(visitor))[0]
    with caplog.at_level(logging.DEBUG):
        response = visitor.post(ADDRESS, {"way": chosen})
    assert (response.status_code, response["Location"]) == (302, f"{ADDRESS}?noted")
    assert not response.cookies
    assert [r for r in caplog.records if r.name not in {"asyncio", "django.db.backends"}] == []
    row = HelplineReport.objects.get()
    assert (row.country, row.count, row.on) == ("GB", 1, BUILT)
    assert "Thank you" in shown(visitor, response["Location"])


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{}, {"way": ""}, {"way": "call 12345 "}, {"way": "x" * 5000}])
def test_what_is_none_of_the_numbers_is_not_counted(visitor, sent) -> None:
    page = unescape(visitor.post(ADDRESS, sent).content.decode())
    assert "Choose the number that did not work." in page
    assert choices(page)
    assert not HelplineReport.objects.exists()


def test_with_the_database_down_it_says_so_and_still_shows_help(visitor, monkeypatch) -> None:
    def no_database(_way) -> None:
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(reports, "report", no_database)
    response = visitor.post(ADDRESS, {"way": choices(shown(visitor))[0]})
    page = unescape(response.content.decode())
    assert response.status_code == 503
    assert "We could not note that just now." in page
    assert f'href="{directory.emergency("GB").first.href}"' in page
    assert 'href="/help-now/gb/"' in page


def test_where_no_number_is_known_the_page_asks_for_none_and_says_what_helps_anywhere(visitor) -> None:
    bare = [code for code, _ in directory.countries() if not _numbers(code)]
    assert bare
    for code in bare:
        page = shown(visitor, f"/help-now/{code.lower()}/not-working/")
        assert "<form" not in page and f'href="tel:{directory.anywhere()}"' in page
        assert "not-working" not in shown(visitor, f"/help-now/{code.lower()}/")


def _numbers(code: str) -> bool:
    country = directory.country(code, on=BUILT)
    return bool(country.emergency.first or country.lines)


def test_an_unknown_country_leads_to_the_choice_of_countries(visitor) -> None:
    response = visitor.get("/help-now/zz/not-working/")
    assert (response.status_code, response["Location"]) == (302, "/help-now/countries/")


def test_its_words_are_plain(visitor) -> None:
    reading = read(text_of(shown(visitor)))
    assert reading.is_easy, reading
