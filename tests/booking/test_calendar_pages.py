"""Week and day: who sees what, on whose clocks, breaks as entries, no word of anybody, and as cheap for many as for one."""

import re
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast
from tests.booking.meeting import TOPIC
from tests.booking.pages import words
from tests.cast import at
from tests.sign_in import signed_in
from waylight.booking import calendar_days
from waylight.booking.models import Break, ExtraTime, Status, TimeOff

pytestmark = pytest.mark.django_db
PAGES = ("desk_calendar", "desk_calendar_day", "office_calendar", "office_calendar_day")
HOUR = timedelta(hours=1)


def get(user, name: str, **query: str):
    return signed_in(user).get(reverse(f"booking:{name}"), query)


def said(user, name: str, **query: str) -> str:
    return words(get(user, name, **query))


def headings(response) -> list[str]:
    main = response.content.decode().partition("<main")[2]
    return [words_of(part.partition("</h2>")[0]) for part in main.split("<h2")[1:]]


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>|^[^>]*>", " ", html).split())


def test_a_week_has_seven_days_from_monday_on_each_with_its_heading():
    answer = get(cast.clara().user, "desk_calendar", on="2026-11-26")
    days = headings(answer)
    assert (days[0], days[1], days[6]) == (
        "Monday 23 November",
        "Tuesday 24 November Today",
        "Sunday 29 November",
    )
    assert len(days) == 7


def test_a_therapist_sees_their_own_appointments_by_initials_with_a_way_in():
    row = cast.an_appointment(starts_at=at("2026-11-26 10:00"), topic=TOPIC)
    cast.an_appointment(cast.ben(), cast.david(), starts_at=at("2026-11-26 12:00"))
    answer = get(cast.clara().user, "desk_calendar")
    assert "10:00 – 10:50 A. Session , Thursday 26 November, 10:00" in words(answer).replace(
        "–", " – "
    ).replace("  ", " ")
    assert reverse("home:appointment", args=[row.pk]) in answer.content.decode()
    assert "12:00" not in words(answer)
    assert TOPIC not in words(answer)


def test_a_manager_sees_everybodys_or_one_therapists_and_no_words():
    row = cast.an_appointment(starts_at=at("2026-11-26 10:00"), topic=TOPIC)
    cast.an_appointment(cast.ben(), cast.david(), starts_at=at("2026-11-26 12:00"))
    answer = get(cast.eva(), "office_calendar")
    assert all(
        word in words(answer) for word in ("10:00", "12:00", "Dr Clara Demo", "Dr David Demo", "A.", "B.")
    )
    assert TOPIC not in words(answer)
    assert reverse("home:person", args=[row.client_id]) in answer.content.decode()
    one = said(cast.eva(), "office_calendar", therapist="david")
    assert "12:00" in one
    assert "10:00" not in one


def test_the_names_of_clients_are_on_no_page():
    cast.an_appointment(cast.a_client("zora", "Zora Quill", cast.clara()), starts_at=at("2026-11-26 10:00"))
    for user, name in ((cast.clara().user, "desk_calendar"), (cast.eva(), "office_calendar")):
        page = said(user, name)
        assert "Z. Q." in page
        assert "Zora" not in page


def test_the_wrong_role_finds_nothing():
    for name in PAGES:
        mine = name.startswith("desk")
        wrong = (
            [cast.ana().user, cast.eva()] if mine else [cast.ana().user, cast.clara().user, cast.david().user]
        )
        assert [get(user, name).status_code for user in wrong] == [404] * len(wrong)


def test_the_outsider_sees_no_time_of_another_therapist():
    cast.an_appointment(starts_at=at("2026-11-26 10:00"))
    assert "10:00" not in said(cast.david().user, "desk_calendar")
    assert "10:00" not in said(cast.david().user, "desk_calendar", therapist="clara")


def test_breaks_extra_times_and_time_off_are_entries():
    clara = cast.clara()
    Break.objects.create(therapist=clara, weekday=2, opens_at=time(12), closes_at=time(12, 30))
    ExtraTime.objects.create(
        therapist=clara, starts_at=at("2026-11-28 09:00"), ends_at=at("2026-11-28 11:00")
    )
    TimeOff.objects.create(therapist=clara, starts_at=at("2026-11-26 00:00"), ends_at=at("2026-11-28 00:00"))
    TimeOff.objects.create(therapist=clara, starts_at=at("2026-11-25 15:00"), ends_at=at("2026-11-25 17:00"))
    page = said(clara.user, "desk_calendar").replace("–", " – ")
    assert "12:00 – 12:30 Break" in page.replace("  ", " ")
    assert "09:00 – 11:00 Extra time" in page.replace("  ", " ")
    assert "15:00 – 17:00 Time off" in page.replace("  ", " ")
    assert page.count("All day Time off") == 2


def test_a_break_in_time_off_is_not_shown_twice():
    clara = cast.clara()
    Break.objects.create(therapist=clara, weekday=4, opens_at=time(12), closes_at=time(13))
    TimeOff.objects.create(therapist=clara, starts_at=at("2026-11-26 00:00"), ends_at=at("2026-11-27 00:00"))
    assert "Break" not in said(clara.user, "desk_calendar")


