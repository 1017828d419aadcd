"""Every word of these pages is marked for translation."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import unmarked
from tests.care.planning import a_copy, a_plan, sent, write
from tests.care.writing import PARTS, a_closed_session, a_form, a_note, a_session
from tests.cast import an_appointment, ana, clara
from tests.unmarked import abroad
from waylight.care import notes
from waylight.care.safety_plans import versions
from waylight.care.safety_plans.sections import SECTIONS

pytestmark = pytest.mark.django_db
WORDS = [part for part in PARTS.values() if isinstance(part, str)]
MESSAGE = "You have a note"  # in Ana's language, not in Clara's
NAMES = ["Dr Clara Demo", "Ana", "Rea", "sister", "Aunt Rosa", MESSAGE, *WORDS]


def plain(browser: Client, name: str, *args, query: str = "") -> list[str]:
    page = browser.get(reverse(f"care:{name}", args=args) + query)
    assert page.status_code == 200
    assert 'lang="en-XA"' in page.text
    return unmarked.words(page.text, but=NAMES)


def test_every_word_of_a_note_is_marked(longer) -> None:
    browser = abroad(clara().user, longer)
    early, open_one = an_appointment(), a_note(a_session())
    assert plain(browser, "note", early.pk) == []
    assert plain(browser, "note", open_one.appointment_id, query="?preview=1") == []
    empty = a_form(open_one, act="close", take_away="", worked_on="", safety_talked="", ending="")
    page = browser.post(reverse("care:note", args=[open_one.appointment_id]), empty).text
    assert unmarked.words(page, but=NAMES) == []
    closed = a_closed_session(open_one.appointment)
    notes.add(notes.open_note(closed.appointment, by=clara().user), "A call", by=clara().user)
    assert plain(browser, "note", closed.appointment_id) == []


def test_every_word_of_the_take_aways_is_marked(longer) -> None:
    browser = abroad(ana().user, longer)
    assert plain(browser, "take_aways") == []
    take_away = a_closed_session().take_away
    assert plain(browser, "take_aways") == []
    assert plain(browser, "take_away", take_away.pk) == []


def test_every_word_of_a_plan_is_marked(longer) -> None:
    browser = abroad(ana().user, longer)
    pages = ("plan", "plan_parts", "plan_changes", "plan_history", "plan_card", "plan_first_lines", "plan_phone",
             "plan_copies", "plan_new_copy")  # fmt: skip
    for name in pages:
        assert plain(browser, name) == [], name
    a_plan()
    copy = a_copy()
    write("by_myself", clara().user, by_myself=["Count the tiles"])
    versions.propose(ana(), by=clara().user)
    for name in pages:
        assert plain(browser, name) == [], name
    for section in SECTIONS:
        assert plain(browser, "plan_section", section.id) == [], section.id
    assert plain(browser, "plan_version", 1) == []
    assert plain(browser, "plan_copy", copy.pk) == []


def test_every_word_of_a_clients_plan_is_marked_for_the_therapist(longer) -> None:
    browser = abroad(clara().user, longer)
    here = ana().pk
    assert plain(browser, "client_plan", here) == []
    a_plan()
    write("by_myself", clara().user, by_myself=["Count the tiles"])
    for name in ("client_plan", "client_plan_history"):
        assert plain(browser, name, here) == [], name
    assert plain(browser, "client_plan_version", here, 1) == []
    for section in SECTIONS:
        assert plain(browser, "client_plan_section", here, section.id) == [], section.id
    page = browser.post(reverse("care:client_plan_propose", args=[here]), sent(), follow=True).text
    assert unmarked.words(page, but=NAMES) == []
