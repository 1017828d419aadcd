"""Free times against a slow oracle that walks every minute, and golden days on which clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.booking.oracle import (
    ALL_ZONES,
    AWKWARD,
    DAY,
    MINUTE,
    Situation,
    around,
    changes_of,
    seconds,
    situations,
)
from tests.cast import at
from waylight.booking.availability import (
    Hours,
    Schedule,
    Terms,
    clock_changes,
    clocks_of,
    free_times,
    nearest,
)

LONDON, ATHENS, APIA = ZoneInfo("Europe/London"), ZoneInfo("Europe/Athens"), ZoneInfo("Pacific/Apia")
EVERY_DAY = [Hours(weekday, time(9), time(17)) for weekday in range(1, 8)]
NIGHTS = [Hours(weekday, time(0), time(6)) for weekday in range(1, 8)]
ALWAYS_THE_SAME = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def free(hours=EVERY_DAY, *, zone=LONDON, start, end, now=None, **options):
    rows = {name: options.pop(name) for name in ("breaks", "extra", "booked", "away") if name in options}
    terms = Terms(**{"length": 50 * MINUTE, "step": 60 * MINUTE} | options)
    return free_times(Schedule(zone, hours, **rows), terms, start=start, end=end, now=now or start)


def day(on, zone=LONDON):
    midnight = datetime.fromisoformat(on).replace(tzinfo=zone)
    return {"start": midnight.astimezone(UTC), "end": midnight.astimezone(UTC) + DAY}


def walls(moments, zone=LONDON):
    return [f"{moment.astimezone(zone):%H:%M}" for moment in moments]


def dates(moments, zone=LONDON):
    return sorted({f"{moment.astimezone(zone):%d.%m.}" for moment in moments})


@settings(ALWAYS_THE_SAME, max_examples=40)
@given(situations(AWKWARD))
def test_free_times_are_those_of_an_oracle_that_walks_every_minute(asked: Situation):
    assert asked.found() == asked.expected()


@settings(ALWAYS_THE_SAME, max_examples=25)
@given(situations(ALL_ZONES))
def test_it_holds_in_every_zone_there_is(asked: Situation):
    assert asked.found() == asked.expected()


@settings(ALWAYS_THE_SAME, max_examples=12)
@given(st.sampled_from(ALL_ZONES))
def test_changes_of_clocks_are_found_to_the_minute(zone):
    first, *_, last = (datetime(year, 1, 2, tzinfo=UTC) for year in (2020, 2021, 2035))
    here = [change for change in changes_of(ZoneInfo(zone)) if first < change <= last]
    assert clock_changes(ZoneInfo(zone), first, last) == here


@pytest.mark.hazard("H18")
@pytest.mark.parametrize("zone", AWKWARD)
def test_it_holds_around_the_next_changes_of_clocks(zone):
    here = ZoneInfo(zone)
    for change in clock_changes(here, at("2026-01-01 00:00"), at("2027-12-31 00:00")):
        asked = around(change, here)
        assert asked.found() == asked.expected()


@settings(ALWAYS_THE_SAME)
@given(st.lists(st.integers(0, 500)), st.integers(0, 500), st.integers(0, 4))
@example([], 0, 3)
def test_the_nearest_are_the_closest_and_in_order(minutes, wanted, count):
    moments = [at("2027-01-01 00:00") + n * MINUTE for n in set(minutes)]
    target = at("2027-01-01 00:00") + wanted * MINUTE
    found = nearest(moments, target, count)
    assert found == sorted(found)
    assert len(found) == min(count, len(moments))
    if found:
        farthest = max(abs(one - target) for one in found)
        assert all(abs(one - target) >= farthest for one in set(moments) - set(found))


@pytest.mark.hazard("H18")
@pytest.mark.parametrize(
    ("on", "zone", "first"),
    [
        ("2027-03-27", "Europe/London", "2027-03-27 09:00"),
        ("2027-03-28", "Europe/London", "2027-03-28 08:00"),  # clocks went forward that night
        ("2027-10-30", "Europe/London", "2027-10-30 08:00"),
        ("2027-10-31", "Europe/London", "2027-10-31 09:00"),  # and back
        ("2027-03-27", "Europe/Athens", "2027-03-27 07:00"),
        ("2027-03-28", "Europe/Athens", "2027-03-28 06:00"),
        ("2027-10-30", "Europe/Athens", "2027-10-30 06:00"),
        ("2027-10-31", "Europe/Athens", "2027-10-31 07:00"),
        ("2027-01-04", "Asia/Kolkata", "2027-01-04 03:30"),
        ("2027-10-02", "Australia/Lord_Howe", "2027-10-01 22:30"),
        ("2027-10-03", "Australia/Lord_Howe", "2027-10-02 22:00"),  # half an hour forward
        ("2027-01-04", "America/Vancouver", "2027-01-04 16:00"),  # −07:00 all year from November 2026
    ],
)
def test_a_day_begins_at_nine_by_the_therapists_clock(on, zone, first):
    midnight = datetime.fromisoformat(on).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    times = free(zone=ZoneInfo(zone), start=midnight, end=midnight + timedelta(hours=20))
    assert times[0] == at(first)
    assert walls(times, ZoneInfo(zone)) == [f"{hour:02}:00" for hour in range(9, 17)]


@pytest.mark.hazard("H18")
def test_a_wall_time_that_does_not_exist_is_left_out():
    """London, 28 March 2027: 01:00 to 02:00 is not on the clock."""
    times = free(NIGHTS, start=at("2027-03-28 00:00"), end=at("2027-03-28 12:00"))
    assert walls(times) == ["00:00", "02:00", "03:00", "04:00", "05:00"]
    assert times[:2] == [at("2027-03-28 00:00"), at("2027-03-28 01:00")]


@pytest.mark.hazard("H18")
def test_a_wall_time_that_comes_twice_is_offered_once():
    """London, 31 October 2027: 01:00 to 02:00 is on the clock twice."""
    times = free(NIGHTS, start=at("2027-10-30 23:00"), end=at("2027-10-31 12:00"))
    assert walls(times) == ["00:00", "01:00", "02:00", "03:00", "04:00", "05:00"]
    assert times[1:3] == [at("2027-10-31 00:00"), at("2027-10-31 02:00")]


@pytest.mark.hazard("H18")
def test_athens_skips_three_o_clock_in_march_and_has_it_once_in_october():
    march = free(NIGHTS, zone=ATHENS, start=at("2027-03-27 22:00"), end=at("2027-03-28 12:00"))
    october = free(NIGHTS, zone=ATHENS, start=at("2027-10-30 21:00"), end=at("2027-10-31 12:00"))
    assert walls(march, ATHENS) == ["00:00", "01:00", "02:00", "04:00", "05:00"]
    assert walls(october, ATHENS) == ["00:00", "01:00", "02:00", "03:00", "04:00", "05:00"]
    assert october[4] - october[3] == timedelta(hours=2)


@pytest.mark.hazard("H18")
@pytest.mark.parametrize(
    ("zone", "before", "gone", "after"),
    [
        ("Pacific/Apia", "2011-12-29", "2011-12-30", "2011-12-31"),  # Samoa
        ("Pacific/Fakaofo", "2011-12-29", "2011-12-30", "2011-12-31"),  # Tokelau
        ("Pacific/Kwajalein", "1993-08-20", "1993-08-21", "1993-08-22"),  # the Marshall Islands
    ],
)
def test_a_day_that_does_not_exist_is_skipped(zone, before, gone, after):
    here = ZoneInfo(zone)
    start = datetime.fromisoformat(before).replace(tzinfo=here).astimezone(UTC)
    times = free(zone=here, start=start, end=start + 2 * DAY, extra=[], breaks=[])
    assert [f"{moment.astimezone(here):%Y-%m-%d %H:%M}" for moment in times] == [
        f"{on} {hour:02}:00" for on in (before, after) for hour in range(9, 17)
    ]
    assert gone not in {f"{moment.astimezone(here):%Y-%m-%d}" for moment in times}


@pytest.mark.hazard("H18")
def test_vancouver_keeps_its_summer_clocks_from_november_2026():
    """No change in March 2027 nor ever after: Pacific time is seven hours behind from then on."""
    vancouver = ZoneInfo("America/Vancouver")
    assert clock_changes(vancouver, at("2026-03-09 00:00"), at("2036-01-01 00:00")) == []
    times = free(zone=vancouver, **day("2026-12-01", vancouver))
    assert times[0] == at("2026-12-01 16:00")


@pytest.mark.hazard("H18")
def test_a_time_that_half_an_hour_takes_away_is_left_out():
    """Lord Howe, 3 October 2027: after 01:59 comes 02:30; on 4 April 01:30 to 02:00 comes twice."""
    howe = ZoneInfo("Australia/Lord_Howe")
    half = {"zone": howe, "length": 20 * MINUTE, "step": 30 * MINUTE}
    spring, autumn = (
        free(NIGHTS, **half, **day("2027-10-03", howe)),
        free(NIGHTS, **half, **day("2027-04-04", howe)),
    )
    assert walls(spring, howe)[:6] == ["00:00", "00:30", "01:00", "01:30", "02:30", "03:00"]
    assert walls(autumn, howe)[:6] == ["00:00", "00:30", "01:00", "01:30", "02:00", "02:30"]
    assert (autumn[3] - autumn[2], autumn[4] - autumn[3]) == (30 * MINUTE, 60 * MINUTE)


def test_hours_of_different_weeks_are_counted_in_iso_weeks_from_the_first():
    """From Wednesday 6 January 2027: that week and each second one; its Monday came too early."""
    fortnightly = {"every_weeks": 2, "from_on": date(2027, 1, 6), "until_on": date(2027, 2, 3)}
    hours = [Hours(weekday, time(9), time(10), **fortnightly) for weekday in (1, 3)]
    times = free(hours, start=at("2026-12-01 00:00"), end=at("2027-04-01 00:00"))
    assert [f"{moment:%a %d %b}" for moment in times] == [
        "Wed 06 Jan", "Mon 18 Jan", "Wed 20 Jan", "Mon 01 Feb", "Wed 03 Feb",
    ]  # fmt: skip


def test_weeks_are_counted_across_a_year_of_53_weeks():
    hours = [Hours(5, time(9), time(10), every_weeks=2, from_on=date(2026, 12, 25))]
    times = free(hours, start=at("2026-12-20 00:00"), end=at("2027-01-25 00:00"))
    assert dates(times) == ["08.01.", "22.01.", "25.12."]


def test_a_break_is_kept_by_the_wall_clock():
    lunch = [Hours(weekday, time(12, 30), time(13, 15)) for weekday in range(1, 8)]
    for on in ("2027-03-27", "2027-03-28"):
        assert walls(free(breaks=lunch, **day(on))) == ["09:00", "10:00", "11:00", "14:00", "15:00", "16:00"]


@pytest.mark.hazard("H18")
def test_a_break_is_kept_both_times_when_the_clock_shows_it_twice():
    """London, 31 October 2027: a pause from 01:00 to 01:30 comes at midnight UTC, and again an hour later."""
    pause = [Hours(7, time(1), time(1, 30))]
    times = free(NIGHTS, breaks=pause, length=20 * MINUTE, step=30 * MINUTE, **day("2027-10-31"))
    assert walls(times)[:4] == ["00:00", "00:30", "01:30", "02:00"]
    extra = [seconds(at("2027-10-31 00:00"), 120)]
    times = free([], extra=extra, breaks=pause, length=20 * MINUTE, step=30 * MINUTE, **day("2027-10-31"))
    assert times == [at("2027-10-31 00:30"), at("2027-10-31 01:30")]


def test_extra_times_have_a_beginning_of_their_own():
    saturday = [seconds(at("2027-01-09 10:20"), 120)]
    times = free(
        [Hours(1, time(9), time(10))],
        extra=saturday,
        start=at("2027-01-04 00:00"),
        end=at("2027-01-11 00:00"),
    )
    assert times == [at("2027-01-04 09:00"), at("2027-01-09 10:20"), at("2027-01-09 11:20")]


def test_what_is_booked_is_left_out_and_its_neighbours_stay():
    booked = [seconds(at("2027-01-04 11:00"), 50)]
    times = free(booked=booked, **day("2027-01-04"))
    assert walls(times) == ["09:00", "10:00", "12:00", "13:00", "14:00", "15:00", "16:00"]


def test_a_buffer_keeps_a_distance_to_what_is_booked_and_to_nothing_else():
    eleven = [seconds(at("2027-01-04 11:00"), 50)]
    assert "10:00" in walls(free(booked=eleven, buffer=10 * MINUTE, **day("2027-01-04")))
    without = walls(free(booked=eleven, buffer=11 * MINUTE, **day("2027-01-04")))
    assert without == ["09:00", "13:00", "14:00", "15:00", "16:00"]
    assert "10:00" in walls(free(away=eleven, buffer=11 * MINUTE, **day("2027-01-04")))


def test_a_full_week_has_no_times_left_and_the_next_one_has():
    """The week is that of the therapist's wall: Sunday 20:00 UTC is Monday in Samoa."""
    booked = [seconds(at("2027-01-03 20:00"), 50), seconds(at("2027-01-05 20:00"), 50)]
    week = {"zone": APIA, "start": at("2027-01-01 00:00"), "end": at("2027-01-20 00:00"), "booked": booked}
    assert dates(free(weekly_limit=2, **week), APIA)[:4] == ["01.01.", "02.01.", "03.01.", "11.01."]
    assert "08.01." in dates(free(weekly_limit=3, **week), APIA)
    assert free(weekly_limit=0, **week) == []


