"""The machine of a dropped line: which step is asked for when, whatever happens in whatever order (REQUIREMENTS 5.3)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waylight.video.dropping import (
    CALLS,
    ENDS_IT,
    Decision,
    Facts,
    Stage,
    State,
    Step,
    Taken,
    Times,
    state,
)

pytestmark = pytest.mark.hazard("H15")

LOST_AT = datetime(2026, 11, 24, 20, 4, tzinfo=UTC)
USUAL = Times.of_minutes(2, 3, 5, 8, 10)
HOUR = 3600


@st.composite
def some_times(draw: st.DrawFn) -> Times:
    minutes = sorted(draw(st.sets(st.integers(0, 59), min_size=5, max_size=5)))
    return Times.of_minutes(*minutes)


@st.composite
def some_steps(draw: st.DrawFn) -> Taken:
    step = draw(st.sampled_from(Step))
    have_spoken = step in CALLS and draw(st.booleans())
    return Taken(step, LOST_AT + timedelta(seconds=draw(st.integers(0, HOUR))), have_spoken)


moments = st.integers(-60, 2 * HOUR).map(lambda seconds: LOST_AT + timedelta(seconds=seconds))
histories = st.lists(some_steps(), max_size=8).map(tuple)
decisions = st.none() | st.sampled_from(Decision)


def after(minutes: float, *taken: Taken, **facts: object) -> State:
    now = LOST_AT + timedelta(minutes=minutes)
    return state(Facts(LOST_AT, taken=taken, **facts), USUAL, now)  # type: ignore[arg-type]


def took(step: Step, minutes: float, *, have_spoken: bool = False) -> Taken:
    return Taken(step, LOST_AT + timedelta(minutes=minutes), have_spoken)


@pytest.mark.parametrize(
    ("minutes", "stage"),
    [
        (0, Stage.TRYING),
        (1.99, Stage.TRYING),
        (2, Stage.REJOIN),
        (3, Stage.CALL),
        (7, Stage.CALL),
        (9.99, Stage.CALL),
        (10, Stage.DECIDE),
    ],
)
def test_without_an_answer_the_call_is_asked_for_until_somebody_decides(minutes: float, stage: Stage):
    assert after(minutes).stage == stage


def test_the_usual_way_asks_for_each_step_at_its_time():
    call, text, again = took(Step.CALL, 3.5), took(Step.TEXT, 5.2), took(Step.CALL_AGAIN, 8.1)
    assert after(4, call).stage == Stage.WAITING
    assert after(5, call).asked == Step.TEXT
    assert after(6, call, text).stage == Stage.WAITING
    assert after(8, call, text).asked == Step.CALL_AGAIN
    assert after(9, call, text, again).stage == Stage.WAITING
    assert after(10, call, text, again).asked == Step.DECIDE


def test_whoever_was_reached_needs_no_text_and_no_second_call():
    spoken = after(9, took(Step.CALL, 3.5, have_spoken=True))
    assert spoken.stage == Stage.SPEAKING
    assert [line.step for line in spoken.lines if line.is_open] == [Step.DECIDE]


def test_who_was_reached_and_lost_again_is_looked_for_again():
    lost_again = after(
        9, took(Step.CALL, 3.5, have_spoken=True), took(Step.TEXT, 5), took(Step.CALL_AGAIN, 8.5)
    )
    assert lost_again.stage == Stage.WAITING
    assert after(10, *[took(Step.CALL, 4, have_spoken=True), took(Step.CALL, 9)]).stage == Stage.DECIDE


def test_a_worried_therapist_decides_at_once():
    assert after(0.1, decision=Decision.SERIOUS).stage == Stage.WORRIED


def test_times_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="out of order"):
        Times.of_minutes(2, 3, 3, 8, 10)
    with pytest.raises(ValueError, match="out of order"):
        Times.of_minutes(-1, 3, 5, 8, 10)


@given(some_times(), histories, moments)
def test_no_step_is_asked_for_before_its_time(times: Times, taken: tuple[Taken, ...], now: datetime):
    found = state(Facts(LOST_AT, taken=taken), times, now)
    if found.asked is not None:
        assert now >= LOST_AT + times.after(found.asked)


@given(some_times(), histories, moments)
def test_a_step_that_was_taken_is_not_asked_for_again(times: Times, taken: tuple[Taken, ...], now: datetime):
    found = state(Facts(LOST_AT, taken=taken), times, now)
    assert found.asked == Step.DECIDE or found.asked not in {one.step for one in taken}


@given(some_times(), histories, st.integers(0, HOUR))
def test_once_it_is_time_to_decide_nothing_else_is_asked_of_whom_nobody_has_reached(
    times: Times, taken: tuple[Taken, ...], seconds: int
):
    now = LOST_AT + times.decide + timedelta(seconds=seconds)
    assert state(Facts(LOST_AT, taken=taken), times, now).stage in (Stage.DECIDE, Stage.SPEAKING)


@given(some_times(), histories, moments, moments)
def test_time_alone_never_goes_back(times: Times, taken: tuple[Taken, ...], one: datetime, other: datetime):
    facts = Facts(LOST_AT, taken=taken)
    sooner, later = (state(facts, times, now) for now in sorted((one, other)))
    due = {line.step for line in sooner.lines if line.is_due}
    assert due <= {line.step for line in later.lines if line.is_due}
    if sooner.stage in (Stage.DECIDE, Stage.SPEAKING):
        assert later.stage == sooner.stage


@given(some_times(), histories, decisions, moments, st.integers(0, HOUR))
def test_between_two_moments_of_change_the_page_stays_as_it_is(
    times: Times, taken: tuple[Taken, ...], decision: Decision | None, now: datetime, seconds: int
):
    facts = Facts(LOST_AT, taken=taken, decision=decision)
    found = state(facts, times, now)
    later = now + timedelta(seconds=seconds)
    if found.changes_at is None or later < found.changes_at:
        assert state(facts, times, later).stage == found.stage
    if found.changes_at is not None:
        assert found.changes_at > now


@given(some_times(), histories, decisions, moments)
def test_once_they_are_back_it_is_over_whatever_was_done(
    times: Times, taken: tuple[Taken, ...], decision: Decision | None, now: datetime
):
    found = state(Facts(LOST_AT, back_at=now, taken=taken, decision=decision), times, now)
    assert found.stage == Stage.BACK
    assert found.is_over
    assert found.asked is None


@given(some_times(), histories, st.sampled_from(Decision), moments)
def test_worry_is_not_over_before_the_person_is_back(
    times: Times, taken: tuple[Taken, ...], decision: Decision, now: datetime
):
    found = state(Facts(LOST_AT, taken=taken, decision=decision), times, now)
    assert found.is_over == (decision in ENDS_IT)


@given(some_times(), histories, moments)
def test_the_order_in_which_answers_were_kept_changes_nothing(
    times: Times, taken: tuple[Taken, ...], now: datetime
):
    distinct = tuple({one.at: one for one in taken}.values())
    forwards = state(Facts(LOST_AT, taken=distinct), times, now)
    assert forwards == state(Facts(LOST_AT, taken=distinct[::-1]), times, now)
