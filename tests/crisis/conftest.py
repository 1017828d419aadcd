"""The day on which the data of helplines was made: what shows depends on it."""

from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest

from waylight.crisis import directory


@pytest.fixture
def day_of_the_data(clock: Callable[[datetime], None]) -> None:
    clock(datetime.combine(directory.built(), time(12), tzinfo=UTC))
