"""What I see: a client's own charts, if they want them; and what a therapist sees of the same numbers."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import ana, at, ben, clara, david, eva
from tests.measures.going import sent
from tests.sign_in import signed_in
from waylight.care import chart_notes, goals
from waylight.care.models import ChartNote, Goal
from waylight.exercises import diary, entries
from waylight.exercises.models import Entry
from waylight.home import measured, seeing
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
NOW = "2026-11-23 12:00"  # a Monday
GOAL = "Go to the choir again"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(NOW), tick=False):
        yield


def a_goal(*rated: tuple[int, int]) -> Goal:
    """A goal of Ana's, with (days ago, number) each."""
    goal = goals.add(ana(), GOAL, by=ana().user)
    for days, value in rated:
        with time_machine.travel(timezone.now() - timedelta(days=days), tick=False):
            goals.rate(goal, value, by=ana().user)
    return goal


def an_urge(days_ago: int, peak: int, *, shared: bool = False) -> Entry:
    with time_machine.travel(timezone.now() - timedelta(days=days_ago), tick=False):
        entry = diary.note(ana(), {"urge_peak": peak}, by=ana().user)
        return entries.share(entry, by=ana().user) if shared else entry


def page(query: str = "", by: Any = None) -> str:
    answer = signed_in(by or ana().user).get(reverse("home:seeing") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(name: str, by: Any = None, **fields: Any):
    return signed_in(by or ana().user).post(
        reverse(f"home:{name}"), {"idempotency_key": uuid.uuid4()} | fields
    )


def show(key: str, shown: str = "yes"):
    return post("seeing_show", chart=key, shown=shown)


def test_without_anything_the_page_says_what_it_is_for() -> None:
    assert "Nothing here. What you rate and write shows here." in page()


def test_goals_are_drawn_and_urges_only_when_asked_for() -> None:
    a_goal((10, 2), (3, 8), (1, 4))
    an_urge(3, 6)
    text = page()
    assert "Highest 8, lowest 2. Last time 4." in text
    assert "Each dot is the middle" not in text
    assert show("urges").status_code == 302
    assert "Each dot is the middle" in page()
    show("urges", "no")
    assert "Each dot is the middle" not in page()


def test_a_goal_that_is_put_away_is_not_drawn_and_stays_to_be_shown_again() -> None:
    goal = a_goal((1, 4))
    show(seeing.key_of(goal), "no")
    text = page()
    assert "One number so far" not in text
    assert "Not shown" in text
    show(seeing.key_of(goal))
    assert "One number so far: 4." in page()


def test_urges_are_the_middle_of_each_week_and_a_week_without_any_is_empty() -> None:
    """measures.json, urge_diary: counts and medians only; no entries means no entries."""
    for days_ago, peak in ((22, 4), (22, 6), (21, 9), (1, 2), (2, 5)):
        an_urge(days_ago, peak)
    over = seeing.span("3")
    weeks = seeing.weeks_of(ana(), over, by=ana().user)
    chart = seeing.of_urges(weeks, over)
    assert [(point.at.strftime("%d %b"), point.value) for point in chart.points] == [
        ("26 Oct", 5),
        ("02 Nov", 9),
        ("16 Nov", 3.5),
    ]
    assert chart.line.count("M") == 1  # the first two weeks; none to the third, as one between is empty
    assert chart.line.count("L") == 1


@pytest.mark.parametrize(("period", "count"), [("1", 1), ("3", 2), ("12", 3), ("all", 4), ("nonsense", 2)])
def test_a_period_shows_what_lies_in_it(period: str, count: int) -> None:
    a_goal((700, 1), (200, 2), (60, 3), (5, 4))
    text = page(f"?period={period}")
    assert text.count("h.01") == count


def test_a_measure_is_drawn_on_the_axis_of_the_whole_instrument_when_asked_for() -> None:
    for days_ago, values in ((40, (3, 3, 3)), (10, (1, 1))):
        with time_machine.travel(timezone.now() - timedelta(days=days_ago), tick=False):
            sent("gad7", *values)
    text = page()
    assert "How worried you have been" in text
    assert "Highest 9" not in text
    assert show("measure:gad7").status_code == 302
    text = page()
    assert "Highest 9, lowest 2. Last time 2." in text
    assert ">21</text>" in text
    assert "case" not in text.lower()


def test_her_therapist_is_given_the_totals_and_the_outsider_none() -> None:
    sent("gad7", 3)
    assert [one.points()[0].value for one in measured.of_client(ana(), by=clara().user)] == [3]
    for other in (david().user, eva(), ben().user):
        assert measured.of_client(ana(), by=other) == []


def test_own_words_to_a_chart_are_kept_with_the_private_key_and_shown_to_nobody_else() -> None:
    goal = a_goal((1, 4))
    key = seeing.key_of(goal)
    assert post("seeing_write", chart=key, words="The week my aunt came").status_code == 302
    assert "The week my aunt came" in page()
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM care_chartnote")
        assert bytes(cursor.fetchone()[0])[:1] == b"p"
    for other in (clara().user, david().user, eva(), ben().user):
        assert not ChartNote.objects.visible_to(other).exists()
        with pytest.raises(chart_notes.NotYours):
            chart_notes.write(ana(), key, "Mine", by=other)


def test_words_that_are_too_long_are_shown_again() -> None:
    goal = a_goal((1, 4))
    text = post("seeing_write", chart=seeing.key_of(goal), words="ab " * 1000).content.decode()
    assert "Your words are still here." in text
    assert "ab ab" in text


def test_a_chart_that_is_not_ones_own_is_not_there() -> None:
    key = seeing.key_of(a_goal((1, 4)))
    for name, fields in (("seeing_show", {"shown": "no"}), ("seeing_write", {"words": "Mine"})):
        assert post(name, ben().user, chart=key, **fields).status_code == 404
        for wrong in ("urges", "goal:", "measure:none", "x" * 500):
            assert post(name, chart=wrong, **fields).status_code == 404
    assert not ChartNote.objects.exists()


@pytest.mark.parametrize("who", [lambda: clara().user, lambda: david().user, eva])
def test_staff_have_no_such_page(who) -> None:
    for name in ("seeing", "seeing_show", "seeing_write"):
        assert signed_in(who()).get(reverse(f"home:{name}")).status_code in {404, 405}


def test_her_therapist_is_given_the_weeks_of_what_was_shared_alone() -> None:
    an_urge(8, 9)
    an_urge(1, 3, shared=True)
    over = seeing.span("3")
    assert [week.peak for week in seeing.weeks_of(ana(), over, by=clara().user)] == [3]
    assert seeing.weeks_of(ana(), over, by=david().user) == seeing.weeks_of(ana(), over, by=eva()) == []
    assert len(seeing.weeks_of(ana(), over, by=ana().user)) == 2


def test_whether_a_client_looks_is_watched_by_nobody() -> None:
    a_goal((1, 4))
    before = AuditEvent.objects.count()
    page()
    assert AuditEvent.objects.count() == before


@pytest.mark.hazard("H11", "H20")
def test_nothing_on_the_page_judges_ranks_or_counts_days() -> None:
    a_goal((30, 9), (20, 5), (1, 0))
    for days_ago, peak in ((15, 2), (1, 10)):
        an_urge(days_ago, peak)
    show("urges")
    text = page().lower()
    for word in ("worse", "better", "at risk", "severe", "streak", "days since", "missed", "warning", "trend",
                 "low risk", "high risk", "well done", "average of others", "in a row"):  # fmt: skip
        assert word not in text


def test_a_page_with_five_years_of_entries_asks_the_database_little() -> None:
    for number in range(3):
        goals.rate(goals.add(ana(), f"Goal {number}", by=ana().user), 5, by=ana().user)
    entry = an_urge(0, 5)
    show("urges")
    for number in range(300):
        row = Entry.objects.get(pk=entry.pk)
        row.pk = uuid.uuid4()
        row.answers = dict(entry.answers)
        row._state.adding = True
        row.started_at = row.saved_at = row.finished_at = timezone.now() - timedelta(days=6 * number)
        row.save()
    browser = signed_in(ana().user)
    browser.get(reverse("home:seeing"))
    with CaptureQueriesContext(connection) as seen:
        browser.get(reverse("home:seeing") + "?period=all")
    assert len([query for query in seen.captured_queries if query["sql"].startswith("SELECT")]) < 12
