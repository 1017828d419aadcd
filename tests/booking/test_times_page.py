"""The list of free times: a few days at once, the others a link away, both clocks on each button, without a script."""

import re
from datetime import datetime, time, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests import cast
from tests.booking.meeting import MARCH, MONDAY, a_secret, another, noor, open_clara, value_of
from tests.booking.pages import get, words
from tests.cast import at
from waylight.booking import free, scheduling
from waylight.booking.models import Kind, OpeningHours, TimeOff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(clock: Any) -> None:
    clock(MONDAY)


def days_of(page: Any) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", page.content.decode())


def values_of(page: Any) -> list[str]:
    return re.findall(r'name="starts_at" value="([^"]+)"', page.content.decode())


def link(page: Any, text: str) -> dict[str, str] | None:
    """What the link of this text asks for."""
    found = re.search(rf'<a href="[^"?]*\?([^"#]*)#times">{text}', page.content.decode())
    return dict(parse_qsl(unescape(found[1]))) if found else None


def follow(secret: str, text: str, query: dict[str, str]) -> list[Any]:
    """The page and all that the links of this text lead to, one after the other."""
    pages = [get("times", secret, **query)]
    while (following := link(pages[-1], text)) is not None:
        pages.append(get("times", secret, **following))
    return pages


def test_three_days_are_open_four_can_be_opened_and_the_rest_is_a_link_away() -> None:
    page = get("times", a_secret(noor()))
    assert days_of(page) == [
        "Tuesday 5 January", "Wednesday 6 January", "Thursday 7 January", "Friday 8 January",
        "Monday 11 January", "Tuesday 12 January", "Wednesday 13 January",
    ]  # fmt: skip
    assert page.content.decode().count('<details class="slot-day" open>') == 3
    assert page.content.decode().count('<details class="slot-day">') == 4
    assert link(page, "More days, from Thursday 14 January") == {
        "zone": "Europe/Athens",
        "from": "2027-01-14",
    }
    assert link(page, "Earlier days") is None


@pytest.mark.hazard("H18")
def test_every_free_time_is_on_one_of_the_pages_and_nothing_else_is() -> None:
    client = noor()
    pages = follow(a_secret(client), "More days", {})
    times = free.for_therapist(cast.clara(), Kind.FIRST_TALK, now=MONDAY, client=client)
    assert [value for page in pages for value in values_of(page)] == [value_of(start) for start in times]
    back = follow(a_secret(client), "Earlier days", {"from": "2027-01-29"})
    assert len(pages) > 2 and {value for page in back for value in values_of(page)} == set(
        map(value_of, times)
    )


def test_a_page_stays_small_however_far_ahead_one_may_book() -> None:
    secret = a_secret(noor())
    few = len(get("times", secret).content)
    cast.a_practice(bookable_days=365)
    assert len(get("times", secret).content) < few + 500


@pytest.mark.parametrize("asked", ["soon", "2027-13-45", "0001-01-01", ""])
def test_what_is_no_day_of_the_list_shows_the_first_days(asked: str) -> None:
    secret = a_secret(noor())
    assert days_of(get("times", secret, **{"from": asked})) == days_of(get("times", secret))


def test_who_asks_for_days_beyond_the_last_gets_the_last() -> None:
    page = get("times", a_secret(noor()), **{"from": "2031-01-01"})
    assert days_of(page)[-1] == "Friday 29 January"
    assert len(days_of(page)) == 7
    assert link(page, "More days") is None


def test_the_page_says_when_the_first_time_is_far_off() -> None:
    secret = a_secret(noor())
    assert "Nothing is free before" not in words(get("times", secret))
    TimeOff.objects.create(
        therapist=cast.clara(), starts_at=at("2027-01-01 00:00"), ends_at=at("2027-01-19 00:00")
    )
    page = get("times", secret)
    assert "Nothing is free before Tuesday 19 January ." in words(page)
    assert "Nothing is free before" not in words(get("times", secret, **{"from": "2027-01-25"}))


@pytest.mark.hazard("H18")
def test_each_button_says_the_clients_time_first_and_then_the_therapists() -> None:
    page = words(get("times", a_secret(noor())))
    assert "All times in Athens, 2 hours ahead of London." in page
    assert "Tuesday 5 January, 11:00 09:00 where Clara is" in page


@pytest.mark.hazard("H18")
def test_a_day_of_the_list_is_a_day_on_the_clients_wall() -> None:
    """Fourteen hours ahead of London: ten in the morning there is midnight of the next day in Kiritimati."""
    page = get("times", a_secret(noor(zone="Pacific/Kiritimati")))
    assert days_of(page)[0] == "Tuesday 5 January"
    assert "Tuesday 5 January, 23:00 09:00 where Clara is" in words(page)
    assert "Wednesday 6 January, 00:00 Tuesday 10:00 where Clara is" in words(page)


@pytest.mark.hazard("H18")
def test_a_change_of_clocks_is_said_where_it_lies_between_and_not_before(clock: Any) -> None:
    clock(MARCH - timedelta(days=14))
    secret = a_secret(noor())
    change = "Clocks change on Sunday 28 March. Times after that day are shown as the clocks will be then."
    assert change not in words(get("times", secret))
    assert change in words(get("times", secret, **{"from": "2027-03-22"}))


@pytest.mark.hazard("H18")
def test_a_change_that_only_the_therapist_has_is_said_as_hers(clock: Any) -> None:
    clock(MARCH)
    page = words(get("times", a_secret(noor(zone="Asia/Kolkata")), **{"from": "2027-03-29"}))
    assert "Clocks change on Sunday 28 March where Clara is." in page


def test_another_city_keeps_to_its_own_days_and_is_chosen_without_a_script() -> None:
    secret = a_secret(noor())
    page = get("times", secret, zone="Asia/Kolkata")
    assert '<option value="Asia/Kolkata" selected>Kolkata</option>' in page.content.decode()
    assert "All times in Kolkata, 5 hours 30 minutes ahead of London." in words(page)
    assert "Tuesday 5 January, 14:30 09:00 where Clara is" in words(page)
    assert link(page, "More days") == {"zone": "Asia/Kolkata", "from": "2027-01-14"}


def test_a_time_kept_for_somebody_else_is_not_in_the_list_and_ones_own_is() -> None:
    client = noor()
    secret, (first, second, *_) = (
        a_secret(client),
        free.for_therapist(open_clara(), Kind.FIRST_TALK, now=MONDAY),
    )
    scheduling.hold(client, cast.clara(), Kind.FIRST_TALK, first, by=scheduling.LINK)
    scheduling.hold(another("Bea"), cast.clara(), Kind.FIRST_TALK, second, by=scheduling.LINK)
    shown = values_of(get("times", secret))
    assert value_of(first) in shown
    assert value_of(second) not in shown


def test_hours_by_night_are_grouped_by_the_clients_days() -> None:
    """One opening of the therapist falls on two days of the client."""
    secret = a_secret(noor(zone="Europe/London"))
    cast.clara().opening_hours.all().delete()
    OpeningHours.objects.create(therapist=cast.clara(), weekday=3, opens_at=time(20), closes_at=time(23))
    page = get("times", secret, zone="Europe/Athens")
    assert days_of(page)[:2] == ["Wednesday 6 January", "Thursday 7 January"]
    starts = [datetime.fromisoformat(value) for value in values_of(page)]
    assert starts == sorted(starts)
