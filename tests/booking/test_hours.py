"""Hours, breaks, extra times, time off and rules: what is kept, what is refused, and what stays as it is."""

from datetime import date, time
from typing import Any

import pytest

from tests import cast
from tests.booking.meeting import another, open_clara
from tests.cast import at
from waylight.booking import free, hours, scheduling
from waylight.booking.hours import week
from waylight.booking.hours.words import how_often, of_row
from waylight.booking.models import BookingRules, Break, ExtraTime, Kind, OpeningHours, TimeOff
from waylight.practice.models import Practice
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)  # a Tuesday
NINE, NOON, FIVE = time(9), time(12), time(17)
TOMORROW_AT_TEN = at("2026-11-25 10:00")


def eva() -> Any:
    return cast.eva()


def monday_hours(**more: Any) -> OpeningHours:
    given = {"weekday": 1, "opens_at": NINE, "closes_at": FIVE} | more
    return hours.open_weekly(cast.clara(), by=eva(), **given)


def verbs() -> list[str]:
    return list(AuditEvent.objects.filter(kind__startswith="booking.").values_list("verb", flat=True))


def days_of(row: OpeningHours, *days: str) -> list[bool]:
    return [row.falls_on(date.fromisoformat(day)) for day in days]


def test_every_second_week_is_counted_from_the_week_of_its_first_day():
    row = monday_hours(every_weeks=2, from_on=date(2026, 11, 25))  # the Wednesday of week 48
    assert days_of(row, "2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21") == [
        False,
        False,
        True,
        False,
        True,
    ]
    assert row.next_on(TODAY) == date(2026, 12, 7)


def test_weeks_go_on_being_counted_across_a_year_of_53_weeks():
    row = monday_hours(every_weeks=2, from_on=date(2026, 11, 30))
    assert days_of(row, "2026-12-28", "2027-01-04", "2027-01-11") == [True, False, True]


def test_hours_end_with_their_last_day():
    row = monday_hours(from_on=date(2026, 11, 30), until_on=date(2026, 12, 7))
    assert days_of(row, "2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14") == [False, True, True, False]
    assert row.next_on(date(2026, 12, 8)) is None


@pytest.mark.parametrize(
    ("rhythm", "words"),
    [
        ({}, "Each week"),
        ({"from_on": date(2026, 11, 30)}, "Each week from Monday 30 November"),
        (
            {"every_weeks": 2, "from_on": date(2026, 11, 30)},
            "Every second week from Monday 30 November",
        ),
        ({"every_weeks": 3, "from_on": date(2026, 11, 2)}, "Every third week, next on Monday 14 December"),
        ({"until_on": date(2026, 12, 31)}, "Each week until Thursday 31 December"),
        (
            {"every_weeks": 2, "from_on": date(2026, 12, 1), "until_on": date(2027, 1, 31)},
            "Every second week from Monday 14 December until Sunday 31 January 2027",
        ),
    ],
)
def test_hours_say_how_often_they_come(rhythm: dict[str, Any], words: str):
    row = monday_hours(**rhythm)
    assert of_row(row) == "Monday, 09:00 to 17:00"
    assert how_often(row, TODAY) == words


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"closes_at": time(8)}, hours.EndsTooEarly),
        ({"closes_at": NINE}, hours.EndsTooEarly),
        ({"every_weeks": 2}, hours.FirstWeekMissing),
        ({"from_on": date(2026, 12, 2), "until_on": date(2026, 12, 1)}, hours.LastBeforeFirst),
        ({"from_on": date(2026, 12, 1), "until_on": date(2026, 12, 2)}, hours.NeverComes),
        ({"until_on": date(2026, 11, 23)}, hours.OverAlready),
        ({"from_on": date(2226, 12, 1)}, hours.TooFar),
    ],
)
def test_hours_that_cannot_be_are_refused(given: dict[str, Any], refusal: type[Exception]):
    with pytest.raises(refusal):
        monday_hours(**given)
    assert not OpeningHours.objects.exists()
    assert verbs() == []


