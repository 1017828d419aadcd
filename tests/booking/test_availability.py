"""Free times against a slow oracle that walks every minute, and golden days on which clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.cast import at
from waylight.booking.availability import Hours, Span, clock_changes, free_times, nearest, stretches

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LONDON, ATHENS = ZoneInfo("Europe/London"), ZoneInfo("Europe/Athens")
AWKWARD = [
    "Europe/London", "Europe/Athens", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham",
    "America/St_Johns", "Africa/Casablanca", "Asia/Tehran", "Pacific/Apia", "America/Vancouver", "America/Santiago",
    "Pacific/Kiritimati", "Africa/El_Aaiun", "Asia/Gaza", "Antarctica/Troll",
]  # fmt: skip
EVERY_DAY = [Hours(weekday, time(9), time(17)) for weekday in range(1, 8)]
NIGHTS = [Hours(weekday, time(0), time(6)) for weekday in range(1, 8)]


def free(hours=EVERY_DAY, busy=(), time_off=(), *, zone=LONDON, start, end, **options):
    options = {
        "length": timedelta(minutes=50),
        "step": timedelta(minutes=60),
        "now": start,
        "notice": timedelta(0),
    } | options
    return free_times(hours, busy, time_off, zone=zone, start=start, end=end, **options)


def walls(moments, zone=LONDON):
    return [f"{moment.astimezone(zone):%H:%M}" for moment in moments]


def slow_oracle(hours, busy, time_off, *, zone, start, end, length, step, buffer, now, notice):
    """Walks each minute: a meeting may begin there when every minute of it lies in the same hours of the same day."""
    first = start.replace(second=0, microsecond=0) - 2 * DAY
    minutes = [first + n * MINUTE for n in range(int((end - first + length) / MINUTE) + 2)]
    wall = {minute: minute.astimezone(zone).replace(tzinfo=None) for minute in minutes}
    shown_before, seen = {}, set()
    for minute in minutes:
        shown_before[minute] = wall[minute] in seen
        seen.add(wall[minute])
    found = []
    for minute in minutes:
        if not (start <= minute < end and minute >= now + notice) or shown_before[minute]:
            continue
        during = [minute + n * MINUTE for n in range(int(length / MINUTE))]
        for one in hours:
            day = wall[minute].date()
            opens, closes = datetime.combine(day, one.opens_at), datetime.combine(day, one.closes_at)
            fits = day.isoweekday() == one.weekday and all(opens <= wall[m] < closes for m in during)
            if not fits or (wall[minute] - opens) % step:
                continue
            spans = [Span(b.starts_at - buffer, b.ends_at + buffer) for b in busy] + list(time_off)
            if not any(s.starts_at < minute + length and s.ends_at > minute for s in spans):
                found.append(minute)
                break
    return found


@st.composite
def situations(draw, zones):
    zone = ZoneInfo(draw(st.sampled_from(zones)))
    on = draw(st.dates(date(2020, 1, 2), date(2035, 12, 20)))
    midnight = datetime.combine(on, time(), tzinfo=UTC)
    if draw(st.booleans()):  # half of the time, near a change of clocks if this zone has one that year
        days = [midnight + n * DAY for n in range(365)]
        changes = [
            d for d in days if d.astimezone(zone).utcoffset() != (d + DAY).astimezone(zone).utcoffset()
        ]
        midnight = draw(st.sampled_from(changes)) if changes else midnight
    quarter = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
    spans = st.tuples(quarter, quarter).filter(lambda pair: pair[0] < pair[1])
    hours = [Hours(weekday, *draw(spans)) for weekday in range(1, 8) for _ in range(draw(st.integers(0, 2)))]
    moments = st.integers(-600, 3600).map(lambda n: midnight + n * MINUTE)
    taken = st.lists(
        st.tuples(moments, st.integers(1, 240)).map(lambda p: Span(p[0], p[0] + p[1] * MINUTE)), max_size=4
    )
    start = midnight + draw(st.integers(-600, 600)) * MINUTE
    return (
        hours,
        draw(taken),
        draw(taken),
        {
            "zone": zone,
            "start": start,
            "end": start + draw(st.integers(0, 2000)) * MINUTE,
            "length": draw(st.sampled_from([20, 50, 90])) * MINUTE,
            "step": draw(st.sampled_from([15, 30, 50, 60])) * MINUTE,
            "buffer": draw(st.sampled_from([0, 10])) * MINUTE,
            "now": start - draw(st.integers(0, 300)) * MINUTE,
            "notice": draw(st.sampled_from([0, 240])) * MINUTE,
        },
    )


@settings(max_examples=120, deadline=None)
@given(situations(AWKWARD))
def test_free_times_are_those_of_an_oracle_that_walks_every_minute(situation):
    hours, busy, time_off, options = situation
    assert free_times(hours, busy, time_off, **options) == slow_oracle(hours, busy, time_off, **options)


@settings(max_examples=80, deadline=None)
@given(situations(sorted(available_timezones() - {"Factory", "localtime"})))
def test_it_holds_in_every_zone_there_is(situation):
    hours, busy, time_off, options = situation
    assert free_times(hours, busy, time_off, **options) == slow_oracle(hours, busy, time_off, **options)


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
    ("day", "zone", "first"),
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
def test_a_day_begins_at_nine_by_the_therapists_clock(day, zone, first):
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
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


def test_a_day_that_does_not_exist_is_skipped():
    """Samoa had no 30 December 2011."""
    apia = ZoneInfo("Pacific/Apia")
    times = free(zone=apia, start=at("2011-12-29 10:00"), end=at("2011-12-31 09:00"))
    assert {f"{moment.astimezone(apia):%d}" for moment in times} == {"29", "31"}


def test_what_is_booked_is_left_out_and_its_neighbours_stay():
    booked = Span(at("2027-01-04 11:00"), at("2027-01-04 11:50"))
    times = free(busy=[booked], start=at("2027-01-04 00:00"), end=at("2027-01-05 00:00"))
    assert walls(times) == ["09:00", "10:00", "12:00", "13:00", "14:00", "15:00", "16:00"]


def test_a_buffer_keeps_a_distance_to_what_is_booked():
    booked = Span(at("2027-01-04 11:00"), at("2027-01-04 11:50"))
    day = {"start": at("2027-01-04 00:00"), "end": at("2027-01-05 00:00")}
    assert "10:00" in walls(free(busy=[booked], buffer=10 * MINUTE, **day))
    assert "10:00" not in walls(free(busy=[booked], buffer=15 * MINUTE, **day))


def test_time_off_and_notice_are_left_out():
    off = Span(at("2027-01-04 12:00"), at("2027-01-04 15:00"))
    day = {"start": at("2027-01-04 00:00"), "end": at("2027-01-05 00:00")}
    times = free(time_off=[off], now=at("2027-01-04 01:00"), notice=timedelta(hours=9), **day)
    assert walls(times) == ["10:00", "11:00", "15:00", "16:00"]


def test_nothing_is_free_before_the_first_or_after_the_last_moment_asked_for():
    assert free(start=at("2027-01-04 12:00"), end=at("2027-01-04 12:00")) == []
    times = free(start=at("2027-01-04 12:00"), end=at("2027-01-04 14:00"))
    assert walls(times) == ["12:00", "13:00"]


def test_stretches_are_cut_to_the_second_where_clocks_change():
    cut = stretches(LONDON, at("2027-01-01 00:00") + timedelta(microseconds=5), at("2028-01-01 00:00"))
    assert [one.starts_at for one in cut[1:]] == [at("2027-03-28 01:00"), at("2027-10-31 01:00")]
    assert clock_changes(ZoneInfo("Asia/Kolkata"), at("2027-01-01 00:00"), at("2028-01-01 00:00")) == []
