"""The office's pages about helplines: who may open them, what they say, and what a check changes."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client as Browser

from tests import cast
from tests.sign_in import signed_in
from waylight.crisis import directory, visitor
from waylight.crisis.gate import CERTAIN
from waylight.crisis.values import Way
from waylight.practice import reports
from waylight.practice.models import HelplineCheck

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H03")]

BUILT = directory.built()
PAGE = "/office/helplines/gb/"


@pytest.fixture(autouse=True)
def day_of_the_data(clock, settings, tmp_path) -> None:
    settings.VAR = tmp_path
    clock(f"{BUILT.isoformat()} 12:00+00:00")


@pytest.fixture(autouse=True)
def british_practice() -> None:
    cast.a_practice(countries=["GB", "IE"])


def one_source() -> Way:
    return next(
        Way("GB", line.name, channel.kind, channel.dial)
        for line in directory.every_line("GB")
        for channel in line.channels
        if channel.confidence != CERTAIN and channel.kind == "call" and len(line.channels) == 1
    )


def sends(browser: Browser, way: Way, says: str = "right", seen_on=BUILT):
    return browser.post(
        f"{PAGE}checks/",
        {
            "line": way.line,
            "kind": way.kind,
            "dial": way.dial,
            "seen_on": seen_on.isoformat(),
            "says": says,
            "idempotency_key": str(uuid.uuid4()),
        },
    )


def text(browser: Browser, address: str) -> str:
    page = unescape(browser.get(address).content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("who", ["eva", "frank", "clara", "david"])
def test_staff_open_the_pages_and_clients_find_nothing_there(who) -> None:
    person = getattr(cast, who)()
    browser = signed_in(person if who in {"eva", "frank"} else person.user)
    assert browser.get("/office/helplines/").status_code == 200
    assert browser.get(PAGE).status_code == 200
    outsider = signed_in(cast.ben().user)
    assert [outsider.get(address).status_code for address in ("/office/helplines/", PAGE)] == [404, 404]
    assert sends(outsider, one_source()).status_code == 404
    assert not HelplineCheck.objects.exists()


def test_a_manager_and_a_therapist_open_a_number_together(django_capture_on_commit_callbacks) -> None:
    way = one_source()
    for person in (cast.eva(), cast.clara().user):
        assert way.line not in {line.name for line in visitor.country("GB").lines}
        with django_capture_on_commit_callbacks(execute=True):
            assert sends(signed_in(person), way).status_code == 302
    assert way.line in {line.name for line in visitor.country("GB").lines}


def test_whoever_said_it_is_right_is_not_asked_again_and_cannot_be_the_second() -> None:
    way, browser = one_source(), signed_in(cast.eva())
    sends(browser, way)
    assert "You said that it is right. A second person needs to look too." in text(browser, PAGE)
    answer = sends(browser, way)
    assert "A second person needs to look at it too." in unescape(answer.content.decode())
    assert HelplineCheck.objects.count() == 1
    assert "You said that it is right." not in text(signed_in(cast.frank()), PAGE)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"seen_on": BUILT + timedelta(days=1)}, "cannot be in the future"),
        ({"says": "maybe"}, "one of the answers"),
    ],
)
def test_a_check_that_cannot_be_is_refused_in_words(change, sentence) -> None:
    answer = sends(signed_in(cast.eva()), one_source(), **change)
    assert sentence in unescape(answer.content.decode())
    assert not HelplineCheck.objects.exists()


def test_what_visitors_say_does_not_work_is_on_the_managers_first_page_until_somebody_looked() -> None:
    way, browser = one_source(), signed_in(cast.eva())
    for _ in range(2):
        reports.report(way)
    assert "1 number is said not to work." in text(browser, "/office/")
    assert "2 times since" in text(browser, PAGE)
    sends(browser, way, says="wrong")
    assert "is said not to work" not in text(browser, "/office/")


def test_an_emergency_number_that_is_said_not_to_work_is_shown_and_can_be_settled() -> None:
    first, browser = directory.emergency("GB").first, signed_in(cast.eva())
    way = Way("GB", "", "call", first.dial)
    reports.report(way)
    assert f"Emergency number {first.dial}" in text(browser, PAGE)
    sends(browser, way)
    assert f"Emergency number {first.dial}" not in text(browser, PAGE)
    assert visitor.country("GB").emergency.first == first


def test_the_manager_is_warned_after_ninety_days(clock) -> None:
    assert "to look at again" not in text(signed_in(cast.eva()), "/office/")
    clock(f"{(BUILT + timedelta(days=90)).isoformat()} 12:00+00:00")
    browser = signed_in(cast.eva())
    assert "to look at again" in text(browser, "/office/")
    assert "Look at it again now." in text(browser, PAGE)


def test_any_other_country_can_be_chosen_and_one_that_is_none_is_not_there() -> None:
    browser = signed_in(cast.eva())
    assert browser.get("/office/helplines/?country=IN")["Location"] == "/office/helplines/in/"
    assert browser.get("/office/helplines/?country=ZZ").status_code == 200
    assert browser.get("/office/helplines/zz/").status_code == 404


def test_the_card_of_the_office_costs_three_queries_however_many_countries(
    django_assert_num_queries,
) -> None:
    from waylight.home import helplines

    with django_assert_num_queries(3):
        assert len(helplines.tallies(["GB", "IE", "US", "IN"], BUILT)) == 4
