"""A therapist suggests, a client may drop."""

import pytest
from django.urls import reverse

from tests.cast import ana, ben, clara, david, eva
from tests.exercises.going import RECORD
from tests.sign_in import signed_in
from waylight.exercises import assignments, catalogue, entries
from waylight.exercises.models import Assignment

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


def test_the_form_suggests_once_even_when_it_is_sent_twice() -> None:
    form = {"exercise": RECORD, "why": "Because", "idempotency_key": "6f3c2a6e-7a0b-4a52-9d5a-2f3f1a6f9c11"}
    address = reverse("exercises:assign", args=[ana().pk])
    browser = signed_in(clara().user)
    answers = [browser.post(address, form) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [reverse("home:client", args=[ana().pk])] * 2
    assert Assignment.objects.count() == 1


def test_suggesting_twice_says_so_and_keeps_what_was_typed() -> None:
    suggest()
    form = {"exercise": RECORD, "why": "Once more", "idempotency_key": "6f3c2a6e-7a0b-4a52-9d5a-2f3f1a6f9c12"}
    page = signed_in(clara().user).post(reverse("exercises:assign", args=[ana().pk]), form).content.decode()
    assert "This exercise is suggested already." in page
    assert "Once more</textarea>" in page


def test_the_outsider_finds_no_form_for_her() -> None:
    for other in (david().user, eva(), ben().user, ana().user):
        assert signed_in(other).get(reverse("exercises:assign", args=[ana().pk])).status_code == 404
