"""The papers: any order, each part saved, read by the client and her therapist alone."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from tests.cast import ana, ben, clara, david, eva
from tests.intake.asking import form_of, once, press
from tests.sign_in import signed_in
from waylight.intake import consents, papers
from waylight.intake.models import IntakeForm
from waylight.people import contacts
from waylight.people.models import EmergencyContact
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db

ABOUT, PLACE, PEOPLE = "/me/papers/about/", "/me/papers/place/", "/me/papers/people/"
SISTER = {"name": "Zoe", "relation": "My sister", "telephone": "07700 900456", "may_call": "yes"}


def write(at: str, browser: Browser | None = None, **typed: str):
    browser = browser or signed_in(ana().user)
    return press(browser, browser.get(at), at=at, **typed)


def statuses() -> dict[str, str]:
    return {task.name: task.status for task in papers.tasks(ana())}


def a_contact(**fields) -> EmergencyContact:
    said = {"name": "Zoe", "relation": "My sister", "telephone": "07700 900456", "may_call": True} | fields
    return contacts.add_contact(ana(), **said, by=ana().user)


def test_before_anything_is_written_each_part_says_so() -> None:
    consents.publish_texts()
    assert statuses() == {
        "about": "Not started",
        "contacts": "Not started",
        "place": "Not started",
        "agreements": "6 to answer",
    }
    page = signed_in(ana().user).get("/me/papers/").text
    assert page.count("Not started") == 3 and "6 to answer" in page


def test_each_part_is_saved_by_itself_and_in_any_order() -> None:
    write(PLACE, address="1 Marsh Lane", then="done")
    write(ABOUT, called="Ana, she", then="later")
    assert (papers.answers(ana(), "place")["address"], papers.answers(ana(), "about")["called"]) == (
        "1 Marsh Lane",
        "Ana, she",
    )
    assert (statuses()["place"], statuses()["about"]) == ("Completed", "Started")


def test_what_was_saved_stands_in_the_form_again() -> None:
    write(ABOUT, called="Ana", born_on="1990-02-01", home="My brother.\nHe cannot hear me.", then="later")
    shown = form_of(signed_in(ana().user).get(ABOUT))
    assert (shown["called"], shown["born_on"]) == ("Ana", "1990-02-01")
    assert shown["home"] == "My brother.\nHe cannot hear me."


def test_a_finished_part_can_be_opened_again() -> None:
    write(ABOUT, called="Ana", then="done")
    write(ABOUT, called="Ani", then="later")
    assert statuses()["about"] == "Started"
    assert papers.answers(ana(), "about")["called"] == "Ani"


def test_an_address_is_needed_to_finish_and_not_to_save() -> None:
    assert "Write where you usually are." in write(PLACE, finding="Second bell", then="done").text
    assert not IntakeForm.objects.exists()
    assert write(PLACE, finding="Second bell", then="later")["Location"] == "/me/papers/"
    assert statuses()["place"] == "Started"


def test_the_regions_of_another_country_are_not_asked_as_ours() -> None:
    assert "Wales" in signed_in(ana().user).get(PLACE).text
    assert "Wales" not in signed_in(ben(country="GR").user).get(PLACE).text


def test_what_is_too_long_or_wrong_is_said_and_stays() -> None:
    page = write(ABOUT, full_name="a" * 1_000_000, born_on="1 May", then="later")
    assert "This is 1,000,000 characters. It can be up to 200. Your words are still here." in page.text
    assert "Write the date like 2026-11-26." in page.text
    assert len(form_of(page)["full_name"]) == 1_000_000
    assert not IntakeForm.objects.exists()


def test_nobody_is_born_tomorrow_or_centuries_ago() -> None:
    for day in ("2126-01-01", "0026-11-26", timezone.localdate().isoformat()):
        assert "Look at the year again." in write(ABOUT, born_on=day, then="later").text
    assert not IntakeForm.objects.exists()


def test_a_part_sent_twice_is_saved_once() -> None:
    browser = signed_in(ana().user)
    page = browser.get(ABOUT)
    for _ in range(2):
        assert press(browser, page, at=ABOUT, called="Ana", then="done").status_code == 302
    assert AuditEvent.objects.filter(verb="save-papers-about").count() == 1


def test_answers_stand_sealed_in_the_database() -> None:
    write(ABOUT, called="Anouk", then="done")
    a_contact()
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM intake_intakeform")
        kept = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT name, relation, telephone FROM people_emergencycontact")
        kept += b"".join(bytes(value) for value in cursor.fetchone())
    assert all(word not in kept for word in (b"Anouk", b"sister", b"900456"))


def test_somebody_to_call_and_somebody_never_to_call() -> None:
    write(f"{PEOPLE}new/", **SISTER)
    write(f"{PEOPLE}new/", name="Max", may_call="no")
    page = signed_in(ana().user).get(PEOPLE).text
    assert "May be called" in page and "<b>Never call</b>" in page
    assert [(row.name, row.may_call) for row in ana().contacts.order_by("position")] == [
        ("Zoe", True),
        ("Max", False),
    ]


def test_whether_somebody_may_be_called_is_never_chosen_beforehand() -> None:
    assert "may_call" not in form_of(signed_in(ana().user).get(f"{PEOPLE}new/"))
    page = write(f"{PEOPLE}new/", name="Zoe")
    assert "Choose whether your therapist may call them." in page.text
    assert "so that they can be called" in write(f"{PEOPLE}new/", **SISTER | {"telephone": ""}).text
    assert not EmergencyContact.objects.exists()


def test_somebody_is_changed_and_removed() -> None:
    contact = a_contact()
    at = f"{PEOPLE}{contact.pk}/"
    browser = signed_in(ana().user)
    assert form_of(browser.get(at))["may_call"] == "yes"
    write(at, name="Zoë", may_call="no", telephone="")
    contact.refresh_from_db()
    assert (contact.name, contact.may_call, contact.telephone) == ("Zoë", False, "")
    browser.post(f"{at}removal/", once())
    assert not EmergencyContact.objects.exists()


def test_an_eleventh_person_is_refused_and_the_words_stay() -> None:
    for number in range(contacts.MOST):
        a_contact(name=f"Friend {number}")
    page = write(f"{PEOPLE}new/", **SISTER)
    assert "The list can hold 10 people." in page.text and form_of(page)["name"] == "Zoe"
    assert ana().contacts.count() == contacts.MOST


def test_naming_nobody_completes_the_part() -> None:
    page = signed_in(ana().user).get(PEOPLE)
    assert "I name nobody" in page.text
    write(PEOPLE)
    assert statuses()["contacts"] == "Completed"


def test_when_all_is_done_nothing_is_unfinished() -> None:
    write(ABOUT, then="done")
    write(PLACE, address="1 Marsh Lane", then="done")
    write(PEOPLE)
    assert [task.name for task in papers.unfinished(ana())] == []


def test_the_copy_holds_all_that_was_written() -> None:
    consents.publish_texts()
    write(ABOUT, called="نور", born_on="1990-02-01", then="done")
    a_contact(may_call=False)
    page = signed_in(ana().user).get("/me/papers/copy/").text
    assert all(words in page for words in ("نور", "1 February 1990", "Zoe", "Never call this person."))
    assert "Nobody records a session" in page and "Not answered" in page


def test_client_and_therapist_read_the_papers_and_each_reading_is_recorded() -> None:
    write(ABOUT, called="Ani", then="done")
    for reader in (ana().user, clara().user):
        about = papers.summary(ana(), by=reader).sections[0]
        assert ("What do you like to be called?", "Ani") in about.answers
        assert AuditEvent.objects.filter(verb="read-papers", actor=str(reader.pk)).exists()


@pytest.mark.parametrize("who", [lambda: ben().user, lambda: david().user, eva])
def test_nobody_else_reads_them(who) -> None:
    a_contact()
    reader = who()
    with pytest.raises(papers.OutOfReach):
        papers.summary(ana(), by=reader)
    assert not IntakeForm.objects.visible_to(reader).filter(client=ana()).exists()
    assert not AuditEvent.objects.filter(actor=str(reader.pk)).exists()


def test_a_therapist_whose_care_has_ended_reads_them_no_more() -> None:
    episode = ana().episodes.get()
    episode.ends_on = episode.starts_on
    episode.save()
    with pytest.raises(papers.OutOfReach):
        papers.summary(ana(), by=clara().user)


@pytest.mark.hazard("H06")
def test_discreet_mode_is_asked_once_and_kept_with_the_account_not_with_the_papers() -> None:
    browser = signed_in(ana().user)
    assert "Does somebody else look" in browser.get(ABOUT).text
    write(ABOUT, browser, called="Ani", discreet="yes")
    assert ana().user.discreet is True
    assert papers.answers(ana(), "about")["called"] == "Ani"
    assert "discreet" not in papers.answers(ana(), "about")
    page = browser.get(ABOUT).text
    assert "Does somebody else look" not in page
    assert 'data-discreet="on"' in page
