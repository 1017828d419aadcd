"""Calendar text → busy spans: what counts, on whose clocks, what repeats; and what is made to keep us busy for ever."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.cast import at
from waylight.booking.outside import calendars
from waylight.booking.outside.events import DATES, EVENTS, TooMuch
from waylight.booking.outside.reading import spans

LONDON = ZoneInfo("Europe/London")
START = at("2026-11-24 00:00")
END = START + timedelta(days=400)

CUSTOM_ZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def event(*lines: str, uid: str = "1") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""])


def busy(*parts: str, zone: ZoneInfo = LONDON, start: datetime = START, end: datetime = END) -> list[str]:
    """The spans as “2026-11-26 10:00 – 11:00”, in UTC; the day is repeated when the end is on another."""
    found = spans("BEGIN:VCALENDAR\n" + "".join(parts) + "END:VCALENDAR\n", zone=zone, start=start, end=end)
    return [
        f"{a:%Y-%m-%d %H:%M} – {b:%H:%M}"
        if a.date() == b.date()
        else f"{a:%Y-%m-%d %H:%M} – {b:%Y-%m-%d %H:%M}"
        for a, b in found
    ]


def test_an_event_is_busy_from_its_beginning_to_its_end():
    assert busy(event("DTSTART:20261126T100000Z", "DTEND:20261126T110000Z")) == ["2026-11-26 10:00 – 11:00"]
    assert busy(event("DTSTART:20261126T100000Z", "DURATION:PT45M")) == ["2026-11-26 10:00 – 10:45"]


def test_a_moment_alone_takes_no_time():
    assert busy(event("DTSTART:20261126T100000Z")) == []


@pytest.mark.parametrize(
    "line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "status:cancelled"]
)
def test_what_is_shown_as_free_or_was_cancelled_is_not_busy(line):
    assert busy(event("DTSTART:20261126T100000Z", "DTEND:20261126T110000Z", line)) == []


def test_what_is_tentative_is_busy():
    assert busy(event("DTSTART:20261126T100000Z", "DTEND:20261126T110000Z", "STATUS:TENTATIVE")) != []


def test_an_alarm_or_a_task_says_nothing_of_when_one_is_busy():
    alarm = "BEGIN:VALARM\nTRIGGER:-PT15M\nDURATION:PT5H\nEND:VALARM"
    task = "BEGIN:VTODO\nDTSTART:20261127T100000Z\nDUE:20261127T110000Z\nEND:VTODO\n"
    rows = busy(event("DTSTART:20261126T100000Z", alarm, "DTEND:20261126T110000Z"), task)
    assert rows == ["2026-11-26 10:00 – 11:00"]


def test_a_whole_day_is_a_day_of_the_therapists():
    day = event("DTSTART;VALUE=DATE:20261126")
    assert busy(day, zone=ZoneInfo("Europe/Athens")) == ["2026-11-25 22:00 – 2026-11-26 22:00"]
    three = event("DTSTART;VALUE=DATE:20261126", "DTEND;VALUE=DATE:20261129")
    assert busy(three) == ["2026-11-26 00:00 – 2026-11-29 00:00"]


def test_a_day_on_which_clocks_change_is_an_hour_shorter():
    assert busy(event("DTSTART;VALUE=DATE:20270328")) == ["2027-03-28 00:00 – 23:00"]


def test_a_time_without_a_zone_is_the_therapists():
    rows = busy(event("DTSTART:20261126T100000", "DURATION:PT1H"), zone=ZoneInfo("Europe/Athens"))
    assert rows == ["2026-11-26 08:00 – 09:00"]


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin",
        "W. Europe Standard Time",
        "/mozilla.org/20050126_1/Europe/Berlin",
        '"Europe/Berlin"',
        "Customized Time Zone",
    ],
)
def test_a_zone_is_known_by_whatever_name_calendars_give_it(zone):
    rows = busy(CUSTOM_ZONE, event(f"DTSTART;TZID={zone}:20270714T100000", "DURATION:PT1H"))
    assert rows == ["2027-07-14 08:00 – 09:00"]


def test_a_zone_that_nobody_knows_is_taken_for_the_therapists():
    rows = busy(event("DTSTART;TZID=Nowhere/Land:20261126T100000", "DURATION:PT1H"))
    assert rows == ["2026-11-26 10:00 – 11:00"]


def test_a_zone_made_to_be_endless_is_not_worked_out():
    endless = CUSTOM_ZONE.replace("FREQ=YEARLY", "FREQ=SECONDLY")
    rows = busy(endless, event("DTSTART;TZID=Customized Time Zone:20261126T100000", "DURATION:PT1H"))
    assert rows == ["2026-11-26 10:00 – 11:00"]


def test_a_weekly_event_keeps_its_wall_time_across_a_change_of_clocks():
    rows = busy(
        event("DTSTART;TZID=Europe/Berlin:20260105T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"),
        start=at("2027-03-20 00:00"),
        end=at("2027-04-01 00:00"),
    )
    assert rows == ["2027-03-22 08:00 – 09:00", "2027-03-29 07:00 – 08:00"]


def test_a_rule_ends_when_it_says_so():
    until = event("DTSTART:20261126T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261128T100000Z")
    assert len(busy(until)) == 3
    by_day = event(
        "DTSTART;TZID=Europe/London:20261126T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261128"
    )
    assert len(busy(by_day)) == 3
    count = event("DTSTART:20261120T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=6")
    assert busy(count) == ["2026-11-24 10:00 – 11:00", "2026-11-25 10:00 – 11:00"]


def test_a_rule_of_the_second_tuesday_is_understood():
    rows = busy(
        event("DTSTART:20261110T100000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=2TU"),
        end=at("2027-02-01 00:00"),
    )
    assert rows == ["2026-12-08 10:00 – 11:00", "2027-01-12 10:00 – 11:00"]


def test_dates_are_left_out_and_added():
    rows = busy(
        event(
            "DTSTART;TZID=Europe/London:20261126T100000",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;COUNT=4",
            "EXDATE;TZID=Europe/London:20261127T100000,20261128T100000",
            "RDATE;TZID=Europe/London:20261201T150000",
        )
    )
    assert rows == ["2026-11-26 10:00 – 11:00", "2026-11-29 10:00 – 11:00", "2026-12-01 15:00 – 16:00"]


def test_one_of_a_series_that_was_moved_is_busy_where_it_is_now():
    series = event("DTSTART:20261126T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3")
    moved = event("RECURRENCE-ID:20261127T100000Z", "DTSTART:20261127T140000Z", "DURATION:PT2H")
    gone = event(
        "RECURRENCE-ID:20261128T100000Z", "DTSTART:20261128T100000Z", "DURATION:PT1H", "STATUS:CANCELLED"
    )
    assert busy(series, moved, gone) == ["2026-11-26 10:00 – 11:00", "2026-11-27 14:00 – 16:00"]


def test_the_same_moment_of_another_event_stays():
    series = event("DTSTART:20261126T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2")
    other = event("RECURRENCE-ID:20261127T100000Z", "DTSTART:20261127T140000Z", "DURATION:PT2H", uid="2")
    assert "2026-11-27 10:00 – 11:00" in busy(series, other)


def test_times_that_touch_are_one_span():
    rows = busy(
        event("DTSTART:20261126T100000Z", "DURATION:PT1H"),
        event("DTSTART:20261126T103000Z", "DURATION:PT1H", uid="2"),
        event("DTSTART:20261126T113000Z", "DURATION:PT30M", uid="3"),
    )
    assert rows == ["2026-11-26 10:00 – 12:00"]


def test_what_is_over_or_far_away_is_left_out():
    assert busy(event("DTSTART:20200101T100000Z", "DURATION:PT1H")) == []
    assert busy(event("DTSTART:20300101T100000Z", "DURATION:PT1H")) == []
    assert busy(event("DTSTART:20200101T000000Z", "DTEND:20400101T000000Z")) == [
        "2026-11-24 00:00 – 2027-12-29 00:00"
    ]


def test_a_folded_line_is_one_line():
    assert busy(event("DTSTART:202611\n 26T100000Z", "DTEND:20261126T11\r\n\t0000Z")) == [
        "2026-11-26 10:00 – 11:00"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "DTSTART:yesterday",
        "DTSTART:20261345T990000Z",
        "DTSTART",
        "DTSTART;TZID",
        "DTEND:20261126T090000Z",
        "RRULE:FREQ=SOMETIMES",
        "RRULE:nonsense",
        "RRULE:FREQ=WEEKLY;BYDAY=XX",
        "RRULE:FREQ=YEARLY;UNTIL=then",
        "EXDATE:,,,",
        "DURATION:-PT1H",
        "RDATE;VALUE=PERIOD:20261201T100000Z/PT1H",
        "DTSTART:99991231T235959Z",
    ],
)
def test_a_line_that_makes_no_sense_breaks_nothing(line):
    other = event("DTSTART:20261203T100000Z", "DURATION:PT1H", uid="2")
    assert "2026-12-03 10:00 – 11:00" in busy(event("DTSTART:20261126T100000Z", line), other)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=5", "FREQ=DAILY;BYSECOND=0,1,2", "FREQ=HOURLY;BYMINUTE=0,1,2"],
)
def test_a_rule_for_each_minute_or_second_is_refused(rule):
    with pytest.raises(TooMuch):
        busy(event("DTSTART:20261126T100000Z", "DURATION:PT1S", f"RRULE:{rule}"))


def test_a_million_events_are_refused():
    one = event("DTSTART:20261126T100000Z", "DURATION:PT1H")
    with pytest.raises(TooMuch):
        busy(one * (EVENTS + 1))


def test_a_million_dates_are_refused():
    dates = ",".join(["20261126T100000Z"] * (DATES + 1))
    with pytest.raises(TooMuch):
        busy(event("DTSTART:20261126T100000Z", "DURATION:PT1H", f"RDATE:{dates}"))


def test_more_times_than_anybody_has_are_refused():
    rules = [
        event("DTSTART:20261126T100000Z", "DURATION:PT1M", "RRULE:FREQ=HOURLY", uid=str(n)) for n in range(3)
    ]
    with pytest.raises(TooMuch):
        busy(*rules)


NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_calendar_is_read_in_a_process_of_its_own():
    text = "BEGIN:VCALENDAR\n" + event("DTSTART:20261126T100000", "DURATION:PT1H") + "END:VCALENDAR"
    answer = calendars.understand(text.encode(), "Europe/Athens", NOW)
    assert answer.spans == [(at("2026-11-26 08:00"), at("2026-11-26 09:00"))]


def test_that_process_knows_none_of_our_keys(monkeypatch):
    seen = {}
    monkeypatch.setattr(calendars.subprocess, "run", lambda *_asked, **options: seen.update(options) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        calendars.understand(b"", "Europe/London", NOW)
    assert set(seen["env"]) == {"PYTHONPATH"}


def test_a_rule_that_never_comes_round_is_left_after_a_while():
    """30 February, asked for each hour until the year 9999."""
    lines = ("DTSTART:19000101T000000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30")
    text = "BEGIN:VCALENDAR\n" + event(*lines) * 50 + "END:VCALENDAR"
    assert calendars.understand(text.encode(), "Europe/London", NOW, patience=1).problem == "too much"
