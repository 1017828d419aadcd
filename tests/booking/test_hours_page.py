"""The page of hours: a therapist's own, and the same for a manager. A week in sight, nothing lost, nothing silent."""

import uuid
from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast
from tests.booking.meeting import open_clara
from tests.booking.pages import words
from tests.cast import at
from tests.sign_in import signed_in
from waylight.booking import hours, scheduling
from waylight.booking.models import BookingRules, Break, BusyTime, ExtraTime, Kind, OpeningHours, TimeOff
from waylight.people.models import Therapist
from waylight.privacy.idempotency import FIELD

pytestmark = pytest.mark.django_db

NINE_TO_FIVE = {"opens_at": "09:00", "closes_at": "17:00", "every_weeks": "1"}

EXTRA = {"on": "2026-12-05", "opens_at": "10:00", "closes_at": "12:00"}


class Keeper:
    """Whoever keeps Clara's hours: on the page of their own area."""

    def __init__(self, user: Any, name: str, *args: int) -> None:
        self.browser, self.name, self.args = signed_in(user), name, args

    def address(self, what: str = "", *more: Any) -> str:
        name = f"{self.name}_{what}" if what else self.name
        return reverse(name, args=[*self.args, *more])

    def reads(self, what: str = "", *more: Any, **query: str) -> Any:
        return self.browser.get(self.address(what, *more), query)

    def sends(self, key: str, fields: dict[str, Any] | None = None, *, pk: int | None = None) -> Any:
        """The form of a part, or of one of its rows."""
        prefix, where = (key, ("part", key)) if pk is None else (f"{key}-{pk}", ("row", key, pk))
        typed = {name if name == "seen" else f"{prefix}-{name}": v for name, v in (fields or {}).items()}
        return self.browser.post(self.address(*where), {FIELD: str(uuid.uuid4())} | typed)

    def takes_away(self, key: str, pk: int, **fields: Any) -> Any:
        return self.browser.post(self.address("removal", key, pk), {FIELD: str(uuid.uuid4())} | fields)


def clara_herself() -> Keeper:
    return Keeper(cast.clara().user, "booking:hours")


def a_manager() -> Keeper:
    return Keeper(cast.eva(), "home:therapist_hours", cast.clara().pk)


both = pytest.mark.parametrize("keeper", [clara_herself, a_manager])


@both
def test_hours_of_several_days_are_added_at_once_and_stand_in_the_week(keeper: Any):
    answer = keeper().sends("weekly", {"weekdays": ["1", "3"]} | NINE_TO_FIVE)
    assert answer.status_code == 302
    assert list(OpeningHours.objects.values_list("therapist", "weekday")) == [
        (cast.clara().pk, 1),
        (cast.clara().pk, 3),
    ]
    page = words(keeper().reads())
    assert "Week of Monday 23 November" in page
    assert "Wednesday 25 November 09:00 – 17:00 Open" in page
    assert "Wednesday, 09:00 to 17:00 Each week" in page


@both
def test_each_kind_of_row_is_added_changed_and_taken_away(keeper: Any):
    rows: dict[str, tuple[Any, dict[str, str], dict[str, str]]] = {
        "breaks": (Break, NINE_TO_FIVE | {"weekdays": "2"}, NINE_TO_FIVE | {"weekday": "3"}),
        "time-off": (
            TimeOff,
            {"from_on": "2026-12-24", "until_on": "2026-12-31"},
            {"from_on": "2026-12-24", "until_on": "2026-12-30"},
        ),
        "extra": (
            ExtraTime,
            EXTRA,
            EXTRA | {"on": "2026-12-06"},
        ),
    }
    for key, (model, new, changed) in rows.items():
        assert keeper().sends(key, new).status_code == 302
        row = model.objects.get()
        before = model.objects.values().get()
        assert keeper().sends(key, changed, pk=row.pk).status_code == 302
        assert model.objects.values().get() != before
        assert keeper().takes_away(key, row.pk).status_code == 302
        assert not model.objects.exists()


def test_after_saving_the_week_in_sight_is_the_one_that_shows_it():
    keeper = clara_herself()
    answer = keeper.sends("time-off", {"from_on": "2026-12-24", "until_on": "2026-12-31"})
    assert answer["Location"] == reverse("booking:hours") + "?week=2026-W52"
    shown = keeper.browser.get(answer["Location"])
    page = words(shown)
    assert "Saved." in shown.content.decode()
    assert "Thursday 24 December The whole day Time off" in page


@both
def test_what_was_typed_is_there_again_with_the_reason(keeper: Any):
    typed = {"weekdays": "2", "opens_at": "17:00", "closes_at": "09:15", "every_weeks": "2"}
    answer = keeper().sends("weekly", typed | {"from_on": "2026-11-30"})
    page = answer.content.decode()
    assert "It must end later than it begins." in words(answer)
    assert 'value="09:15"' in page
    assert 'value="2026-11-30"' in page
    assert not OpeningHours.objects.exists()


