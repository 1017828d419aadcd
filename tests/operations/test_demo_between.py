"""What the demonstration practice shows of exercises, measures, goals and systems."""

import itertools
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import ByAll
from tests.sign_in import signed_in
from waylight.care import goals
from waylight.exercises import cards, catalogue, diary, enabling
from waylight.exercises.models import Answer, Assignment, Entry
from waylight.fhir.models import Allowance, Token
from waylight.measures import scores
from waylight.measures.models import Administration, Reader
from waylight.operations.demo import practice
from waylight.people import reading
from waylight.people.models import Client, NeedsReading, Therapist

pytestmark = pytest.mark.django_db


@pytest.fixture(
    scope="module", params=["2026-11-23T00:10:00+00:00", "2026-11-23T12:30:00+00:00", "2027-03-28T23:50:00+00:00"]
)  # fmt: skip
def loaded_at(request, by_all: ByAll) -> Iterator[str]:
    """Shortly after midnight, at noon, and on the evening of the day on which the clocks change."""
    with by_all(datetime.fromisoformat(request.param), practice.load):
        yield request.param


@pytest.fixture
def loaded(loaded_at: str, clock) -> Iterator[Client]:
    """Ana, in the practice as it was loaded."""
    clock(loaded_at)
    catalogue.forget()
    yield Client.objects.get(user__email="ana@example.org")
    catalogue.forget()


def test_nothing_was_written_in_the_future_or_before_it_was_begun(loaded: Client) -> None:
    now = timezone.now()
    for row in Entry.objects.all():
        moments = [row.started_at, row.saved_at, row.finished_at, row.shared_at, row.read_at]
        known = [moment for moment in moments if moment is not None]
        assert known == sorted(known)
        assert known[-1] <= now
    for given in Administration.objects.all():
        moments = [given.given_at, given.answered_at, given.finished_at, given.read_at]
        known = [moment for moment in moments if moment is not None]
        assert known == sorted(known)
        assert known[-1] <= now


def test_the_diary_has_gaps_and_the_therapist_reads_what_was_shared_alone(loaded: Client) -> None:
    clara = Therapist.objects.get(slug="clara-vale")
    own, read = (diary.of_client(loaded, by=user) for user in (loaded.user, clara.user))
    assert own.count() > read.count() > own.filter(shared_at=None).count()
    weeks = [week.starts_on for week in diary.weeks(own)]
    assert max((one - other).days for one, other in itertools.pairwise(weeks)) > 7


def test_one_answer_was_read_and_one_waits_for_her_therapist(loaded: Client) -> None:
    clara = Therapist.objects.get(slug="clara-vale")
    read, waits = NeedsReading.objects.filter(client=loaded).order_by("left_at")
    assert read.acknowledgement.done
    assert read.left_at < read.acknowledgement.acknowledged_at
    assert [row.pk for row in reading.waiting_for(clara.user)] == [waits.pk]
    assert not waits.is_late(timezone.now())
    assert "Several days" in waits.words


def test_whoever_reads_it_sees_the_number_to_ring(loaded: Client) -> None:
    waits = NeedsReading.objects.get(client=loaded, acknowledgement=None)
    browser = signed_in(Therapist.objects.get(slug="clara-vale").user)
    page = browser.get(reverse("people:item", args=[waits.pk])).content.decode()
    assert loaded.contact["telephone"] in page


def test_totals_have_a_gap_where_the_questions_were_put_away(loaded: Client) -> None:
    assert len(scores.series(loaded, "phq9")) == 5
    assert len(scores.series(loaded, "gad7")) == 3
    assert [row.instrument for row in Administration.objects.open().filter(client=loaded)] == ["gad7"]


def test_whoever_said_how_a_session_felt_chose_who_reads_it(loaded: Client) -> None:
    said = Administration.objects.exclude(reader="")
    assert {row.reader for row in said} == {Reader.THERAPIST, Reader.LEAD}


def test_what_is_suggested_says_why_and_one_of_those_that_are_off_was_switched_on(loaded: Client) -> None:
    suggested = Assignment.objects.current().filter(client=loaded)
    assert all(row.why and row.often for row in suggested)
    assert {row.answer for row in suggested} == {"", Answer.KEEP, Answer.CHANGED}
    (on,) = enabling.all_on(loaded)
    assert catalogue.get(on).is_on_from_the_start is False


def test_two_goals_count_and_two_cards_are_at_hand(loaded: Client) -> None:
    known = goals.of_client(loaded, by=loaded.user)
    rated = goals.ratings(known)
    assert [len(rated[goal.pk]) for goal in known] == [8, 5]
    assert len(cards.at_hand(loaded, by=loaded.user)) == 2


def test_the_practice_has_an_exercise_of_its_own_and_a_system_that_ana_has_not_allowed(
    loaded: Client,
) -> None:
    assert "The evening after a session" in [exercise.title for exercise in catalogue.all()]
    assert Token.objects.get().expires_at > timezone.now()
    assert not Allowance.objects.exists()


def test_every_therapist_whom_the_public_sees_has_a_deputy(loaded: Client) -> None:
    for therapist in Therapist.objects.shown(timezone.localdate()):
        assert reading.deputy_of(therapist) not in {None, therapist}
