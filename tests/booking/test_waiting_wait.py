"""The wait for a first talk as the public reads it: counted from what is really free, dated, and silent when unknown."""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from tests import cast
from tests.booking.meeting import MONDAY, THURSDAY, another
from tests.booking.pages import words
from tests.booking.waiting import DAY, an_enquiry, busy_clara, enquirer, offer_now, opens, the_offer
from waylight.booking import free, links
from waylight.booking.models import Kind, WaitingListEntry
from waylight.booking.waiting import counting, entries, offering
from waylight.booking.waiting.fitting import Times, answer_by, first_left
from waylight.guide import seeds
from waylight.practice import wait
from waylight.practice.wait import Wait

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(clock, settings, tmp_path: Path):
    settings.VAR = tmp_path
    clock(MONDAY)


def days(free: list[list[int]], places: list[int], ahead: int, since: int = 0) -> int | None:
    times = [[MONDAY + timedelta(days=n) for n in each] for each in free]
    found = first_left(times, places, ahead, not_before=MONDAY + timedelta(days=since))
    return (found - MONDAY).days if found else None


@pytest.mark.parametrize(
    ("free", "places", "ahead", "found"),
    [
        ([[1, 2, 3]], [5], 0, 1),
        ([[1, 2, 3]], [5], 2, 3),
        ([[1, 2, 3]], [5], 3, None),  # those who wait take all
        ([[1, 2, 3]], [1], 1, None),  # there is one place alone
        ([[1, 2], [4]], [1, 1], 1, 4),  # the first one's place goes to who waits
        ([[1], [2, 3]], [0, 2], 0, 2),  # who has no place counts for nothing
        ([[]], [3], 0, None),
        ([], [], 0, None),
    ],
)
def test_those_who_wait_come_first(free, places, ahead, found):
    assert days(free, places, ahead) == found


def test_who_has_no_answer_yet_cannot_have_the_earliest_time():
    assert days([[1, 2, 4]], [5], 0, since=3) == 4
    assert days([[1, 2, 4]], [5], 1, since=2) == 2  # who came first took the first
    assert days([[1, 2]], [5], 0, since=3) is None


def test_a_time_before_the_promised_answer_is_not_counted(clock):
    opens(busy_clara())
    clock("2027-01-06 19:00+00:00")  # after closing time: the answer is promised for Friday
    assert counting.count(THURSDAY - timedelta(hours=15)).days == 8


def test_the_wait_is_counted_over_those_whom_the_public_sees():
    opens(busy_clara())
    assert counting.count(MONDAY) == Wait(days=3, lately=None, counted_at=MONDAY)
    cast.a_practice(opened_on=None)
    assert counting.count(MONDAY) is None


def test_nobody_to_meet_is_no_number():
    opens(busy_clara(is_published=False))
    assert counting.count(MONDAY) is None


def test_everybody_who_waits_already_takes_a_time(clock):
    clara = busy_clara()
    enquirer()
    an_enquiry("Una Two")
    links.make(another("Link", clara), clara, Kind.FIRST_TALK, now=MONDAY)
    opens(clara)
    assert counting.ahead(MONDAY) == 3
    assert counting.count(MONDAY).days == 24  # the fourth Thursday


def test_whose_offer_ended_and_who_left_comes_before_nobody():
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    offer_now()
    assert counting.ahead(MONDAY) == 1
    offering.decline(the_offer(entry), by="link")
    assert counting.ahead(MONDAY) == 1
    entries.leave(entry, by="link")
    assert counting.ahead(MONDAY) == 0


def test_without_a_place_it_says_how_long_people_waited_lately_once_there_are_three(clock):
    opens(busy_clara(places=0))
    for number in range(3):
        assert counting.count(MONDAY).lately is None
        entry = enquirer(f"Person{number} One")
        since = MONDAY - (10 + number) * DAY
        WaitingListEntry.objects.filter(pk=entry.pk).update(
            since_at=since, closed_at=MONDAY, closed_because="booked"
        )
    assert counting.count(MONDAY) == Wait(days=None, lately=11, counted_at=MONDAY)