def test_a_break_every_second_week_comes_every_second_week():
    clara = cast.clara()
    Break.objects.create(
        therapist=clara,
        weekday=2,
        opens_at=time(12),
        closes_at=time(13),
        every_weeks=2,
        from_on=date(2026, 11, 24),
    )
    shown = [
        "Break" in said(clara.user, "desk_calendar", on=on)
        for on in ("2026-11-24", "2026-12-01", "2026-12-08")
    ]
    assert shown == [True, False, True]


def test_a_cancelled_time_and_a_hold_take_no_place():
    cast.an_appointment(starts_at=at("2026-11-26 10:00"), status=Status.CANCELLED)
    cast.an_appointment(
        starts_at=at("2026-11-26 12:00"),
        status=Status.HELD,
        held_until=at("2026-11-24 12:00"),
        held_for="choosing",
    )
    assert all(word not in said(cast.clara().user, "desk_calendar") for word in ("10:00", "12:00"))


def test_a_day_shows_its_own_times_alone():
    cast.an_appointment(starts_at=at("2026-11-26 10:00"))
    cast.an_appointment(starts_at=at("2026-11-27 12:00"))
    page = said(cast.clara().user, "desk_calendar_day", on="2026-11-26")
    assert "Thursday 26 November" in page
    assert "10:00" in page
    assert "12:00" not in page


def test_the_other_clock_stands_beside_where_it_differs():
    ana = cast.ana()
    ana.user.zone = "Asia/Kolkata"
    ana.user.save()
    cast.an_appointment(starts_at=at("2026-11-26 21:00"))
    page = said(cast.clara().user, "desk_calendar")
    assert "Friday 02:30 in Kolkata" in page
    assert "in London" not in page
    cast.an_appointment(cast.ben(), cast.david(), starts_at=at("2026-11-26 10:00"))
    assert " in London" not in said(cast.david().user, "desk_calendar")


def test_a_manager_elsewhere_sees_the_therapists_clock():
    eva = cast.eva()
    eva.zone = "Europe/Athens"
    eva.save()
    cast.an_appointment(starts_at=at("2026-11-26 10:00"))
    page = said(eva, "office_calendar")
    assert "12:00" in page
    assert "10:00 in London" in page


@pytest.mark.hazard("H18")
@pytest.mark.parametrize(
    ("zone", "on", "words"),
    [
        ("Europe/London", "2027-03-28", "The clocks change: 01:00 becomes 02:00."),
        ("Europe/London", "2026-10-25", "The clocks change: 02:00 becomes 01:00."),
        ("Australia/Lord_Howe", "2027-04-04", "The clocks change: 02:00 becomes 01:30."),
    ],
)
def test_a_day_on_which_clocks_change_says_so(zone, on, words):
    user = cast.clara().user
    user.zone = zone
    user.save()
    assert words in said(user, "desk_calendar_day", on=on)
    assert said(user, "desk_calendar", on=on).count("The clocks change") == 1


def test_an_appointment_late_in_the_evening_is_on_the_day_of_the_readers_clocks():
    user = cast.clara().user
    user.zone = "Asia/Tokyo"
    user.save()
    cast.an_appointment(starts_at=at("2026-11-26 20:00"))
    assert "05:00" in said(user, "desk_calendar_day", on="2026-11-27")
    assert "05:00" not in said(user, "desk_calendar_day", on="2026-11-26")


def test_links_lead_to_the_weeks_beside_and_to_today():
    page = get(cast.clara().user, "desk_calendar", on="2026-12-30").content.decode()
    for on in ("2026-12-21", "2027-01-04", "2026-11-24"):
        assert f'{reverse("booking:desk_calendar")}?on={on}"' in page
    cast.david()
    chosen = get(cast.eva(), "office_calendar_day", on="2026-12-31", therapist="david").content.decode()
    for on in ("2026-12-30", "2027-01-01"):
        assert f"?on={on}&amp;therapist=david" in chosen


@pytest.mark.parametrize(
    "on", ["", "yesterday", "2026-13-45", "0001-01-01", "9999-12-31", "2026-11-24\u0660"]
)
def test_an_odd_day_is_today(on):
    assert "24 November" in said(cast.clara().user, "desk_calendar_day", on=on)


def test_an_unknown_therapist_is_everybody():
    cast.an_appointment(starts_at=at("2026-11-26 10:00"))
    assert "10:00" in said(cast.eva(), "office_calendar", therapist="nobody")


def test_too_much_for_one_page_asks_for_less(monkeypatch):
    monkeypatch.setattr(calendar_days, "MOST", 2)
    for hour in range(10, 13):
        cast.an_appointment(starts_at=at("2026-11-26 00:00") + hour * HOUR)
    assert "Choose whose times, or a day." in said(cast.eva(), "office_calendar")
    assert "10:00" not in said(cast.eva(), "office_calendar")


def test_many_appointments_and_therapists_cost_no_more_questions_than_one():
    cast.an_appointment(starts_at=at("2026-11-26 10:00"))
    browser = signed_in(cast.eva())
    address = reverse("booking:office_calendar")
    with CaptureQueriesContext(connection) as with_one:
        browser.get(address)
    for number in range(6):
        therapist = cast.a_therapist(f"t{number}", f"Dr T{number} Demo")
        for hour in (9, 11, 14):
            client = cast.a_client(f"c{number}{hour}", f"C{hour} Demo", therapist)
            cast.an_appointment(client, therapist, starts_at=at("2026-11-25 00:00") + hour * HOUR)
    with CaptureQueriesContext(connection) as with_many:
        browser.get(address)
    assert len(with_many) == len(with_one)
