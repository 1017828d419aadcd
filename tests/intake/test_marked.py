"""Every word of these pages is marked for translation. Texts of agreements are content, and stay as they were agreed."""

import json
from functools import cache

import pytest
from django.conf import settings
from django.test import Client

from tests import unmarked
from tests.cast import a_practice, ana, clara, eva
from tests.intake.asking import REACH, an_enquiry, at_check, at_reach, followed, once, press
from tests.intake.test_questions import begin
from tests.intake.test_questions import press as go_on
from tests.repository import said
from tests.repository.reading import PRODUCT, text
from tests.unmarked import abroad
from waylight.intake import alternatives, consents, enquiries, papers
from waylight.intake.six_questions import QUESTIONS
from waylight.people import contacts

pytestmark = pytest.mark.django_db
MESSAGE = ["notes@example.org", "You have a note"]  # as it goes out, in the language of whoever gets it
NAMES = [
    "London",
    "Noor A.",
    "Dr Clara Demo",
    "Ana",
    "Zoe",
    "noor@example.org",
    "12 Mill Lane",
    "Sofia",
    "Tower",
    *MESSAGE,
]
HELPLINES = PRODUCT / "crisis" / "data" / "helplines.json"
PAPERS = ("", "about/", "place/", "people/", "people/new/", "agreements/", "agreements/treatment/", "copy/")


@pytest.fixture
def visitor(longer: str) -> Client:
    browser = Client()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = longer
    return browser


def plain(page, *but: str) -> list[str]:
    assert page.status_code == 200
    assert 'lang="en-XA"' in page.text
    return unmarked.words(page.text, but=[*NAMES, *helplines(), *but])


@cache
def helplines() -> set[str]:
    """All words of the data about places that help: they are the helplines' own."""
    waiting, found = [json.loads(text(HELPLINES))], set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, str) and len(each) > 3:
            found.add(each)
    return found


def agreed() -> list[str]:
    return [
        line
        for file, words in said.said_in_data()
        if file.name == "consents.json"
        for line in words.split("\n")
    ]


def test_every_word_of_asking_is_marked(visitor) -> None:
    clara()
    assert plain(visitor.get("/ask/")) == []
    assert plain(press(visitor, visitor.get("/ask/"))) == []
    assert plain(at_reach(visitor)) == []
    assert plain(at_reach(visitor, for_whom="someone")) == []
    assert plain(at_check(visitor, address="nowhere")) == []
    assert plain(at_check(visitor, channel="call", address="1", may_leave_message="")) == []
    assert plain(at_check(visitor, may_leave_message="yes"), REACH["words"]) == []


@pytest.mark.parametrize(
    "who", [{"age_band": "under 13"}, {"country": "DE"}, {"for_whom": "someone", "country": "DE"}]
)
def test_every_word_to_somebody_whom_we_cannot_help_is_marked(visitor, who) -> None:
    assert plain(at_reach(visitor, **who)) == []


def test_every_word_of_a_practice_that_is_not_open_is_marked(visitor) -> None:
    a_practice(opened_on=None)
    assert plain(visitor.get("/ask/")) == []


BY_CALL = {"channel": "call", "address": "07700 900456"}


@pytest.mark.parametrize("said_", [{}, {"for_whom": "someone"}, BY_CALL, BY_CALL | {"channel": "sms"}])
def test_every_word_after_asking_is_marked(visitor, said_) -> None:
    a_practice(telephone="+44 1632 960000", email="office@example.org")
    enquiry, secret = an_enquiry(**said_)
    assert plain(visitor.get(followed(secret))) == []
    assert plain(visitor.get(followed(secret, "withdraw"))) == []
    enquiries.decline(enquiry, by=eva(), alternative="Elsewhere")
    assert plain(visitor.get(followed(secret)), "Elsewhere", "office@example.org") == []
    assert plain(visitor.post(followed(secret, "withdraw"), once())) == []


def test_every_word_of_an_enquiry_taken_back_is_marked(visitor) -> None:
    enquiry, secret = an_enquiry()
    enquiries.withdraw(enquiry)
    assert plain(visitor.get(followed(secret))) == []


def test_every_word_of_the_six_questions_is_marked(visitor) -> None:
    assert plain(visitor.get("/questions/")) == []
    page = begin(visitor)
    assert plain(go_on(visitor, page, answer="")) == []
    for question in QUESTIONS:
        assert plain(page) == []
        page = go_on(visitor, page, answer=question.answers[-1].key)
    assert plain(page) == []


def test_every_word_of_the_papers_is_marked(longer) -> None:
    consents.publish_texts()
    browser = abroad(ana().user, longer)
    for page in PAPERS:
        assert plain(browser.get(f"/me/papers/{page}"), *agreed()) == [], page
    papers.save(ana(), "about", {"full_name": "Sofia"}, is_finished=False, by=ana().user)
    papers.save(
        ana(), "place", {"address": "12 Mill Lane", "hospital": "Tower"}, is_finished=True, by=ana().user
    )
    zoe = contacts.add_contact(ana(), name="Zoe", relation="Zoe", telephone="", may_call=False, by=ana().user)
    consents.give(ana(), consents.missing(ana())[0], True, by=ana().user)
    for page in (*PAPERS, f"people/{zoe.pk}/", "agreements/treatment/1/"):
        assert plain(browser.get(f"/me/papers/{page}"), *agreed()) == [], page
    for page in ("place/", "people/new/", "agreements/treatment/"):
        answer = browser.post(f"/me/papers/{page}", once(then="done", version="1"))
        assert plain(answer, *agreed()) == [], page


def test_each_answer_to_somebody_whom_we_cannot_help_is_marked(longer) -> None:
    from django.utils import translation

    with translation.override(longer):
        for label, words in alternatives.ALTERNATIVES.values():
            assert unmarked.words(f"<p>{label}</p><p>{words}</p>") == []
