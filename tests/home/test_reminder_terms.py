"""A manager says how many hours before a time clients are reminded; nonsense is refused and stays to be mended."""

import uuid
from typing import Any

import pytest

from tests import cast
from tests.booking.meeting import MONDAY
from tests.booking.reminding import an_appointment, dues, reminded
from tests.sign_in import signed_in
from waylight.booking import reminders
from waylight.home.forms import PracticeForm
from waylight.practice.models import Practice

pytestmark = pytest.mark.django_db

ADDRESS = "/office/settings/"


def save(typed: str) -> Any:
    fields = PracticeForm.of(Practice.current()) | {"reminder_hours": typed}
    browser = signed_in(cast.eva())
    return browser.post(ADDRESS, fields | {"idempotency_key": str(uuid.uuid4())})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("24, 2", [24, 2]), ("2,24", [24, 2]), ("24, 24", [24]), (" 168 ", [168]), ("", []), (",1,", [1])],
)
def test_the_hours_are_kept_once_each_the_earliest_reminder_first(typed: str, kept: list[int]) -> None:
    assert save(typed).status_code == 302
    assert Practice.current().reminder_hours == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a day", "Write whole hours with commas between, such as 24, 2."),
        ("1.5", "Write whole hours with commas between, such as 24, 2."),
        ("-2", "Write whole hours with commas between, such as 24, 2."),
        ("٢٤", "Write whole hours with commas between, such as 24, 2."),
        ("24; 2", "Write whole hours with commas between, such as 24, 2."),
        ("0", "A reminder comes 1 to 168 hours before."),
        ("169, 2", "A reminder comes 1 to 168 hours before."),
        ("5, 4, 3, 2, 1", "One time has up to 4 reminders."),
        ("1," * 30, "It can be up to 40."),
    ],
)
def test_nonsense_is_refused_and_stays_to_be_mended(typed: str, sentence: str) -> None:
    page = save(typed).content.decode()
    assert sentence in page and f'value="{typed}"' in page
    assert Practice.current().reminder_hours == [24]


def test_the_page_says_in_words_what_the_hours_mean() -> None:
    cast.a_practice(reminder_hours=[24, 1])
    page = signed_in(cast.eva()).get(ADDRESS).content.decode()
    assert "Now: 24 hours before, 1 hour before, on the client’s own clocks" in page
    cast.a_practice(reminder_hours=[])
    assert "Now: no reminders." in signed_in(cast.eva()).get(ADDRESS).content.decode()


def test_what_is_booked_already_follows_within_a_minute(clock: Any) -> None:
    clock(MONDAY)
    reminded()
    reminders.plan(an_appointment())
    assert save("48, 2").status_code == 302
    reminders.replan_all(MONDAY)
    assert dues() == ["05.01. 10:00", "07.01. 08:00"]


@pytest.mark.parametrize("who", ["ana", "clara", "david"])
def test_nobody_but_a_manager_sets_them(who: str) -> None:
    browser = signed_in(getattr(cast, who)().user)
    assert browser.get(ADDRESS).status_code == 404
    assert browser.post(ADDRESS, {"reminder_hours": "2"}).status_code == 404
