"""Whatever is done in whatever order: nobody is in two places, and what people hear is true."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.booking.any_order import AnyOrder

SMALL = settings(
    max_examples=5,
    stateful_step_count=20,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # to shrink a failure takes minutes: the drill does that
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
@pytest.mark.hazard("H18")
def test_whatever_is_done_in_whatever_order_the_times_and_the_words_are_right():
    run_state_machine_as_test(AnyOrder, settings=SMALL)
