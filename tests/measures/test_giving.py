"""Asking: once, together, or every so many weeks. Nothing piles up, and putting it away is a whole answer."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import cast
from tests.booking.contest import contest
from tests.measures.going import answer_all, given, sent, with_a_deputy
from waylight.measures import answering, catalogue, giving
from waylight.measures.models import Administration, Answer, Schedule, Score, Setting
from waylight.people import episodes
from waylight.people.episodes import NotYourClient
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


def regularly(instrument: str = "gad7", weeks: int = 2) -> Schedule:
    return giving.schedule(cast.ana(), instrument, every_weeks=weeks, by=cast.clara().user)


def test_only_who_cares_for_the_client_asks() -> None:
    for user in (cast.david().user, cast.eva(), cast.ana().user):
        with pytest.raises(NotYourClient):
            giving.give(cast.ana(), "gad7", by=user)
        with pytest.raises(NotYourClient):
            giving.schedule(cast.ana(), "gad7", every_weeks=2, by=user)
        with pytest.raises(NotYourClient):
            answering.enter(cast.ana(), "gad7", {}, by=user)


def test_the_same_is_not_asked_twice_at_a_time() -> None:
    given()
    with pytest.raises(giving.AlreadyGiven):
        given()
    with pytest.raises(IntegrityError), transaction.atomic():
        Administration.objects.create(
            client=cast.ana(), therapist=cast.clara(), instrument="gad7", version="1", setting="alone",
            given_at=timezone.now(),
        )  # fmt: skip


def test_what_has_no_words_is_not_asked() -> None:
    with pytest.raises(giving.NoText):
        given("wsas")
    with pytest.raises(giving.NotAlone):
        given("core10")  # one of its items asks for a person, and nobody promises to read it
    with_a_deputy()
    with pytest.raises(giving.NoText):
        given("core10")


def test_feedback_is_asked_by_nobody() -> None:
    with pytest.raises(catalogue.UnknownInstrument):
        given(catalogue.FEEDBACK)


def test_it_comes_round_and_does_not_pile_up() -> None:
    row = regularly(weeks=2)
    assert row.next_on == timezone.localdate() + timedelta(weeks=2)
    assert Administration.objects.open().count() == 1
    now = timezone.now()
    assert giving.give_due(now + timedelta(days=13)) == 0
    assert giving.give_due(now + timedelta(days=14)) == 0  # the first ones still wait
    answering.send(answer_all(Administration.objects.get()), by=cast.ana().user)
    assert giving.give_due(now + timedelta(days=28)) == 1
    assert giving.give_due(now + timedelta(days=28)) == 0
    assert Administration.objects.open().count() == 1
    assert Administration.objects.count() == 2


def test_after_a_long_sleep_of_the_worker_it_comes_once() -> None:
    regularly(weeks=1)
    giving.put_away(Administration.objects.get(), by=cast.ana().user)
    assert giving.give_due(timezone.now() + timedelta(days=100)) == 1
    assert giving.give_due(timezone.now() + timedelta(days=100)) == 0


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_give_it_once() -> None:
    regularly(weeks=1)
    giving.put_away(Administration.objects.get(), by=cast.ana().user)
    later = timezone.now() + timedelta(days=7)
    results = contest(*[lambda _n: giving.give_due(later)] * 4, attempts=2)
    assert results.outcomes == {"done": 8}
    assert Administration.objects.open().count() == 1
    assert AuditEvent.objects.filter(verb="give-questions").count() == 2


def test_the_schedule_ends_with_the_care() -> None:
    regularly()
    episodes.end_episode(cast.ana().episodes.get(), by=cast.eva(), on=timezone.localdate())
    giving.give_due(timezone.now() + timedelta(days=30))
    assert not Schedule.objects.running().exists()
    assert Administration.objects.count() == 1


def test_a_schedule_is_ended_by_the_therapist_and_found_by_no_outsider() -> None:
    row = regularly()
    for user in (cast.david().user, cast.eva(), cast.ben().user):
        with pytest.raises(Schedule.DoesNotExist):
            giving.end_schedule(row, by=user)
    giving.end_schedule(row, by=cast.clara().user)
    giving.end_schedule(row, by=cast.clara().user)
    assert AuditEvent.objects.filter(verb="end-schedule").count() == 1
    regularly()


def test_a_regular_phq_9_is_a_phq_8_each_time_that_nobody_can_promise() -> None:
    with_a_deputy()
    regularly("phq9", weeks=1)
    assert Administration.objects.get().instrument == "phq9"
    giving.put_away(Administration.objects.get(), by=cast.ana().user)
    cast.a_practice(reads_within_working_days=None)
    giving.give_due(timezone.now() + timedelta(days=7))
    assert Administration.objects.open().get().instrument == "phq8"


@pytest.mark.hazard("H20")
def test_putting_it_away_is_a_whole_answer_for_the_client_and_taking_it_back_for_the_therapist() -> None:
    row = given()
    giving.put_away(row, by=cast.ana().user)
    giving.put_away(row, by=cast.ana().user)
    assert not Administration.objects.open().exists()
    giving.put_away(given(), by=cast.clara().user)
    for user in (cast.david().user, cast.ben().user, cast.eva()):
        with pytest.raises(Administration.DoesNotExist):
            giving.put_away(row, by=user)
    with pytest.raises(giving.NoLongerOpen):
        giving.put_away(sent(), by=cast.ana().user)


def test_answers_are_private_until_they_are_sent() -> None:
    row = answer_all(given())
    clara = cast.clara().user
    assert not Answer.objects.visible_to(clara).exists()
    assert {bytes(raw)[:1] for raw in Answer.objects.values_list("content", flat=True)} == {b"p"}
    answering.send(row, by=cast.ana().user)
    assert Answer.objects.visible_to(clara).count() == 7
    assert {bytes(raw)[:1] for raw in Answer.objects.values_list("content", flat=True)} == {b"r"}
    for user in (cast.david().user, cast.eva(), cast.ben().user):
        assert not Answer.objects.visible_to(user).exists()
        assert not Score.objects.visible_to(user).exists()


@pytest.mark.parametrize("value", [4, -1, "1", 1.5, True, [], {"a": 1}])
def test_what_is_no_answer_is_refused(value: object) -> None:
    row = given()
    with pytest.raises(answering.NoSuchAnswer):
        answering.answer(row, row.form.questions[0], value, by=cast.ana().user)
    assert not Answer.objects.exists()


def test_nobody_answers_or_sends_for_somebody_else() -> None:
    row = answer_all(given())
    for user in (cast.clara().user, cast.ben().user, cast.eva()):
        with pytest.raises(answering.NotYours):
            answering.answer(row, row.form.questions[0], 1, by=user)
        with pytest.raises(answering.NotYours):
            answering.send(row, by=user)


def test_what_was_sent_is_not_changed_and_sending_twice_is_once() -> None:
    row = sent("gad7", 1)
    assert answering.send(row, by=cast.ana().user).finished_at == row.finished_at
    with pytest.raises(giving.NoLongerOpen):
        answering.answer(row, row.form.questions[0], 3, by=cast.ana().user)
    assert AuditEvent.objects.filter(verb="send-answers").count() == 1


def test_nothing_is_sent_before_each_question_was_seen() -> None:
    row = given()
    row = answering.answer(row, row.form.questions[0], 1, by=cast.ana().user)
    with pytest.raises(answering.NotFinishedYet):
        answering.send(row, by=cast.ana().user)
    row = answer_all(row, *[None] * 7)
    assert answering.send(row, by=cast.ana().user).finished_at


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_answer_at_once_keep_one_answer_each_question() -> None:
    row = given()
    ana, question = cast.ana().user, row.form.questions[0]
    results = contest(
        *[
            lambda n, value=value: answering.answer(row, question, (value + n) % 4, by=ana)
            for value in range(4)
        ],
        attempts=2,
    )
    assert results.outcomes == {"done": 8}
    assert Answer.objects.count() == 1


def test_together_in_a_session_asks_as_published_whatever_the_window() -> None:
    assert given("phq9", setting=Setting.TOGETHER).instrument == "phq9"