@pytest.mark.parametrize(
    ("key", "fields", "sentence"),
    [
        ("weekly", {}, "Choose at least one day."),
        ("weekly", {"weekdays": "2", "opens_at": "25:00"}, "Write a time such as 09:00."),
        ("weekly", {"weekdays": "2", "every_weeks": "2"}, "Write the day of the first week"),
        ("breaks", {"weekdays": "2", "closes_at": "08:00"}, "It must end later than it begins."),
        (
            "time-off",
            {"from_on": "2026-12-02", "until_on": "2026-12-01"},
            "The last day must not come before",
        ),
        ("time-off", {"from_on": "0001-01-01", "until_on": "9999-12-31"}, "This day is too far away."),
        ("extra", {"on": "2027-03-28", "opens_at": "01:30"}, "01:30 does not come"),
        ("rules", {"session_minutes": "5"}, "Write a whole number from 10 to 240."),
        ("rules", {"weekly_limit": "many"}, "Write a whole number from 1 to 100."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(key: str, fields: dict[str, str], sentence: str):
    answer = clara_herself().sends(key, NINE_TO_FIVE | fields)
    assert answer.status_code == 200
    assert sentence in words(answer)


def test_hours_that_meet_others_name_them():
    open_clara()
    answer = clara_herself().sends("weekly", NINE_TO_FIVE | {"weekdays": ["6", "1"]})
    assert "This meets “Monday, 09:00 to 17:00”." in words(answer)
    assert OpeningHours.objects.count() == 5


@both
def test_time_off_over_booked_times_shows_them_and_is_taken_when_sent_again(keeper: Any):
    open_clara()
    booked = cast.an_appointment(starts_at=at("2026-11-25 10:00"))
    days = {"from_on": "2026-11-25", "until_on": "2026-11-26"}
    answer = keeper().sends("time-off", days)
    assert "1 booked time would lie outside the hours." in words(answer)
    assert "Wednesday 25 November, 10:00 What is booked stays booked, and nobody is told." in words(answer)
    assert not TimeOff.objects.exists()
    assert keeper().sends("time-off", days | {"seen": str(booked.pk)}).status_code == 302
    assert TimeOff.objects.exists()
    assert "10:00 – 10:50 Booked, outside the hours" in words(keeper().reads())


@both
def test_a_time_that_is_kept_is_shown_with_initials_alone(keeper: Any):
    ana, clara = cast.ana(), open_clara()
    start, until = at("2026-11-25 10:00"), at("2026-11-24 18:00")
    scheduling.hold(ana, clara, Kind.FIRST_TALK, start, by="worker", until=until)
    page = words(keeper().sends("time-off", {"from_on": "2026-11-25", "until_on": "2026-11-26"}))
    assert "1 time that is kept would lie outside the hours." in page
    assert (
        "Wednesday 25 November, 10:00 , kept for somebody who waits (A.), who could not take it any more"
        in page
    )
    assert "Ana" not in page


def test_hours_with_booked_times_are_taken_away_when_sent_again():
    clara = open_clara()
    booked = cast.an_appointment(starts_at=at("2026-11-25 10:00"))
    wednesday = clara.opening_hours.get(weekday=3)
    answer = clara_herself().takes_away("weekly", wednesday.pk)
    assert "Take it away all the same" in words(answer)
    assert f'name="seen" value="{booked.pk}"' in answer.content.decode()
    assert clara_herself().takes_away("weekly", wednesday.pk, seen=str(booked.pk)).status_code == 302
    assert clara.opening_hours.count() == 4


def test_a_row_is_changed_in_its_place_with_what_it_says_now():
    clara = open_clara()
    row = clara.opening_hours.get(weekday=2)
    page = clara_herself().reads("row", "weekly", row.pk).content.decode()
    assert f'name="weekly-{row.pk}-opens_at" value="09:00"' in page
    assert '<option value="2" selected>Tuesday' in page
    clara_herself().sends("weekly", NINE_TO_FIVE | {"weekday": "2", "opens_at": "10:00"}, pk=row.pk)
    row.refresh_from_db()
    assert row.opens_at == time(10)


@both
def test_rules_say_what_counts_where_none_is_set(keeper: Any):
    cast.a_practice(session_minutes=45)
    assert "Minutes of a session 45, as the practice has it" in words(keeper().reads())
    keeper().sends("rules", {"session_minutes": "60", "weekly_limit": "18"})
    page = words(keeper().reads())
    assert "Minutes of a session 60 " in page
    assert "18 at most." in page
    keeper().sends("rules", {"session_minutes": "", "weekly_limit": "18"})
    assert BookingRules.objects.get().session_minutes is None


def test_other_weeks_are_a_link_away_and_a_change_of_clocks_is_said():
    open_clara()
    page = clara_herself().reads(week="2027-W12")
    assert "Clocks change on Sunday 28 March 2027." in words(page)
    assert "?week=2027-W11" in page.content.decode()
    assert "?week=2027-W13" in page.content.decode()


@pytest.mark.parametrize("week", ["", "x", "2026-W99", "9999-W52", "0001-W01", "2026-W48-W2", "\u0662-W1"])
def test_a_week_that_is_none_shows_the_present_one(week: str):
    cast.clara()
    assert "Week of Monday 23 November" in words(clara_herself().reads(week=week))


def test_times_stand_on_the_clocks_of_the_therapist_whoever_looks():
    cast.clara(zone="Europe/Athens")
    hours.add_extra(cast.clara(), on=date(2026, 11, 26), opens_at=time(10), closes_at=time(11), by=cast.eva())
    for keeper in (clara_herself(), a_manager()):
        page = words(keeper.reads())
        assert "Thursday 26 November 10:00 – 11:00 Extra time" in page
        assert "All times in Athens, 2 hours ahead of London." in page


def test_the_page_says_who_changed_it_last():
    """A manager and the therapist keep it both, so neither changes it behind the other's back."""
    assert "Last changed" not in words(clara_herself().reads())
    clara_herself().sends("weekly", NINE_TO_FIVE | {"weekdays": "1"})
    a_manager().sends("rules", {"weekly_limit": "18"})
    assert "Last changed by Eva Demo, Tuesday 24 November, 09:" in words(clara_herself().reads())


def test_a_form_that_is_sent_twice_makes_one_row():
    keeper = clara_herself()
    form = {FIELD: str(uuid.uuid4())} | {f"extra-{name}": value for name, value in EXTRA.items()}
    for _ in range(2):
        assert keeper.browser.post(keeper.address("part", "extra"), form).status_code == 302
    assert ExtraTime.objects.count() == 1


def test_the_page_names_no_client_and_shows_nothing_of_the_own_calendar():
    clara = open_clara()
    cast.an_appointment(starts_at=at("2026-11-25 10:00"))
    BusyTime.objects.create(therapist=clara, starts_at=at("2026-11-25 13:07"), ends_at=at("2026-11-25 13:37"))
    for keeper in (clara_herself(), a_manager()):
        page = keeper.reads().content.decode()
        assert "13:07" not in page
        assert "Ana" not in page


def test_only_the_therapist_and_managers_find_the_page():
    clara = cast.clara()
    row = hours.open_weekly(clara, weekday=1, opens_at=time(9), closes_at=time(17), by=cast.eva())
    for user in (cast.ana().user, cast.david().user):
        keeper = Keeper(user, "home:therapist_hours", clara.pk)
        assert keeper.reads().status_code == 404
        assert keeper.takes_away("weekly", row.pk).status_code == 404
    for user in (cast.ana().user, cast.eva()):
        assert Keeper(user, "booking:hours").reads().status_code == 404
    assert OpeningHours.objects.exists()


@pytest.mark.parametrize("key", ["weekly", "nothing"])
def test_the_rows_of_another_therapist_are_not_there(key: str):
    row = hours.open_weekly(cast.clara(), weekday=1, opens_at=time(9), closes_at=time(17), by=cast.eva())
    david = Keeper(cast.david().user, "booking:hours")
    his_page_for_eva = Keeper(cast.eva(), "home:therapist_hours", cast.david().pk)
    for keeper in (david, his_page_for_eva):
        assert keeper.reads("row", key, row.pk).status_code == 404
        assert keeper.sends(key, NINE_TO_FIVE | {"weekday": "1"}, pk=row.pk).status_code == 404
        assert keeper.takes_away(key, row.pk).status_code == 404
    assert OpeningHours.objects.exists()


def test_the_page_takes_as_many_queries_for_full_weeks_as_for_empty_ones():
    clara = open_clara()
    keeper = clara_herself()
    cast.an_appointment(starts_at=at("2026-11-25 11:00"))
    hours.set_rules(clara, by=cast.eva(), weekly_limit=18)
    keeper.reads()
    with CaptureQueriesContext(connection) as empty:
        keeper.reads()
    fill(clara)
    with CaptureQueriesContext(connection) as full:
        page = words(keeper.reads())
    assert page.count("09:00 to 10:00") >= 8
    assert len(full) == len(empty) < 25


def fill(clara: Therapist) -> None:
    eva = cast.eva()
    for day in range(1, 9):
        on = date(2027, 1, day)
        hours.take_time_off(clara, from_on=on, until_on=on, from_at=time(9), until_at=time(10), by=eva)
        hours.add_extra(clara, on=on, opens_at=time(18), closes_at=time(19), by=eva)
    for day in range(24, 28):
        cast.an_appointment(starts_at=at(f"2026-11-{day} 14:00"))


def test_the_page_of_a_therapist_in_the_office_leads_to_the_hours_and_says_how_often():
    clara = cast.clara()
    given = {"weekday": 1, "opens_at": time(9), "closes_at": time(17)}
    hours.open_weekly(clara, **given, every_weeks=2, from_on=date(2026, 11, 30), by=cast.eva())
    answer = signed_in(cast.eva()).get(reverse("home:therapist", args=[clara.pk]))
    assert "Monday, 09:00 to 17:00 Every second week from Monday 30 November" in words(answer)
    assert reverse("home:therapist_hours", args=[clara.pk]) in answer.content.decode()
