"""The demonstration shows how two people confirm a number, and what a visitor's word leads to."""

import pytest
from django.utils import timezone

from tests.cast import eva, frank
from waylight.crisis.gate import Reason
from waylight.operations.demo import helplines
from waylight.practice.helplines import standings

pytestmark = pytest.mark.django_db


def test_two_numbers_are_confirmed_one_waits_and_one_is_said_not_to_work(settings, tmp_path) -> None:
    settings.VAR = tmp_path
    helplines.check(eva(), frank())
    found = standings(["GB"], timezone.localdate())
    assert [each.verdict.reason for each in found].count(Reason.CONFIRMED) == 2
    assert [each.people for each in found if not each.is_shown and each.history.last] == [1]
    assert [each.reported.times for each in found if each.reported] == [2]
