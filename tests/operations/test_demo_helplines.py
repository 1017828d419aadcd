"""The demonstration shows how two people confirm a number, and what a visitor's word leads to."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import timezone

from tests.cast import eva, frank
from waylight.crisis.gate import Reason
from waylight.operations.demo import helplines
from waylight.practice.helplines import standings

pytestmark = pytest.mark.django_db


def test_no_number_shows_that_would_not_show_without_invented_people(settings, tmp_path) -> None:
    settings.VAR = tmp_path
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False):
        before = {each.way for each in standings(["GB", "IE"], timezone.localdate()) if each.is_shown}
        helplines.check(eva(), frank())
        found = standings(["GB", "IE"], timezone.localdate())
    assert before == {each.way for each in found if each.is_shown}
    assert {each.verdict.reason for each in found if each.is_shown} == {Reason.CONFIRMED}
    assert [each.people for each in found if not each.is_shown and each.history.last] == [1]
    assert [each.reported.times for each in found if each.reported] == [2]


@pytest.mark.parametrize("year", [2027, 2030])
def test_the_demonstration_of_later_years_has_numbers_that_were_looked_at(settings, tmp_path, year) -> None:
    settings.VAR = tmp_path
    with time_machine.travel(datetime(year, 11, 24, 9, tzinfo=UTC), tick=False):
        helplines.check(eva(), frank())
        found = standings(["GB", "IE"], timezone.localdate())
        assert [each for each in found if each.is_shown and not each.is_due]
        assert [each for each in found if each.is_due] == []
