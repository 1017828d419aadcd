"""Agreements: each text by itself, nothing chosen beforehand, each answer kept."""

import json

import pytest
from django.core.management import call_command

from tests.cast import ana, ben, clara, david, eva
from tests.intake.asking import form_of, once, press
from tests.sign_in import signed_in
from waylight.intake import consents
from waylight.intake.models import Consent, ConsentText
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db

PURPOSES = ["treatment", "notes", "telling", "supervision", "doctor", "handover"]


@pytest.fixture(autouse=True)
def _texts() -> None:
    consents.publish_texts()


def text(purpose: str) -> ConsentText:
    return ConsentText.objects.current().get(purpose=purpose)


def say(purpose: str, is_given: bool = True) -> Consent:
    return consents.give(ana(), text(purpose), is_given, by=ana().user)


def a_new_version(purpose: str) -> ConsentText:
    old = text(purpose)
    return ConsentText.objects.create(
        purpose=purpose,
        version=old.version + 1,
        position=old.position,
        question=f"{old.question} (new)",
        words="New words",
        is_needed=old.is_needed,
        published_on="2026-11-24",
    )


def at(purpose: str) -> str:
    return f"/me/papers/agreements/{purpose}/"


def test_every_text_is_missing_until_it_is_answered_yes_or_no() -> None:
    assert [one.purpose for one in consents.missing(ana())] == PURPOSES
    say("treatment")
    say("doctor", False)
    assert [one.purpose for one in consents.missing(ana())] == ["notes", "telling", "supervision", "handover"]


def test_one_persons_answer_is_nobody_elses() -> None:
    say("treatment")
    assert len(consents.missing(ben())) == len(PURPOSES)
    assert not consents.has_consent(ben(), "treatment")


def test_sessions_need_a_yes_to_treatment_alone() -> None:
    assert [one.purpose for one in consents.needed(ana())] == ["treatment"]
    say("treatment", False)
    assert [one.purpose for one in consents.needed(ana())] == ["treatment"]
    say("treatment")
    assert consents.needed(ana()) == []


def test_an_answer_that_changes_is_a_new_row() -> None:
    first, second = say("doctor"), say("doctor", False)
    assert list(consents.history(ana())) == [second, first]
    assert not consents.has_consent(ana(), "doctor")
    assert list(
        AuditEvent.objects.filter(kind="intake.consent").order_by("at").values_list("verb", flat=True)
    ) == [
        "give-consent",
        "refuse-consent",
    ]


def test_the_newest_answer_counts_even_when_the_clock_goes_back(clock) -> None:
    clock("2026-11-24 09:00+00:00")
    say("doctor")
    clock("2026-11-24 08:00+00:00")
    say("doctor", False)
    assert not consents.has_consent(ana(), "doctor")


@pytest.mark.hazard("H17")
def test_a_new_version_is_asked_again_and_the_old_answer_stays() -> None:
    old = say("treatment")
    new = a_new_version("treatment")
    assert consents.missing(ana())[0] == new
    assert consents.needed(ana()) == [new]
    assert not consents.has_consent(ana(), "treatment")
    assert Consent.objects.get() == old


def test_an_old_text_is_not_answered_any_more() -> None:
    old = text("treatment")
    a_new_version("treatment")
    with pytest.raises(consents.TextReplaced):
        consents.give(ana(), old, True, by=ana().user)
    assert not Consent.objects.exists()


@pytest.mark.parametrize("who", [lambda: ben().user, lambda: clara().user, lambda: david().user, eva])
@pytest.mark.hazard("H17")
def test_nobody_agrees_for_somebody_else(who) -> None:
    with pytest.raises(consents.NotYourConsent):
        consents.give(ana(), text("doctor"), True, by=who())
    assert not Consent.objects.exists()


def test_publishing_again_changes_nothing() -> None:
    before = list(ConsentText.objects.values_list())
    call_command("publish_texts")
    assert list(ConsentText.objects.values_list()) == before


@pytest.mark.parametrize(
    "change", [{"words": ["Other words"]}, {"question": "Another question?"}, {"is_needed": True}]
)
def test_a_published_text_never_changes(monkeypatch, tmp_path, change: dict) -> None:
    texts = json.loads(consents.FILE.read_text(encoding="utf-8"))
    texts[1] |= change
    monkeypatch.setattr(consents, "FILE", tmp_path / "consents.json")
    consents.FILE.write_text(json.dumps(texts), encoding="utf-8")
    before = list(ConsentText.objects.values_list())
    with pytest.raises(consents.PublishedTextChanged):
        consents.publish_texts()
    assert list(ConsentText.objects.values_list()) == before


@pytest.mark.parametrize("purpose", PURPOSES)
def test_neither_yes_nor_no_is_chosen_beforehand(purpose: str) -> None:
    browser = signed_in(ana().user)
    assert "is_given" not in form_of(browser.get(at(purpose)))
    say(purpose)
    assert "is_given" not in form_of(browser.get(at(purpose)))


@pytest.mark.hazard("H17")
def test_no_answer_is_no_consent() -> None:
    browser = signed_in(ana().user)
    assert "Choose yes or no." in press(browser, browser.get(at("doctor")), at=at("doctor")).text
    assert not Consent.objects.exists()


def test_the_pages_lead_from_one_text_to_the_next_and_then_to_the_list() -> None:
    browser = signed_in(ana().user)
    went = [
        press(browser, browser.get(at(purpose)), at=at(purpose), is_given="no")["Location"]
        for purpose in PURPOSES
    ]
    assert went == [*map(at, PURPOSES[1:]), "/me/papers/agreements/"]
    assert consents.missing(ana()) == []
    assert "No, " in browser.get("/me/papers/agreements/").text


def test_who_read_the_old_text_does_not_agree_to_a_new_one_unread() -> None:
    browser = signed_in(ana().user)
    page = browser.get(at("treatment"))
    a_new_version("treatment")
    again = press(browser, page, at=at("treatment"), is_given="yes")
    assert "There is a newer text. Read that one first." in again.text
    assert "New words" in again.text and "is_given" not in form_of(again)
    assert not Consent.objects.exists()
    assert press(browser, again, at=at("treatment"), is_given="yes").status_code == 302
    assert Consent.objects.get().text.version == 2


def test_an_answer_can_be_read_with_the_text_as_it_was() -> None:
    old_words = text("doctor").words.splitlines()[0]
    say("doctor")
    a_new_version("doctor")
    browser = signed_in(ana().user)
    assert "The text as it was then" in browser.get(at("doctor")).text
    assert old_words in browser.get(f"{at('doctor')}1/").text


def test_a_version_that_was_never_answered_is_not_an_earlier_agreement() -> None:
    consents.give(ben(), text("doctor"), True, by=ben().user)
    assert signed_in(ana().user).get(f"{at('doctor')}1/").status_code == 404


@pytest.mark.parametrize("version", ["9" * 5000, "9" * 30, "0", "-1", "two", ""])
def test_an_answer_to_a_version_that_does_not_exist_is_not_found(version: str) -> None:
    said = {"is_given": "yes", "version": version, **once()}
    assert signed_in(ana().user).post(at("treatment"), said).status_code == 404
    assert not Consent.objects.exists()


def test_a_purpose_that_does_not_exist_is_not_found() -> None:
    assert signed_in(ana().user).get(at("marketing")).status_code == 404
