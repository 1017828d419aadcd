"""Every word of these pages is marked for translation. Exercises are content, and stay as they were reviewed."""

from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import pseudo, unmarked
from tests.cast import a_practice, ana, clara
from tests.exercises.going import RECORD, a_finished_entry, a_shared_entry, an_entry
from tests.repository import said
from tests.unmarked import abroad
from waylight.exercises import assignments, catalogue, diary, entries
from waylight.exercises.entries import versions
from waylight.exercises.models import Answer, HowOften

pytestmark = pytest.mark.django_db
SCAN = "mbct-body-scan"
NAMES = ["Dr Clara Demo", "Ana", "lonely", "like fog", "Nobody wants me"]


@pytest.fixture
def content() -> list[str]:
    texts = [words for file, words in said.said_in_data() if "exercises" in file.parts]
    for one in catalogue.all():
        texts += [*one.caution, *one.therapist_sees, one.evidence, *one.sources]
    lines = [line for words in texts for line in words.split("\n")]
    return [*lines, *(line.rstrip("?") for line in lines)]


def plain(browser: Client, name: str, *args, but) -> list[str]:
    page = browser.get(reverse(f"exercises:{name}", args=args))
    assert page.status_code == 200
    assert 'lang="en-XA"' in page.text
    return unmarked.words(page.text, but=[*but, *NAMES])


def test_every_word_of_a_clients_pages_is_marked(longer, content) -> None:
    a_practice(telephone="+44 1632 960000")
    browser = abroad(ana().user, longer)
    assignments.assign(ana(), RECORD, by=clara().user, why="To see what tired you")
    assert plain(browser, "begin", RECORD, but=content) == []
    unfinished = an_entry(but=("next",))
    shared = a_shared_entry()
    finished = entries.say_how_it_was(a_finished_entry(), "worse", by=ana().user)
    for step in finished.form.steps:
        assert plain(browser, "step", finished.pk, step.id, but=content) == []
    for entry in (unfinished, finished, shared):
        assert plain(browser, "entry", entry.pk, but=content) == []
    entries.mark_read(shared, by=clara().user)
    assert plain(browser, "entry", shared.pk, but=content) == []
    assert plain(browser, "remove", finished.pk, but=content) == []
    assert plain(browser, "mine", but=content) == []


def test_every_word_of_what_was_agreed_is_marked(longer, content) -> None:
    """Every way of how often, and every answer, for client and therapist."""
    hers, browser = abroad(ana().user, longer), abroad(clara().user, longer)
    for often, given in zip(HowOften, ("", *Answer), strict=True):
        agreed = assignments.Agreed(often, "Ana", date(2026, 12, 24), has_read_caution=True)
        row = assignments.assign(ana(), SCAN, by=clara().user, agreed=agreed)
        if given:
            row = assignments.answer(row, given, by=ana().user, words="Ana")
        assert plain(hers, "mine", but=content) == []
        assert plain(browser, "assign", ana().pk, but=content) == []
        assignments.drop(row, by=clara().user)


def test_every_word_of_the_library_is_marked(longer, content) -> None:
    browser, hers = abroad(clara().user, longer), abroad(ana().user, longer)
    for id in (RECORD, SCAN):
        assert plain(browser, "in_library", id, but=[*content, "A."]) == []
        assert plain(browser, "suggest", ana().pk, id, but=content) == []
        assert plain(browser, "preview", id, catalogue.get(id).steps[0].id, but=content) == []
        assert plain(hers, "begin", id, but=content) == []
    assert plain(browser, "library", but=content) == []
    assert plain(hers, "more", but=content) == []


def test_every_word_of_the_diary_is_marked(longer, content) -> None:
    browser = abroad(ana().user, longer)
    assert plain(browser, "diary", but=content) == []
    assert plain(browser, "diary_new", but=content) == []
    entry = diary.note(ana(), {"urge_peak": 7}, by=ana().user)
    entry = entries.save_step(entry, diary.step(entry.form, "helped"), {"tried": ["Ana"]}, by=ana().user)
    entries.say_how_it_was(entry, "lot", by=ana().user)
    for id in diary.PARTS:
        assert plain(browser, "diary_step", entry.pk, id, but=content) == []
    for name in ("diary_saved", "entry"):
        assert plain(browser, name, entry.pk, but=content) == []
    assert plain(browser, "diary", but=content) == []


def test_every_word_of_two_versions_and_of_what_was_taken_back_is_marked(longer, content) -> None:
    row = assignments.assign(ana(), RECORD, by=clara().user)
    entry = an_entry(but=("next",))
    with transaction.atomic():
        versions.keep(entry, "moment", {"situation": "Ana"})
    assignments.drop(row, by=clara().user)
    assert plain(abroad(ana().user, longer), "entry", entry.pk, but=content) == []


def test_every_word_of_a_therapists_pages_is_marked(longer, content) -> None:
    entry = a_shared_entry()
    browser = abroad(clara().user, longer)
    assert plain(browser, "assign", ana().pk, but=content) == []
    assert plain(browser, "shared", entry.pk, but=content) == []
    browser.post(
        reverse("exercises:mark_read", args=[entry.pk]),
        {"idempotency_key": "0b4f7a8e-29ad-4d7a-8a5e-5d7a0a3c9b11"},
    )
    assert plain(browser, "shared", entry.pk, but=content) == []


def test_a_refusal_speaks_the_language_of_whoever_asked(longer, content) -> None:
    entry = an_entry(but=("moment",))
    browser = abroad(ana().user, longer)
    key = {"idempotency_key": "0b4f7a8e-29ad-4d7a-8a5e-5d7a0a3c9b12"}
    page = browser.post(reverse("exercises:finish", args=[entry.pk]), key).text
    assert pseudo.longer(str(entries.NotFinishedYet.__doc__)) in page
    assert unmarked.words(page, but=[*content, *NAMES]) == []
