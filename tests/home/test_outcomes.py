"""Outcomes of the practice as a whole: counted together, small numbers hidden, nobody to be found in them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import a_client, ana, at, clara, david, eva
from tests.sign_in import signed_in
from waylight.booking.models import Appointment
from waylight.care.models import Goal, GoalRating
from waylight.home import outcomes
from waylight.measures.models import Administration, Score
from waylight.people.models import Client
from waylight.privacy import keyring
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
NOW = "2026-11-23 12:00"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(NOW), tick=False):
        yield


def ago(days: int):
    return time_machine.travel(timezone.now() - timedelta(days=days), tick=False)


def people(many: int, *ratings: int, began: int = 200, name: str = "p") -> list[Client]:
    """So many clients of Clara's since `began` days ago, each with these numbers of one goal, the last 100 days ago."""
    made = []
    for number in range(many):
        with ago(began):
            client = a_client(f"{name}{number}", "Somebody", clara())
            goal = Goal(client=client, place=1, added_at=timezone.now())
            goal.words = "A goal"
            goal.save(force_insert=True)
        for place, value in enumerate(ratings):
            with ago(100 + len(ratings) - place):
                row = GoalRating(goal=goal, rated_on=timezone.localdate(), rated_at=timezone.now())
                row.answer = {"rating": value}
                row.save(force_insert=True)
        made.append(client)
    return made


def goals() -> list[tuple[Any, ...]]:
    """The rows of the table of goals: year, counts, total."""
    table = outcomes.tables(by=eva(), today=timezone.localdate())[0]
    return [(row.year, *(count for _, count in row.counts), row.total) for row in table.rows]


def page(by: Any = None) -> str:
    answer = signed_in(by or eva()).get(reverse("home:outcomes"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_people_are_counted_by_how_their_goals_moved() -> None:
    people(12, 2, 9, 6, name="nearer")
    people(11, 5, 5, name="same")
    people(10, 7, 2, name="further")
    assert goals() == [(2026, 12, 11, 10, 33), (None, 12, 11, 10, 33)]


def test_few_people_are_not_shown() -> None:
    people(9, 2, 6)
    assert goals() == []
    assert "Too few people to show a number." in page()


@pytest.mark.hazard("H11")
def test_a_small_number_cannot_be_worked_out_from_the_totals() -> None:
    people(12, 2, 6, name="nearer")
    people(30, 5, 5, name="same")
    people(3, 7, 2, name="further")
    shown = goals()
    assert all(3 not in row[1:] for row in shown)
    for row in shown:
        assert sum(count is None for count in row[1:]) != 1


def test_one_number_alone_says_nothing_of_a_way() -> None:
    people(12, 4)
    assert goals() == []


def test_what_came_after_the_last_quarter_is_not_counted_yet() -> None:
    for client in people(12, 2, 6):
        row = GoalRating(goal=client.goals.get(), rated_on=timezone.localdate(), rated_at=timezone.now())
        row.answer = {"rating": 0}
        row.save(force_insert=True)
    people(12, 1, 2, began=20, name="new")
    assert goals() == [(2026, None, None, None, 12), (None, None, None, None, 12)]


def test_whoever_was_erased_is_no_longer_counted_and_breaks_nothing() -> None:
    first, *_ = people(13, 2, 6)
    keyring.destroy(first.pk, keyring.RECORD)
    assert goals()[0][-1] == 12


def test_sessions_are_counted_by_person() -> None:
    for client in people(10, 1):
        for days in (120, 110, 105):
            starts_at = timezone.now() - timedelta(days=days, minutes=client.pk.int % 9000)
            Appointment.objects.bulk_create(
                [
                    Appointment(
                        client=client,
                        therapist=clara(),
                        kind="session",
                        starts_at=starts_at,
                        ends_at=starts_at + timedelta(seconds=1),
                        status="fulfilled",
                        booked_at=starts_at,
                        booked_by="link",
                    )
                ]
            )
    table = outcomes.tables(by=eva(), today=timezone.localdate())[2]
    assert [(row.year, row.total) for row in table.rows] == [(2026, 10), (None, 10)]


def measured(client: Client, days_ago: int, **totals: int) -> None:
    """Totals as they are kept, without the questions before them."""
    for instrument, value in totals.items():
        at = timezone.now() - timedelta(days=days_ago)
        row = Administration.objects.create(
            client=client, therapist=clara(), instrument=instrument, version="1", given_at=at, setting="alone",
            answered_at=at, finished_at=at, read_by=at,
        )  # fmt: skip
        score = Score(administration=row, scored_at=at)
        score.content = {
            "value": value,
            "out_of": {"phq9": 27, "gad7": 21}[instrument],
            "is_estimated": False,
        }
        score.save(force_insert=True)


def test_measures_are_counted_by_the_published_rule() -> None:
    for client in people(10, 1, name="fewer"):
        measured(client, 190, phq9=18, gad7=15)
        measured(client, 120, phq9=8, gad7=13)
    for client in people(11, 1, name="neither"):
        measured(client, 190, phq9=18, gad7=15)
        measured(client, 120, phq9=17, gad7=15)
    for client in people(12, 1, name="more"):
        measured(client, 190, phq9=8, gad7=8)
        measured(client, 120, phq9=8, gad7=14)
    table = outcomes.tables(by=eva(), today=timezone.localdate())[1]
    assert [count for _, count in table.rows[0].counts] == [10, 11, 12]


def test_only_managers_find_it_and_their_reading_is_recorded() -> None:
    for other in (clara().user, david().user, ana().user):
        assert signed_in(other).get(reverse("home:outcomes")).status_code == 404
    page()
    assert AuditEvent.objects.get(verb="read-outcomes").actor == str(eva().pk)


@pytest.mark.hazard("H11")
def test_nothing_on_it_is_of_one_therapist_or_client_or_ranks_anybody() -> None:
    people(12, 2, 6)
    text = page().lower()
    for word in (
        "clara",
        "somebody",
        "a goal<",
        "best",
        "worst",
        "average",
        "risk",
        "self-harm",
        "per therapist",
    ):
        assert word not in text
    assert text.index(">goals<") < text.index(">phq-9") < text.index(">sessions<")


def test_it_asks_as_little_of_the_database_for_many_as_for_few() -> None:
    people(3, 2, 6)
    browser = signed_in(eva())
    counts = []
    for many in (0, 30):
        people(many, 2, 6, name="more")
        browser.get(reverse("home:outcomes"))
        with CaptureQueriesContext(connection) as seen:
            browser.get(reverse("home:outcomes"))
        counts.append(len([query for query in seen.captured_queries if query["sql"].startswith("SELECT")]))
    assert counts[0] == counts[1] < 12
