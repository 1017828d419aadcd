"""When a reminder is due, in all zones: never later than asked for, never outside safe hours, whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.booking.oracle import ALL_ZONES, AWKWARD, MINUTE, changes_of
from tests.cast import at
from waylight.booking.safe_hours import asked_at, due_at, end_of_safe_hours, is_safe, not_before

pytestmark = pytest.mark.hazard("H18", "H06")
ALWAYS_THE_SAME = settings(deadline=None, derandomize=True, database=None)
QUARTER, DAY = 15 * MINUTE, timedelta(days=1)
NINE = [
    "Europe/London", "Australia/Lord_Howe", "Africa/Casablanca", "America/Nuuk", "America/Santiago", "Antarctica/Troll",
    "Asia/Gaza", "Pacific/Chatham", "America/Vancouver",
]  # fmt: skip

starts = st.integers(
    int(at("2020-01-01 00:00").timestamp()) // 60, int(at("2035-12-30 00:00").timestamp()) // 60
)
moments = starts.map(lambda minute: datetime.fromtimestamp(minute * 60, UTC))
minutes = st.integers(0, 24 * 60 - 1)
spans = st.tuples(minutes, st.integers(60, 24 * 60 - 1)).map(
    lambda pair: (_clock(pair[0]), _clock(pair[0] + pair[1]))
)
zones = st.one_of(st.sampled_from(AWKWARD), st.sampled_from(ALL_ZONES))


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def shows_safe_hours(moment: datetime, zone: str, since: time, until: time) -> bool:
    """Said in another way than the code says it: how far the hand has gone since the first, within a day."""
    now = wall(moment, zone).time()
    gone, length = (
        (x.hour * 60 + x.minute - since.hour * 60 - since.minute) % (24 * 60) for x in (now, until)
    )
    return gone < length


def is_calm(moment: datetime, zone: str, since: time, until: time) -> bool:
    """Safe at this moment, and still ten minutes later."""
    return all(shows_safe_hours(one, zone, since, until) for one in (moment, moment + 10 * MINUTE))


def the_latest(asked: datetime, zone: str, since: time, until: time) -> datetime:
    """The oracle walks back minute by minute."""
    return next(m for n in range(4 * 24 * 60) if is_calm(m := asked - n * MINUTE, zone, since, until))


@settings(ALWAYS_THE_SAME, max_examples=120)
@given(moments, st.integers(1, 168), zones, spans)
def test_it_comes_in_safe_hours_as_late_as_asked_or_less_than_a_quarter_of_an_hour_before_the_latest(
    starts_at: datetime, hours: int, zone: str, span: tuple[time, time]
) -> None:
    asked, due = asked_at(starts_at, hours, zone), due_at(starts_at, hours, zone, *span)
    assert due is not None
    latest = the_latest(asked, zone, *span)
    assert shows_safe_hours(due, zone, *span)
    assert due <= latest <= asked < starts_at
    assert latest - due < QUARTER


@settings(ALWAYS_THE_SAME, max_examples=120)
@given(moments, st.integers(1, 168), zones)
def test_without_safe_hours_it_comes_when_the_wall_shows_so_many_hours_before(
    starts_at: datetime, hours: int, zone: str
) -> None:
    due = due_at(starts_at, hours, zone)
    assert due is not None and due < starts_at
    meant = wall(starts_at, zone) - timedelta(hours=hours)
    readings = [meant.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)]
    assert due == min(readings)
    if readings[0] <= readings[1]:  # the clock does show it: once, or twice
        assert wall(due, zone) == meant


@pytest.mark.parametrize("zone", NINE)
def test_around_every_change_of_clocks_nothing_comes_late_or_outside(zone: str) -> None:
    spans = [(time(1), time(2)), (time(1, 30), time(3, 30)), (time(22), time(2, 15)), (time(9), time(20))]
    changes = [change for change in changes_of(ZoneInfo(zone)) if change.year >= 2026][:6]
    assert changes
    for change in changes:
        for minutes_after in range(-180, 24 * 60 + 180, 45):
            starts_at = change + minutes_after * MINUTE
            for span in spans:
                for hours in (1, 24):
                    due = due_at(starts_at, hours, zone, *span)
                    assert due is not None
                    assert due <= asked_at(starts_at, hours, zone) < starts_at
                    assert shows_safe_hours(due, zone, *span)


@settings(ALWAYS_THE_SAME, max_examples=120)
@given(moments, zones, spans)
def test_another_message_waits_for_the_next_safe_hours_and_no_longer(
    moment: datetime, zone: str, span: tuple[time, time]
) -> None:
    later = not_before(moment, zone, *span)
    assert later >= moment
    assert is_calm(later, zone, *span)
    first = next(m for n in range(4 * 24 * 60) if is_calm(m := moment + n * MINUTE, zone, *span))
    skipped = [moment + n * MINUTE for n in range((later - first) // MINUTE)]
    # What is left of a night whose clocks change may be too short to begin in.
    assert later == first or len({wall(m, zone).date() for m in [*skipped, later]}) <= 2


@settings(ALWAYS_THE_SAME, max_examples=120)
@given(moments, zones, spans)
def test_safe_hours_end_after_the_moment_and_nothing_before_their_end_is_unsafe(
    moment: datetime, zone: str, span: tuple[time, time]
) -> None:
    if not shows_safe_hours(moment, zone, *span):
        return
    end = end_of_safe_hours(moment, zone, *span)
    assert end is not None
    assert end - moment <= DAY + 2 * timedelta(hours=1)
    assert is_safe(moment, zone, *span)
    changes = wall(end, zone) - wall(moment, zone) != end - moment
    inside = [moment + n * MINUTE for n in range(0, max(0, (end - moment) // MINUTE), 7)]
    assert changes or all(shows_safe_hours(m, zone, *span) for m in inside)


@pytest.mark.parametrize(
    ("starts_at", "hours", "zone", "due"),
    [
        # London's clocks went forward in the night before: the same time on the wall is 23 hours before.
        ("2027-03-28 09:00", 24, "Europe/London", "2027-03-27 10:00"),
        # There is no 01:30 that night: what is meant is not later.
        ("2027-03-29 00:30", 24, "Europe/London", "2027-03-28 00:30"),
        # 01:30 comes twice that night: the first.
        ("2026-10-26 01:30", 24, "Europe/London", "2026-10-25 00:30"),
        # Half an hour in Lord Howe, where the 4th of April 2027 is half an hour longer.
        ("2027-04-04 00:00", 24, "Australia/Lord_Howe", "2027-04-02 23:30"),
        # Vancouver changes no more from November 2026.
        ("2026-11-01 20:00", 24, "America/Vancouver", "2026-10-31 20:00"),
    ],
)
def test_golden_days(starts_at: str, hours: int, zone: str, due: str) -> None:
    assert due_at(at(starts_at), hours, zone) == at(due)


def test_outside_safe_hours_it_goes_earlier_and_over_midnight_too() -> None:
    start = at("2026-11-26 09:00")
    assert due_at(start, 2, "Europe/London", time(9), time(20)) == at("2026-11-25 19:45")
    assert due_at(start, 24, "Europe/London", time(22), time(2)) == at("2026-11-25 01:45")
    assert due_at(start, 24, "Europe/London", time(8), time(10)) == at("2026-11-25 09:00")


def test_none_when_no_moment_is_left() -> None:
    start, evening = at("2026-11-26 09:00"), (time(18), time(20))
    assert due_at(start, 2, "Europe/London", *evening, now=at("2026-11-25 20:30")) is None
    assert due_at(start, 2, "Europe/London", *evening, now=at("2026-11-25 19:44")) == at("2026-11-25 19:45")
    assert due_at(start, 24, "Europe/London", now=at("2026-11-25 09:00")) is None