def test_time_off_and_notice_are_left_out():
    off = [seconds(at("2027-01-04 12:00"), 180)]
    times = free(away=off, now=at("2027-01-04 01:00"), notice=timedelta(hours=9), **day("2027-01-04"))
    assert walls(times) == ["10:00", "11:00", "15:00", "16:00"]


def test_nothing_is_free_before_the_first_or_after_the_last_moment_asked_for():
    assert free(start=at("2027-01-04 12:00"), end=at("2027-01-04 12:00")) == []
    times = free(start=at("2027-01-04 12:00"), end=at("2027-01-04 14:00"))
    assert walls(times) == ["12:00", "13:00"]
    late = at("2027-01-04 12:00") + timedelta(microseconds=1)
    assert walls(free(start=late, end=at("2027-01-04 14:00") + timedelta(microseconds=1))) == [
        "13:00",
        "14:00",
    ]


def test_clocks_are_cut_to_the_second_where_they_change():
    first, last = (
        int(at(moment).timestamp()) // 86400 for moment in ("2027-01-01 00:00", "2028-01-01 00:00")
    )
    cut = [datetime.fromtimestamp(one.starts, UTC) for one in clocks_of(LONDON, first, last)[1:]]
    assert cut == [at("2027-03-28 01:00"), at("2027-10-31 01:00")]
    assert clock_changes(ZoneInfo("Asia/Kolkata"), at("2027-01-01 00:00"), at("2028-01-01 00:00")) == []