@pytest.mark.parametrize(
    "given",
    [
        {"opens_at": time(16), "closes_at": time(18)},
        {"opens_at": time(16), "closes_at": time(18), "from_on": date(2027, 3, 1)},
        {"every_weeks": 4, "from_on": date(2027, 3, 1)},
    ],
)
def test_hours_that_meet_others_are_refused_with_the_other_in_words(given: dict[str, Any]):
    monday_hours()
    with pytest.raises(hours.Overlaps, match="“Monday, 09:00 to 17:00”"):
        monday_hours(**given)


def test_hours_may_follow_each_other_take_turns_and_replace_what_has_ended():
    monday_hours(every_weeks=2, from_on=date(2026, 11, 30), until_on=date(2027, 1, 31))
    monday_hours(every_weeks=2, from_on=date(2026, 12, 7))
    monday_hours(opens_at=FIVE, closes_at=time(19))
    with pytest.raises(hours.Overlaps):
        monday_hours(every_weeks=3, from_on=date(2026, 12, 21))


def test_the_hours_of_another_therapist_are_in_nobodys_way():
    monday_hours()
    hours.open_weekly(cast.david(), weekday=1, opens_at=NINE, closes_at=FIVE, by=eva())
    assert OpeningHours.objects.count() == 2


def test_a_changed_row_does_not_stand_in_its_own_way_and_all_is_audited():
    row = monday_hours()
    hours.change_weekly(row, opens_at=time(10), by=eva())
    hours.take_away(row, by=eva())
    assert verbs() == ["open-hours", "change-hours", "close-hours"]
    assert not OpeningHours.objects.exists()


def test_time_off_of_whole_days_runs_from_midnight_to_midnight_where_the_therapist_is():
    clara = cast.clara(zone="Europe/Athens")
    row = hours.take_time_off(clara, from_on=date(2026, 11, 30), until_on=date(2026, 12, 4), by=eva())
    assert (row.starts_at, row.ends_at) == (at("2026-11-29 22:00"), at("2026-12-04 22:00"))
    assert of_row(row) == "Monday 30 November to Friday 4 December, whole days"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"until_on": date(2026, 11, 30)}, "Monday 30 November, the whole day"),
        (
            {"until_on": date(2026, 11, 30), "from_at": time(13), "until_at": time(15)},
            "Monday 30 November, 13:00 to 15:00",
        ),
        (
            {"until_on": date(2026, 12, 1), "from_at": time(13)},
            "Monday 30 November, 13:00 to Wednesday 2 December, 00:00",
        ),
    ],
)
def test_time_off_is_said_in_words(given: dict[str, Any], words: str):
    row = hours.take_time_off(cast.clara(), from_on=date(2026, 11, 30), by=eva(), **given)
    assert of_row(row) == words


@pytest.mark.hazard("H18")
def test_a_day_on_which_the_clocks_change_is_off_as_a_whole():
    clara = cast.clara()
    row = hours.take_time_off(clara, from_on=date(2027, 3, 28), until_on=date(2027, 3, 28), by=eva())
    assert (row.starts_at, row.ends_at) == (at("2027-03-28 00:00"), at("2027-03-28 23:00"))
    cairo = cast.david(zone="Africa/Cairo")  # there the clocks leave out midnight itself
    row = hours.take_time_off(cairo, from_on=date(2027, 4, 30), until_on=date(2027, 4, 30), by=eva())
    assert (row.starts_at, row.ends_at) == (at("2027-04-29 22:00"), at("2027-04-30 21:00"))
    assert of_row(row) == "Friday 30 April 2027, the whole day"


@pytest.mark.hazard("H18")
def test_a_time_that_the_clocks_leave_out_is_refused():
    with pytest.raises(hours.NoSuchTime, match=r"Sunday 28 March 2027, and 01:30 does not come"):
        hours.add_extra(cast.clara(), on=date(2027, 3, 28), opens_at=time(1, 30), closes_at=time(4), by=eva())
    assert not ExtraTime.objects.exists()


@pytest.mark.hazard("H18")
def test_a_time_that_comes_twice_begins_the_first_time_and_ends_the_second():
    row = hours.add_extra(
        cast.clara(), on=date(2027, 10, 31), opens_at=time(1, 15), closes_at=time(1, 45), by=eva()
    )
    assert (row.starts_at, row.ends_at) == (at("2027-10-31 00:15"), at("2027-10-31 01:45"))


