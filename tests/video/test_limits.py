"""How often a page may speak. What it may say is tried at the line itself."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from waylight.video import limits

PAUSES = st.lists(st.floats(0, 5), max_size=600)


@given(PAUSES)
def test_nobody_says_more_than_a_burst_and_so_many_a_second(pauses):
    flood, now, taken = limits.Flood(0), 0.0, 0
    for pause in pauses:
        now += pause
        taken += not flood.is_over(now)
    assert taken <= limits.AT_ONCE + now * limits.A_SECOND + 1


@given(st.integers(1, 500))
def test_who_keeps_to_the_measure_is_never_stopped(messages):
    flood = limits.Flood(0)
    assert not any(flood.is_over(number / limits.A_SECOND) for number in range(messages))


def test_a_burst_of_addresses_goes_through_and_more_does_not():
    flood = limits.Flood(0)
    assert [flood.is_over(0) for _ in range(limits.AT_ONCE + 1)] == [False] * limits.AT_ONCE + [True]


@given(st.text(max_size=200))
def test_whatever_text_comes_is_a_message_or_is_refused(text):
    with suppress(limits.Malformed):
        assert limits.read(text)["type"]