def test_what_was_counted_is_read_back_and_not_said_after_a_day(clock):
    opens(busy_clara())
    assert counting.publish_wait(MONDAY) == 1
    assert counting.publish_wait(MONDAY) == 0  # the same
    assert wait.read() == Wait(days=3, lately=None, counted_at=MONDAY)
    clock(MONDAY + DAY)
    assert wait.read() is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"days": 3}',
        '{"days": "x", "lately": null, "counted_at": "2027-01-04T08:00:00+00:00"}',
        '{"days": 3, "lately": null, "counted_at": "2027-01-04T08:00:00"}',
    ],
)
def test_a_broken_file_says_nothing(text, settings):
    (settings.VAR / "wait.json").write_text(text)
    assert wait.read() is None


def test_the_file_holds_nothing_about_anybody(settings):
    opens(busy_clara())
    counting.publish_wait(MONDAY)
    said = json.loads((settings.VAR / "wait.json").read_text())
    assert set(said) == {"days", "lately", "counted_at"}


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (Wait(0, None, MONDAY), "Today."),
        (Wait(1, None, MONDAY), "In about 1 day."),
        (Wait(4, None, MONDAY), "In about 4 days."),
        (Wait(20, None, MONDAY), "In about 3 weeks."),
        (Wait(None, 5, MONDAY), "No place is free just now. People on the list waited about 5 days."),
        (Wait(None, 22, MONDAY), "No place is free just now. People on the list waited about 3 weeks."),
        (Wait(None, None, MONDAY), "No place is free just now. You can still ask."),
    ],
)
def test_the_wait_is_said_in_words(visitor, found, sentence):
    wait.publish(found)
    assert sentence in words(visitor.get("/people/"))


def test_each_public_page_about_the_way_in_says_it_with_its_day(visitor):
    seeds.publish_texts()
    wait.publish(Wait(4, None, MONDAY))
    for address in ("/", "/cost/", "/people/", "/ask/"):
        said = words(visitor.get(address))
        assert "In about 4 days. Counted on Monday 4 January." in said, address


def test_a_page_that_is_kept_changes_with_the_wait(visitor):
    seeds.publish_texts()
    for days_now in (4, 5):
        wait.publish(Wait(days_now, None, MONDAY))
        assert f"In about {days_now} days." in words(visitor.get("/cost/"))


@pytest.mark.parametrize("address", ["/", "/people/", "/ask/"])
def test_what_is_not_known_is_not_said(visitor, address):
    assert "Counted on" not in visitor.get(address).content.decode()


def test_no_public_page_counts_free_times(visitor, monkeypatch):
    opens(busy_clara())
    counting.publish_wait(MONDAY)
    monkeypatch.setattr(free, "for_therapists", None)
    for address in ("/", "/people/", "/ask/"):
        assert visitor.get(address).status_code == 200


@pytest.mark.parametrize(
    ("leaves", "starts", "limit", "until"),
    [
        (0, 100, None, 24),
        (0, 30, None, 18),  # twelve hours' notice
        (0, 14, None, 2),
        (0, 13, None, None),  # an hour is too little
        (0, 100, 10, 10),
        (0, 100, 1, None),
    ],
)
def test_an_answer_has_a_day_or_what_is_left_of_it(leaves, starts, limit, until):
    hour, zero = timedelta(hours=1), datetime(2027, 1, 4, tzinfo=UTC)
    found = answer_by(
        zero + leaves * hour,
        zero + starts * hour,
        keeps=24 * hour,
        notice=12 * hour,
        at_least=2 * hour,
        limit=zero + limit * hour if limit is not None else None,
    )
    assert found == (zero + until * hour if until is not None else None)


def test_wishes_follow_the_clocks_across_a_change():
    """Nine in New York is 14:00 in London, and 13:00 in the weeks in which America alone has summer time."""
    wish = Times("America/New_York", earliest=time(9))
    assert wish.fit(datetime(2027, 3, 12, 14, tzinfo=UTC))
    assert not wish.fit(datetime(2027, 3, 12, 13, tzinfo=UTC))
    assert wish.fit(datetime(2027, 3, 15, 13, tzinfo=UTC))


def test_an_earlier_time_is_earlier_and_not_the_same():
    wish = Times("Europe/London", before=THURSDAY)
    assert wish.fit(THURSDAY - timedelta(minutes=30))
    assert not wish.fit(THURSDAY)
