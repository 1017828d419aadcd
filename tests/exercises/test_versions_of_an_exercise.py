"""A practice changes its exercise, or withdraws it, while a client writes: what was suggested or begun stays as it was."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import ana, clara, eva
from tests.exercises.questionnaires import a_questionnaire
from tests.sign_in import signed_in
from waylight.exercises import assignments, catalogue, entries, own
from waylight.exercises.models import Assignment, Entry

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H13")]
ID = "every-kind"


@pytest.fixture(autouse=True)
def nothing_read_before() -> Iterator[None]:
    catalogue.forget()
    yield
    catalogue.forget()


def bring(**more: Any) -> None:
    own.bring(json.dumps(a_questionnaire(**more)), by=eva())


def suggest() -> Assignment:
    return assignments.assign(ana(), ID, by=clara().user, agreed=assignments.Agreed(has_read_caution=True))


def begin() -> Entry:
    return entries.start(ana(), ID, by=ana().user)


def test_a_new_version_changes_nothing_that_was_suggested_or_begun() -> None:
    bring()
    row, begun = suggest(), begin()
    bring(title="The second")
    assert (begun.title, row.title, begin().version) == ("Every kind", "Every kind", "1")
    step = begun.form.steps[0]
    assert signed_in(ana().user).get(reverse("exercises:step", args=[begun.pk, step.id])).status_code == 200
    assignments.drop(row, by=clara().user)
    assert (begin().title, suggest().version) == ("The second", "2")


def test_what_was_withdrawn_is_not_suggested_or_begun_anew_and_what_was_begun_goes_on() -> None:
    bring()
    row, begun = suggest(), begin()
    own.withdraw(ID, by=eva())
    assert begin().version == "1"  # it is suggested still
    step = next(step for step in begun.form.steps if begun.asks(step))
    assert signed_in(ana().user).get(reverse("exercises:step", args=[begun.pk, step.id])).status_code == 200
    browser = signed_in(ana().user)
    assert "Every kind" in browser.get(reverse("exercises:begin", args=[ID])).text
    assert "Every kind" in browser.get(reverse("exercises:mine")).text
    assignments.drop(row, by=clara().user)
    with pytest.raises(catalogue.UnknownExercise):
        begin()
    with pytest.raises(catalogue.UnknownExercise):
        suggest()
    assert browser.get(reverse("exercises:begin", args=[ID])).status_code == 404
    assert browser.get(reverse("exercises:entry", args=[begun.pk])).status_code == 200
    therapist = signed_in(clara().user)
    assert therapist.get(reverse("exercises:suggest", args=[ana().pk, ID])).status_code == 404
    listed = therapist.get(reverse("exercises:assign", args=[ana().pk])).text
    assert "An exercise that is no longer offered" in listed  # it can still be switched off
