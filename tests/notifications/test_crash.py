"""Workers are killed while they send (ASSURANCE E3). bin/drill does it a thousand times."""

import pytest

from tests.notifications import crash
from waylight.notifications.models import State

KILLS = 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.hazard("H18")
def test_whoever_is_killed_no_message_leaves_twice_and_none_is_lost_in_silence(settings) -> None:
    outcome = crash.of_kills(KILLS, settings)
    assert outcome.wrong == []
    assert outcome.states[State.SENT] > outcome.messages / 2
