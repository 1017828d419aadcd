"""Goals: the client's own words and numbers, kept when they change, and nobody else's to write."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import ana, at, ben, clara, david, eva
from tests.sign_in import signed_in
from waylight.care import goals
from waylight.care.models import Goal, GoalRating
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
WORDS = "Go to the choir again"


def a_goal(words: str = WORDS) -> Goal:
    return goals.add(ana(), words, by=ana().user)


def page(name: str, *args, by=None) -> str:
    answer = signed_in(by or ana().user).get(reverse(f"care:{name}", args=args))
    assert answer.status_code == 200, name
    return answer.content.decode()


def post(name: str, *args, by=None, **fields):
    form = {"idempotency_key": uuid.uuid4()} | fields
    return signed_in(by or ana().user).post(reverse(f"care:{name}", args=args), form)


def test_a_client_has_three_goals_at_most_and_the_database_holds_to_it() -> None:
    for number in range(3):
        a_goal(f"Goal {number}")
    with pytest.raises(goals.NoPlaceLeft):
        a_goal("One more")
    for place in (3, 4, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Goal.objects.create(client=ana(), words="One more", place=place, added_at=timezone.now())


def test_an_ended_goal_leaves_its_place_and_can_be_taken_up_again() -> None:
    first, *_ = [a_goal(f"Goal {number}") for number in range(3)]
    goals.end(first, by=ana().user)
    goals.end(first, by=ana().user)
    a_goal("Another")
    with pytest.raises(goals.NoPlaceLeft):
        goals.take_up(first, by=ana().user)
    goals.end(Goal.objects.current().last(), by=ana().user)
    assert goals.take_up(first, by=ana().user).ended_at is None
    assert Goal.objects.current().count() == 3


def test_other_words_keep_the_earlier_ones_and_every_number() -> None:
    goal = a_goal()
    goals.rate(goal, 0, by=ana().user)
    goals.reword(goal, "Sing with others", by=ana().user)
    goals.reword(goal, "Sing with others", by=ana().user)
    found = Goal.objects.get()
    assert found.words == "Sing with others"
    assert [one["words"] for one in found.earlier["words"]] == [WORDS]
    assert [rating.value for rating in goals.ratings([found])[found.pk]] == [0]
    assert WORDS in page("goal", goal.pk)


def test_a_second_number_of_a_day_takes_the_place_of_the_first() -> None:
    goal = a_goal()
    with time_machine.travel(at("2026-11-23 09:00"), tick=False):
        goals.rate(goal, 2, by=ana().user)
        goals.rate(goal, 7, by=ana().user)
    with time_machine.travel(at("2026-11-24 09:00"), tick=False):
        goals.rate(goal, 3, by=ana().user)
    assert [rating.value for rating in goals.ratings([goal])[goal.pk]] == [7, 3]


@pytest.mark.parametrize("number", [-1, 11])
def test_only_numbers_of_the_scale_are_taken(number: int) -> None:
    with pytest.raises(goals.NotOnTheScale):
        goals.rate(a_goal(), number, by=ana().user)


def test_nought_is_an_answer_and_no_answer_is_none() -> None:
    goal = a_goal()
    assert post("goal_rate", goal.pk, rating="0").status_code == 302
    assert GoalRating.objects.get().value == 0
    answer = post("goal_rate", goal.pk)
    assert "Choose a number, or go back." in answer.content.decode()
    assert GoalRating.objects.count() == 1


def test_a_number_can_be_taken_out_again() -> None:
    rating = goals.rate(a_goal(), 4, by=ana().user)
    assert post("goal_take_out", rating.pk).status_code == 302
    assert not GoalRating.objects.exists()


def test_neither_therapist_nor_manager_nor_anybody_else_writes_a_clients_goals() -> None:
    goal = a_goal()
    rating = goals.rate(goal, 4, by=ana().user)
    for other in (clara().user, david().user, eva(), ben().user):
        for act in (
            lambda by: goals.add(ana(), "Mine", by=by),
            lambda by: goals.reword(goal, "Mine", by=by),
            lambda by: goals.rate(goal, 1, by=by),
            lambda by: goals.end(goal, by=by),
            lambda by: goals.take_up(goal, by=by),
            lambda by: goals.take_out(rating, by=by),
        ):
            with pytest.raises(goals.NotYours):
                act(other)
        assert signed_in(other).get(reverse("care:goal", args=[goal.pk])).status_code == 404
        assert post("goal_rate", goal.pk, by=other, rating="1").status_code == 404
    assert GoalRating.objects.get().value == 4


def test_her_therapist_reads_them_with_a_trace_and_the_outsider_reads_none() -> None:
    goal = a_goal()
    assert goals.of_client(ana(), by=clara().user) == [goal]
    assert AuditEvent.objects.filter(verb="read-goals", actor=str(clara().user.pk)).count() == 1
    assert goals.of_client(ana(), by=david().user) == goals.of_client(ana(), by=eva()) == []
    assert GoalRating.objects.visible_to(eva()).count() == 0


def test_words_and_numbers_stand_sealed_in_the_database() -> None:
    goals.rate(a_goal(), 4, by=ana().user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM care_goal UNION ALL SELECT answer FROM care_goalrating")
        stored = [bytes(row[0]) for row in cursor.fetchall()]
    assert len(stored) == 2
    assert not any(b"choir" in one or b"rating" in one for one in stored)


def test_a_goal_is_set_rated_changed_and_ended_on_its_pages() -> None:
    assert "You can set one when you want to, or never." in page("goals")
    assert "Write what you want" in post("new_goal", words=" ").content.decode()
    assert post("new_goal", words=WORDS).status_code == 302
    goal = Goal.objects.get()
    post("goal_rate", goal.pk, rating="4")
    post("goal_words", goal.pk, words="Sing")
    assert "4 of 10" in page("goals")
    assert "One number so far: 4." in page("goal", goal.pk)
    post("goal_end", goal.pk)
    assert "Earlier goals" in page("goals")
    assert "Take it up again" in page("goal", goal.pk)
    post("goal_take_up", goal.pk)
    assert Goal.objects.get().place == 1


def test_a_fourth_goal_is_refused_with_a_sentence_and_the_words_stay() -> None:
    for number in range(3):
        a_goal(f"Goal {number}")
    text = post("new_goal", words="A fourth").content.decode()
    assert "You have three goals." in text
    assert "A fourth" in text


@pytest.mark.hazard("H20")
def test_nothing_on_the_pages_counts_days_or_judges() -> None:
    goal = a_goal()
    for days, value in ((40, 9), (20, 5), (1, 1)):
        with time_machine.travel(timezone.now() - timedelta(days=days), tick=False):
            goals.rate(goal, value, by=ana().user)
    text = page("goals") + page("goal", goal.pk)
    assert "Highest 9, lowest 1. Last time 1." in text
    for words in ("streak", "days ago", "missed", "well done", "keep going", "fallen", "progress", "overdue"):
        assert words not in text.lower()


def test_a_page_of_three_goals_with_years_of_numbers_asks_the_database_little() -> None:
    for number in range(3):
        goal = a_goal(f"Goal {number}")
        day = timezone.localdate()
        rows = [
            GoalRating(
                goal=goal, rated_on=day - timedelta(days=n), rated_at=timezone.now() - timedelta(days=n)
            )
            for n in range(100)
        ]
        for row in rows:
            row.answer = {"rating": 5}
            row.save()
    browser = signed_in(ana().user)
    for address in (reverse("care:goals"), reverse("care:goal", args=[goal.pk])):
        browser.get(address)
        with CaptureQueriesContext(connection) as seen:
            browser.get(address)
        assert len([q for q in seen.captured_queries if q["sql"].startswith("SELECT")]) < 12
