"""After opening: what somebody answered for is asked again when it was too long ago to count."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from waylight.home import opening
from waylight.practice import opening as stated
from waylight.practice.models import OpeningStatement, Practice, Subject

pytestmark = pytest.mark.django_db


def state(*subjects: Subject) -> None:
    for subject in subjects:
        stated.state(subject, done_on=timezone.localdate(), words="Frank did it", by=cast.frank())


def run_out() -> list[str]:
    return opening.run_out(Practice.current(), timezone.localdate())


def office() -> str:
    return signed_in(cast.eva()).get(reverse("home:office")).text


def test_a_backup_restored_more_than_90_days_ago_is_one_line_of_the_office(clock: Any) -> None:
    cast.a_practice(opened_on=timezone.localdate())
    state(Subject.BACKUP, Subject.LEGAL)
    assert "Too long ago to count" not in office()
    clock(timezone.now() + timedelta(days=91))
    text = office()
    assert "Too long ago to count: A backup was restored." in text
    assert reverse("home:opening") in text
    state(Subject.BACKUP)
    assert run_out() == []


def test_a_practice_that_is_not_open_sees_its_list_instead(clock: Any) -> None:
    cast.a_practice(opened_on=None)
    state(Subject.BACKUP)
    clock(timezone.now() + timedelta(days=91))
    assert "Too long ago to count" not in office()


def test_it_takes_one_query(clock: Any, django_assert_num_queries: Any) -> None:
    practice = cast.a_practice()
    state(Subject.BACKUP, Subject.LEGAL)
    clock(timezone.now() + timedelta(days=91))
    with django_assert_num_queries(1):
        assert opening.run_out(practice, timezone.localdate()) == ["A backup was restored"]


def test_who_reads_is_asked_again_only_while_a_day_has_no_hours() -> None:
    now = timezone.now()
    row = OpeningStatement(subject=Subject.READING, done_on=now.date() - timedelta(days=91), said_at=now)
    row.said_by, row.words = str(cast.frank().pk), "Clara reads on Fridays too"
    row.save()
    assert run_out() == ["Who reads what clients share"]
    cast.office_hours(cast.clara())
    assert run_out() == []