@pytest.mark.parametrize(
    ("on", "closes_at", "refusal"),
    [
        (date(2026, 11, 23), NOON, hours.OverAlready),
        (date(2026, 11, 30), time(8), hours.EndsTooEarly),
        (date(9999, 12, 31), NOON, hours.TooFar),
        (date(2026, 11, 26), NOON, hours.Overlaps),
    ],
)
def test_an_extra_time_that_cannot_be_is_refused(on: date, closes_at: time, refusal: type[Exception]):
    clara = cast.clara()
    hours.add_extra(clara, on=date(2026, 11, 26), opens_at=time(11), closes_at=time(13), by=eva())
    with pytest.raises(refusal):
        hours.add_extra(clara, on=on, opens_at=NINE, closes_at=closes_at, by=eva())
    assert ExtraTime.objects.count() == 1


def test_time_off_over_a_booked_time_waits_until_somebody_has_seen_it_and_it_stays_booked():
    clara = open_clara()
    booked = cast.an_appointment(starts_at=TOMORROW_AT_TEN)
    days = {"from_on": date(2026, 11, 25), "until_on": date(2026, 11, 25), "by": eva()}
    with pytest.raises(hours.BookedThen) as refused:
        hours.take_time_off(clara, **days)
    assert refused.value.appointments == [booked]
    assert not TimeOff.objects.exists()
    hours.take_time_off(clara, **days, seen=[str(booked.pk)])
    booked.refresh_from_db()
    assert booked.is_booked


def test_a_time_kept_for_somebody_who_waits_is_seen_before_it_is_closed():
    clara, ana = open_clara(), cast.ana()
    options = {"by": "worker", "until": at("2026-11-24 18:00")}
    kept = scheduling.hold(ana, clara, Kind.FIRST_TALK, TOMORROW_AT_TEN, **options)
    scheduling.hold(another("Bea"), clara, Kind.FIRST_TALK, at("2026-11-25 14:00"), by=scheduling.LINK)
    day = {"from_on": date(2026, 11, 25), "until_on": date(2026, 11, 25), "by": eva()}
    with pytest.raises(hours.BookedThen) as refused:
        hours.take_time_off(clara, **day)
    assert refused.value.appointments == [kept]  # what is only being chosen is asked again when it is booked
    assert "1 time that is kept would lie outside" in str(refused.value)
    hours.take_time_off(clara, **day, seen=[str(kept.pk)])


def test_what_was_booked_meanwhile_has_not_been_seen():
    clara = open_clara()
    first = cast.an_appointment(starts_at=TOMORROW_AT_TEN)
    cast.an_appointment(client=cast.ben(), starts_at=at("2026-11-25 14:00"))
    with pytest.raises(hours.BookedThen) as refused:
        hours.take_time_off(
            clara, from_on=date(2026, 11, 25), until_on=date(2026, 11, 25), by=eva(), seen=[str(first.pk)]
        )
    assert len(refused.value.appointments) == 2


def test_neither_fewer_hours_nor_a_break_leave_a_booked_time_out_unseen():
    clara = open_clara()
    booked = cast.an_appointment(starts_at=TOMORROW_AT_TEN)
    wednesday = clara.opening_hours.get(weekday=3)
    with pytest.raises(hours.BookedThen):
        hours.take_away(wednesday, by=eva())
    with pytest.raises(hours.BookedThen):
        hours.change_weekly(wednesday, opens_at=NOON, by=eva())
    with pytest.raises(hours.BookedThen):
        hours.add_break(clara, weekday=3, opens_at=time(10, 30), closes_at=time(11), by=eva())
    hours.add_break(clara, weekday=3, opens_at=time(10, 50), closes_at=time(11), by=eva())
    hours.take_away(clara.opening_hours.get(weekday=3), by=eva(), seen=[str(booked.pk)])
    assert Break.objects.count() == 1


