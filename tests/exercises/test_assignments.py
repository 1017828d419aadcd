"""A therapist suggests, a client may drop."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cast import ana, ben, clara, david, eva
from tests.exercises.going import RECORD
from tests.sign_in import signed_in
from waylight.exercises import assignments, catalogue, entries
from waylight.exercises.models import Answer, Assignment

pytestmark = pytest.mark.django_db


def suggest(**options) -> Assignment:
    return assignments.assign(ana(), RECORD, by=clara().user, **options)


def test_what_is_suggested_is_seen_by_the_client_with_the_reason() -> None:
    suggest(why="For the evenings")
    assert [row.why for row in assignments.of_client(ana(), by=ana().user)] == ["For the evenings"]
    assert assignments.of_client(ana(), by=ben().user) == []
    assert assignments.of_client(ana(), by=david().user) == []
    assert assignments.of_client(ana(), by=eva()) == []


def test_only_a_therapist_who_cares_for_the_person_suggests() -> None:
    ana()
    for other in (david().user, eva(), ben().user, ana().user):
        with pytest.raises(assignments.NotYourClient):
            assignments.assign(ana(), RECORD, by=other)


def test_an_exercise_is_suggested_once_at_a_time() -> None:
    first = suggest()
    with pytest.raises(assignments.AlreadySuggested):
        suggest()
    assignments.drop(first, by=ana().user)
    assert suggest().pk != first.pk


def test_an_exercise_that_is_not_in_the_library_cannot_be_suggested() -> None:
    with pytest.raises(catalogue.UnknownExercise):
        assignments.assign(ana(), "nothing", by=clara().user)


def test_client_and_therapist_may_drop_it_and_nobody_else() -> None:
    row = suggest()
    for other in (ben().user, david().user, eva()):
        with pytest.raises(Assignment.DoesNotExist):
            assignments.drop(row, by=other)
    assert assignments.drop(row, by=ana().user).ended_at is not None


def test_what_is_begun_belongs_to_what_was_suggested() -> None:
    row = suggest()
    assert entries.start(ana(), RECORD, by=ana().user).assignment == row


def agreed(**fields) -> assignments.Agreed:
    return assignments.Agreed(**fields)


def test_how_often_and_until_when_are_said_in_words() -> None:
    row = suggest(agreed=agreed(how_often="own", in_words="After work", until_on=date(2026, 12, 1)))
    assert (row.often, row.until_on) == ("After work", date(2026, 12, 1))
    assert (
        assignments.assign(ben(), RECORD, by=david().user, agreed=agreed(how_often="helps")).often
        == "When it helps"
    )


def test_a_day_that_is_past_and_own_words_without_words_are_refused() -> None:
    with pytest.raises(assignments.UntilIsPast):
        suggest(agreed=agreed(until_on=date(2026, 11, 23)))
    with pytest.raises(assignments.SayHowOften):
        suggest(agreed=agreed(how_often="own", in_words=" "))
    assert not Assignment.objects.exists()


def test_after_its_last_day_it_is_not_suggested_and_can_be_suggested_anew(clock) -> None:
    first = suggest(agreed=agreed(until_on=date(2026, 11, 26)))
    clock("2026-11-26 20:00+00:00")
    assert assignments.of_client(ana(), by=ana().user) == [first]
    clock("2026-11-27 09:00+00:00")
    assert assignments.of_client(ana(), by=ana().user) == []
    assert suggest().pk != first.pk


@pytest.mark.hazard("H20")
def test_not_this_week_is_a_whole_answer_that_rests_for_seven_days(clock) -> None:
    row = assignments.answer(suggest(), Answer.NOT_THIS_WEEK, by=ana().user)
    assert row.is_resting
    assert row.ended_at is None
    clock("2026-12-01 08:59+00:00")
    assert Assignment.objects.get().is_resting
    clock("2026-12-01 09:01+00:00")
    assert not Assignment.objects.get().is_resting


def test_a_client_may_do_it_another_way_and_come_back_to_what_was_suggested() -> None:
    row = assignments.answer(suggest(), Answer.CHANGED, by=ana().user, words="Only the first page")
    assert Assignment.objects.get().own_words == "Only the first page"
    kept = assignments.answer(row, Answer.KEEP, by=ana().user, words="Only the first page")
    assert (kept.answer, kept.own_words) == ("keep", "")


def test_nobody_answers_for_the_client() -> None:
    row = suggest()
    for other in (ben().user, clara().user, david().user, eva()):
        with pytest.raises(Assignment.DoesNotExist):
            assignments.answer(row, Answer.DROPPED, by=other)


def test_what_the_therapist_took_back_is_not_answered_any_more() -> None:
    row = assignments.drop(suggest(), by=clara().user)
    assert row.answer == ""
    with pytest.raises(assignments.NoLongerSuggested):
        assignments.answer(row, Answer.KEEP, by=ana().user)


def test_dropping_twice_is_the_same_as_once() -> None:
    row = assignments.answer(suggest(), Answer.DROPPED, by=ana().user)
    assert assignments.answer(row, Answer.DROPPED, by=ana().user).ended_at == row.ended_at


def test_an_answer_has_a_time_and_what_was_dropped_has_ended_whatever_the_code_does() -> None:
    row = suggest()
    for wrong in ({"answer": "keep"}, {"answered_at": row.assigned_at}, {"how_often": "hourly"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.filter(pk=row.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(answer="dropped", answered_at=row.assigned_at)


def to(name: str, *args) -> str:
    return reverse(f"exercises:{name}", args=args)


def test_the_form_suggests_once_even_when_it_is_sent_twice() -> None:
    form = {"why": "Because", "idempotency_key": "6f3c2a6e-7a0b-4a52-9d5a-2f3f1a6f9c11"}
    browser = signed_in(clara().user)
    answers = [browser.post(to("suggest", ana().pk, RECORD), form) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [to("assign", ana().pk)] * 2
    assert Assignment.objects.count() == 1


def test_suggesting_twice_says_so_and_keeps_what_was_typed() -> None:
    suggest()
    form = {"why": "Once more", "idempotency_key": "6f3c2a6e-7a0b-4a52-9d5a-2f3f1a6f9c12"}
    page = signed_in(clara().user).post(to("suggest", ana().pk, RECORD), form).content.decode()
    assert "This exercise is suggested already. Take that back first" in page
    assert "Once more</textarea>" in page


def test_the_therapist_reads_what_the_client_answered_and_takes_it_back() -> None:
    row = assignments.answer(suggest(), Answer.CHANGED, by=ana().user, words="Only the first page")
    browser = signed_in(clara().user)
    assert "Only the first page" in browser.get(to("assign", ana().pk)).text
    assert "Only the first page" in browser.get(reverse("home:client", args=[ana().pk])).text
    key = {"idempotency_key": "6f3c2a6e-7a0b-4a52-9d5a-2f3f1a6f9c13"}
    for other in (david().user, eva(), ben().user):
        assert signed_in(other).post(to("take_back", row.pk), key).status_code == 404
    assert browser.post(to("take_back", row.pk), key)["Location"] == to("assign", ana().pk)
    assert "Only the first page" not in browser.get(to("assign", ana().pk)).text


def test_the_outsider_finds_no_form_for_her() -> None:
    for other in (david().user, eva(), ben().user, ana().user):
        assert signed_in(other).get(to("assign", ana().pk)).status_code == 404
        assert signed_in(other).get(to("suggest", ana().pk, RECORD)).status_code == 404


@pytest.mark.hazard("H20")
def test_a_client_reads_what_was_agreed_and_has_four_answers_without_a_reason() -> None:
    row = suggest(why="For the evenings", agreed=agreed(how_often="weekly", until_on=date(2026, 12, 24)))
    browser = signed_in(ana().user)
    page = browser.get(to("mine")).text
    for words in (
        "For the evenings",
        "Once a week",
        "until Thursday 24 December",
        "Not this week",
        "Drop it",
    ):
        assert words in page
    form = {"answer": "not_this_week", "idempotency_key": "6f3c2a6e-7a0b-4a52-9d5a-2f3f1a6f9c14"}
    assert browser.post(to("answer", row.pk), form)["Location"] == to("mine")
    assert "That is a whole answer." in browser.get(to("mine")).text
    assert "For the evenings" not in browser.get(reverse("home:me")).text
    assert "not this week" in signed_in(clara().user).get(to("assign", ana().pk)).text
