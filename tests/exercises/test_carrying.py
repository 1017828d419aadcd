"""Exercises that a phone carries: what it keeps holds nobody's answers, and what arrives is there once and never lost."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.exercises.going import RECORD
from tests.sign_in import signed_in
from waylight.exercises import assignments, carrying, catalogue, diary, entries
from waylight.exercises.assignments import Agreed
from waylight.exercises.entries import versions
from waylight.exercises.models import Entry

pytestmark = pytest.mark.django_db


def send(id: uuid.UUID, page: str, *, who: Any = None, exercise: str = diary.ID, **fields: Any) -> Any:
    about = {"exercise": exercise, "page": page, "at": timezone.now().isoformat()}
    browser = signed_in((who or cast.ana()).user)
    return browser.post(reverse("exercises:arrive", args=[id]), about | fields)


def page(exercise: str, id: str) -> dict[str, Any]:
    (task,) = [one for one in carrying.copy(cast.ana(), by=cast.ana().user) if one["exercise"] == exercise]
    return next(one for one in task["pages"] if one["id"] == id)


def test_the_phone_keeps_the_diary_and_what_is_suggested_and_no_answer() -> None:
    assignments.assign(cast.ana(), RECORD, by=cast.clara().user)
    entry = entries.start(cast.ana(), RECORD, by=cast.ana().user)
    entries.save_step(entry, entry.form.steps[0], {"situation": "On the bridge"}, by=cast.ana().user)
    answer = signed_in(cast.ana().user).get(reverse("exercises:carried_copy"))
    assert [task["exercise"] for task in answer.json()["tasks"]] == [diary.ID, RECORD]
    assert "On the bridge" not in json.dumps(answer.json())
    assert "csrfmiddlewaretoken" not in json.dumps(answer.json())


def test_nobody_else_has_a_copy_and_the_inbox_opens_none() -> None:
    for user in (cast.clara().user, cast.eva()):
        assert signed_in(user).get(reverse("exercises:carried_copy")).status_code == 404
    locked = signed_in(cast.ana().user, unlocked=False).get(reverse("exercises:carried_copy"))
    assert locked.status_code == 302


def test_a_page_written_without_a_signal_becomes_a_private_entry() -> None:
    id = uuid.uuid4()
    assert send(id, "strength", urge_peak="6").status_code == 204
    entry = Entry.objects.get(pk=id)
    assert entry.answers["urge_peak"] == 6
    assert entry.is_private
    assert entry.finished_at, "a diary with its number is a whole entry"


def test_the_same_twice_is_there_once() -> None:
    id = uuid.uuid4()
    for _ in range(3):
        assert send(id, "strength", urge_peak="6").status_code == 204
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("ago", "is_believed"),
    [(timedelta(hours=8), True), (timedelta(days=400), False), (timedelta(days=-2), False)],
)
def test_a_moment_is_the_phones_unless_its_clock_cannot_be_right(ago: timedelta, is_believed: bool) -> None:
    id, at = uuid.uuid4(), timezone.now() - ago
    send(id, "strength", urge_peak="6", at=at.isoformat())
    when = datetime.fromisoformat(Entry.objects.get(pk=id).answers["when"])
    assert (when == at) is is_believed
    assert when <= timezone.now()


@pytest.mark.parametrize("at", ["", "yesterday", "2026-11-24", "9" * 400])
def test_a_moment_that_is_none_is_left_out(at: str) -> None:
    id = uuid.uuid4()
    assert send(id, "helped", at=at).status_code == 204
    assert "when" not in Entry.objects.get(pk=id).answers


def test_what_two_phones_wrote_is_both_kept() -> None:
    id = uuid.uuid4()
    first, second = uuid.uuid4(), uuid.uuid4()
    shown = entries.seen(
        Entry(exercise=diary.ID, version="1", client=cast.ana()),
        diary.steps(Entry(exercise=diary.ID, version="1").form)[2],
    )
    send(id, "words", before="On the bus", window=first, was_shown=shown)
    assert send(id, "words", before="At home", window=second, was_shown=shown).status_code == 204
    entry = Entry.objects.get(pk=id)
    kept = json.dumps([entry.answers, *[one.answers for one in versions.of_entry(entry)]])
    assert "On the bus" in kept
    assert "At home" in kept


def test_an_id_of_somebody_elses_entry_is_not_there() -> None:
    theirs = entries.start(cast.ben(), diary.ID, by=cast.ben().user)
    assert send(theirs.pk, "strength", urge_peak="6").status_code == 404
    assert Entry.objects.get(pk=theirs.pk).answers == {}


def test_an_exercise_that_is_not_on_is_told_in_a_sentence() -> None:
    response = send(uuid.uuid4(), "page", exercise="mbct-body-scan")
    assert response.status_code == 409
    assert response.content.decode() == entries.NotForYouYet.__doc__
    assert not Entry.objects.exists()


def test_a_page_that_is_no_more_and_words_without_end_change_nothing() -> None:
    gone = send(uuid.uuid4(), "no-such-page")
    assert (gone.status_code, gone.content.decode()) == (409, carrying.NoSuchPage.__doc__)
    long = send(uuid.uuid4(), "words", before="x" * 100_000)
    assert (long.status_code, long.content.decode()) == (409, carrying.NotReadable.__doc__)
    assert not Entry.objects.exists()


def test_each_carried_page_can_be_sent_as_it_is_drawn() -> None:
    """The names of the fields that the phone keeps are those that the server reads."""
    drawn = page(diary.ID, "strength")["html"]
    assert 'name="urge_peak"' in drawn
    assert 'name="window"' in drawn


@pytest.mark.hazard("H05", "H08")
def test_without_a_signal_the_way_to_help_stands_beside_the_question_that_would_open_it() -> None:
    """The page after it asks the server, which is not there."""
    hurt, look = reverse("crisis:hurt"), reverse("crisis:look")
    assert hurt not in page(diary.ID, "words")["html"]
    for exercise, asked in ((diary.ID, ("hurt_self",)), ("mbct-body-scan", ())):
        agreed = Agreed(has_read_caution=True, questions=asked)
        assignments.assign(cast.ana(), exercise, by=cast.clara().user, agreed=agreed)
    assert f'href="{hurt}"' in page(diary.ID, "words")["html"]
    assert f'href="{look}"' in page("mbct-body-scan", "straight-after")["html"]
    assert look not in page("mbct-body-scan", "before")["html"]


def test_a_phone_that_carries_more_asks_the_database_no_more() -> None:
    with CaptureQueriesContext(connection) as of_one:
        carrying.copy(cast.ana(), by=cast.ana().user)
    for one in (form for form in catalogue.all() if form.is_on_from_the_start and form.id != diary.ID):
        assignments.assign(cast.ana(), one.id, by=cast.clara().user, agreed=Agreed(has_read_caution=True))
    with CaptureQueriesContext(connection) as of_eight:
        assert len(carrying.copy(cast.ana(), by=cast.ana().user)) == carrying.MOST
    assert len(of_eight) <= len(of_one) + 3  # the keys of what was suggested, own skills and people