def test_what_lies_outside_the_hours_already_is_in_nobodys_way():
    clara = open_clara()
    cast.an_appointment(starts_at=at("2026-11-25 20:00"))
    hours.take_away(clara.opening_hours.get(weekday=3), by=eva())
    assert [one.starts_at for one in week.outside(clara, at("2026-11-24 09:00"))] == [at("2026-11-25 20:00")]


def test_a_week_shows_hours_breaks_extra_times_time_off_and_what_is_booked():
    clara = open_clara()
    hours.add_break(clara, weekday=3, opens_at=time(12, 30), closes_at=time(13), by=eva())
    hours.add_break(clara, weekday=6, opens_at=time(12, 30), closes_at=time(13), by=eva())  # closed then
    hours.add_extra(clara, on=date(2026, 11, 26), opens_at=time(18), closes_at=time(20), by=eva())
    hours.take_time_off(clara, from_on=date(2026, 11, 27), until_on=date(2026, 11, 30), by=eva())
    cast.an_appointment(starts_at=TOMORROW_AT_TEN)
    days = week.week_of(clara, date(2026, 11, 23), at("2026-11-24 09:00"))
    assert [[str(entry.what) for entry in day.entries] for day in days] == [
        ["open"],
        ["open"],
        ["open", "booked", "break"],
        ["open", "extra"],
        ["off"],
        ["off"],
        ["off"],
    ]
    assert [day.on for day in days if day.is_today] == [TODAY]


@pytest.mark.hazard("H18")
def test_what_is_offered_lies_within_the_week_as_the_page_shows_it():
    clara = cast.clara()
    for weekday in (1, 3, 7):
        hours.open_weekly(
            clara,
            weekday=weekday,
            opens_at=NINE,
            closes_at=FIVE,
            every_weeks=2,
            from_on=date(2026, 11, 26),
            by=eva(),
        )
    hours.add_break(clara, weekday=3, opens_at=NOON, closes_at=time(13), by=eva())
    hours.add_extra(clara, on=date(2026, 12, 12), opens_at=NINE, closes_at=NOON, by=eva())
    hours.take_time_off(clara, from_on=date(2027, 1, 4), until_on=date(2027, 1, 4), by=eva())
    hours.set_rules(clara, by=eva(), bookable_days=140)
    now = at("2026-11-24 09:00")
    offered = free.for_therapist(clara, Kind.SESSION, now=now)
    there = week.There.of(clara, now, at("2027-06-01 00:00"))
    length = free.length_of(Kind.SESSION, Practice.current())
    assert [one for one in offered if not there.covers(one, one + length)] == []
    shown = {n for n in range(130) if there.open_on(TODAY + n * week.DAY) and n != 41}
    assert {(one.date() - TODAY).days for one in offered if one.date() < date(2027, 4, 3)} == shown


@pytest.mark.hazard("H18")
def test_hours_stay_the_same_on_the_wall_when_the_clocks_change():
    clara = open_clara()
    before, after = (
        week.week_of(clara, monday, at("2026-11-24 09:00"))[0].entries[0].starts_at
        for monday in (date(2027, 3, 22), date(2027, 3, 29))
    )
    assert (before, after) == (at("2027-03-22 09:00"), at("2027-03-29 08:00"))


def test_rules_are_kept_and_empty_ones_are_the_practices():
    clara = cast.clara()
    hours.set_rules(clara, by=eva(), session_minutes=60, buffer_minutes=None, weekly_limit=20)
    hours.set_rules(clara, by=eva(), session_minutes=None, weekly_limit=20)
    row = BookingRules.objects.get()
    assert (row.session_minutes, row.buffer_minutes, row.weekly_limit) == (None, 0, 20)
    assert verbs() == ["set-booking-rules", "set-booking-rules"]


@pytest.mark.parametrize(
    "rules", [{"session_minutes": 241}, {"first_talk_minutes": 0}, {"buffer_minutes": 121}]
)
def test_rules_out_of_all_proportion_are_refused(rules: dict[str, int]):
    with pytest.raises(hours.OutOfBounds):
        hours.set_rules(cast.clara(), by=eva(), **rules)
    assert not BookingRules.objects.exists()
