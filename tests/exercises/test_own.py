"""A practice brings exercises of its own. What was given to a client stays as it was."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, transaction
from django.test import Client
from django.urls import reverse

from tests import unmarked
from tests.cast import ana, clara, eva, frank
from tests.exercises import filling
from tests.exercises.questionnaires import a_questionnaire
from tests.repository import said
from tests.sign_in import signed_in
from tests.unmarked import abroad
from waylight.exercises import catalogue, own
from waylight.exercises.models import Entry, PracticeExercise
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_read_before() -> Iterator[None]:
    catalogue.forget()
    yield
    catalogue.forget()


def brought(**more: Any) -> PracticeExercise:
    return own.bring(json.dumps(a_questionnaire(**more)), by=eva())


def send(browser: Client, address: str, **fields: Any):
    return browser.post(address, {"idempotency_key": str(uuid.uuid4())} | fields)


def test_what_is_brought_stands_in_the_library_like_any_other_and_is_off_until_it_is_switched_on() -> None:
    brought()
    assert "Every kind" in [exercise.title for exercise in catalogue.all()]
    assert catalogue.get("every-kind").is_on_from_the_start is False
    assert [form["id"] for form in catalogue.resources()].count("every-kind") == 1
    assert AuditEvent.objects.filter(verb="bring-exercise", actor=str(eva().pk)).count() == 1


def test_the_next_version_leaves_the_first_as_it_was() -> None:
    first = brought(title="The first")
    entry = Entry(client=ana(), exercise=first.exercise, version="1")
    second = brought(title="The second")
    assert (second.version, catalogue.get("every-kind").title) == (2, "The second")
    assert entry.form.title == "The first"
    assert catalogue.get("every-kind", "1").title == "The first"


def test_the_database_lets_nobody_change_a_version() -> None:
    row = brought()
    for change in ({"text": "{}"}, {"version": 7}, {"exercise": "other"}):
        with pytest.raises((IntegrityError, OperationalError), match="never_changes"), transaction.atomic():
            PracticeExercise.objects.filter(pk=row.pk).update(**change)


def test_withdrawn_it_is_suggested_no_more_and_whoever_has_it_goes_on() -> None:
    brought()
    entry = Entry(client=ana(), exercise="every-kind", version="1")
    for _twice in range(2):
        own.withdraw("every-kind", by=frank())
    assert "Every kind" not in [exercise.title for exercise in catalogue.all()]
    with pytest.raises(catalogue.UnknownExercise):
        catalogue.get("every-kind")
    assert entry.form.title == "Every kind"
    assert AuditEvent.objects.filter(verb="withdraw-exercise").count() == 1
    assert brought().version == 2  # the same words bring it back


def test_what_is_here_already_and_what_the_library_has_is_refused() -> None:
    brought()
    with pytest.raises(own.NothingNew):
        brought()
    with pytest.raises(own.NameOfTheLibrary):
        brought(id="cbt-thought-record")
    assert PracticeExercise.objects.count() == 1


def test_it_is_looked_at_before_it_is_kept() -> None:
    browser, address = signed_in(eva()), reverse("exercises:bring")
    file = SimpleUploadedFile("mine.json", json.dumps(a_questionnaire()).encode())
    look = send(browser, address, file=file).text
    for words in ("About many_or_say?", "The a one", "Add another feeling", "Look around you"):
        assert words in look
    assert PracticeExercise.objects.count() == 0
    kept = send(browser, address, words=json.dumps(a_questionnaire()), act="keep")
    assert kept["Location"] == reverse("exercises:office_one", args=["every-kind"])
    page = browser.get(kept["Location"]).text
    assert reverse("exercises:file", args=["every-kind", 1]) in page
    assert "Every kind" in browser.get(reverse("exercises:office")).text


def test_what_comes_out_goes_in_again() -> None:
    brought()
    answer = signed_in(eva()).get(reverse("exercises:file", args=["every-kind", 1]))
    assert answer["Content-Disposition"] == 'attachment; filename="every-kind-1.json"'
    assert json.loads(answer.content) == a_questionnaire()
    of_the_library = signed_in(eva()).get(reverse("exercises:file", args=["cbt-thought-record", 1]))
    assert json.loads(of_the_library.content)["title"] == "Thought record"
    assert signed_in(eva()).get(reverse("exercises:file", args=["every-kind", 2])).status_code == 404


@pytest.mark.parametrize("wrong", ["{", "{}", "", json.dumps(a_questionnaire(title="a" * 500))])
def test_what_cannot_be_read_is_shown_again_with_what_is_wrong(wrong: str) -> None:
    page = send(signed_in(eva()), reverse("exercises:bring"), words=wrong).text
    assert "There is a problem" in page
    assert filling.Form(page).sent["words"] == [wrong]


def test_a_script_in_its_words_is_shown_as_words() -> None:
    form = a_questionnaire(title="<script>alert(1)</script>", purpose='"><img src=x onerror=alert(1)>')
    form["item"][0]["item"][0]["text"] = "<script>alert(2)</script>"
    page = send(signed_in(eva()), reverse("exercises:bring"), words=json.dumps(form)).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_file_larger_than_an_exercise_is_not_read() -> None:
    file = SimpleUploadedFile("large.json", b"x" * 200_001)
    page = send(signed_in(eva()), reverse("exercises:bring"), file=file).text
    assert "This file is too large." in page


def test_only_the_office_keeps_exercises() -> None:
    brought()
    for other in (ana().user, clara().user):
        browser = signed_in(other)
        for name, args in (
            ("office", []),
            ("bring", []),
            ("office_one", ["every-kind"]),
            ("file", ["every-kind", 1]),
        ):
            assert browser.get(reverse(f"exercises:{name}", args=args)).status_code == 404
        assert send(browser, reverse("exercises:withdraw", args=["every-kind"])).status_code == 404
    assert PracticeExercise.objects.get().withdrawn_at is None


def test_withdrawing_what_is_of_the_library_is_not_there() -> None:
    assert (
        send(signed_in(eva()), reverse("exercises:withdraw", args=["cbt-thought-record"])).status_code == 404
    )
    brought()
    assert send(signed_in(eva()), reverse("exercises:withdraw", args=["every-kind"])).status_code == 302
    assert PracticeExercise.objects.get().withdrawn_at is not None


def test_looking_at_the_list_and_at_one_asks_the_database_little(django_assert_max_num_queries) -> None:
    for number in range(5):
        brought(id=f"own-{number}")
    browser = signed_in(eva())
    for address in (reverse("exercises:office"), reverse("exercises:office_one", args=["own-1"])):
        with django_assert_max_num_queries(12):
            assert browser.get(address).status_code == 200


def test_every_word_of_the_offices_pages_is_marked(longer: str) -> None:
    brought()
    browser = abroad(eva(), longer)
    texts = [words for form in catalogue.resources() for words in said.of_data(form)]
    theirs = [
        *texts,
        *(line.rstrip("?") for line in texts),
        "Eva",
        "CBT",
        "ACT",
        "CFT",
        "MBCT",
        "FHIR R4",
        "JSON",
    ]
    for name, args in (("office", []), ("bring", []), ("office_one", ["every-kind"])):
        page = browser.get(reverse(f"exercises:{name}", args=args))
        assert unmarked.words(page.text, but=theirs) == []
    look = send(browser, reverse("exercises:bring"), words=json.dumps(a_questionnaire(id="another")))
    assert unmarked.words(look.text, but=theirs) == []
    wrong = send(browser, reverse("exercises:bring"), words=json.dumps(a_questionnaire(title=[])))
    assert (
        unmarked.words(wrong.text, but=["Questionnaire.title", json.dumps(a_questionnaire(title=[]))]) == []
    )


def test_a_file_with_a_mark_of_its_byte_order_is_read_like_any_other() -> None:
    text = json.dumps(a_questionnaire())
    assert own.bring("\ufeff" + text, by=eva()).version == 1
    with pytest.raises(own.NothingNew):
        own.checked(b"\xef\xbb\xbf" + text.encode())


def test_no_file_passes_for_another_one() -> None:
    row = brought(url="urn:waylight:exercise:cbt-thought-record")
    assert json.loads(row.text)["url"] == "urn:waylight:exercise:every-kind"
