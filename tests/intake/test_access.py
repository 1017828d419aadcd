"""Who gets to which page of the way in, and who does not."""

import uuid

import pytest
from django.test import Client as Browser

from tests.cast import a_user, ana, ben, clara, david, eva, frank
from tests.intake.asking import an_enquiry, once
from tests.sign_in import signed_in
from waylight.accounts.models import Role
from waylight.intake import consents
from waylight.intake.models import Consent, Decline, Enquiry, IntakeForm, Withdrawal
from waylight.people import contacts
from waylight.people.models import EmergencyContact
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db

PAPERS = [
    "/me/papers/",
    "/me/papers/about/",
    "/me/papers/place/",
    "/me/papers/copy/",
    "/me/papers/people/",
    "/me/papers/people/new/",
    "/me/papers/agreements/",
    "/me/papers/agreements/doctor/",
]
WRITTEN_TO = ["about/", "place/", "people/", "people/new/", "agreements/doctor/"]
SAID = {"called": "X", "name": "X", "may_call": "no", "address": "X", "is_given": "yes", "then": "done"}


@pytest.fixture(autouse=True)
def _texts() -> None:
    consents.publish_texts()


def anas_contact() -> EmergencyContact:
    said = {"name": "Zoe M.", "relation": "", "telephone": "", "may_call": False}
    return contacts.add_contact(ana(), **said, by=ana().user)


def nothing_written() -> bool:
    return not (IntakeForm.objects.exists() or Consent.objects.exists() or EmergencyContact.objects.exists())


@pytest.mark.parametrize("address", PAPERS)
def test_the_client_opens_her_own_papers(address: str) -> None:
    page = signed_in(ana().user).get(address)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "Ana" not in page.text.partition("</title>")[0]


@pytest.mark.parametrize("address", PAPERS)
def test_help_now_and_leave_stand_at_the_top_of_every_page(address: str) -> None:
    top = signed_in(ana().user).get(address).text.partition("<header")[2].partition("</header>")[0]
    assert "Help now" in top and "data-leave" in top


@pytest.mark.parametrize("address", PAPERS)
@pytest.mark.parametrize("who", [lambda: clara().user, lambda: david().user, eva, frank])
def test_for_staff_the_papers_of_a_client_are_not_there(address: str, who) -> None:
    ana()
    browser = signed_in(who())
    assert browser.get(address).status_code == 404
    assert browser.post(address, once(**SAID)).status_code in {404, 405}
    assert nothing_written()


@pytest.mark.parametrize("address", PAPERS)
def test_a_visitor_is_asked_to_sign_in(client: Browser, address: str) -> None:
    assert client.get(address)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", PAPERS)
def test_without_the_second_factor_she_is_sent_away(address: str) -> None:
    browser = signed_in(ana().user, unlocked=False)
    page = browser.get(address)
    assert page.status_code == 302 and page["Location"].startswith("/sign-in/")
    assert not AuditEvent.objects.filter(verb="read-papers").exists()


@pytest.mark.parametrize("part", WRITTEN_TO)
def test_without_the_second_factor_nothing_is_written(part: str) -> None:
    page = signed_in(ana().user, unlocked=False).post(f"/me/papers/{part}", once(**SAID))
    assert page.status_code == 302 and page["Location"].startswith("/sign-in/")
    assert nothing_written()


@pytest.mark.parametrize("who", [lambda: ben().user, lambda: david().user, lambda: clara().user, eva])
def test_nobody_else_reaches_anas_contacts(who) -> None:
    contact, browser = anas_contact(), signed_in(who())
    at = f"/me/papers/people/{contact.pk}/"
    assert browser.get(at).status_code == 404
    assert browser.post(at, once(name="Changed", may_call="yes", telephone="1")).status_code == 404
    assert browser.post(f"{at}removal/", once()).status_code == 404
    contact.refresh_from_db()
    assert (contact.name, contact.may_call) == ("Zoe M.", False)


def test_bens_papers_are_his_own_and_not_anas() -> None:
    anas_contact()
    page = signed_in(ben().user).get("/me/papers/people/")
    assert page.status_code == 200 and "Zoe M." not in page.text


def test_a_contact_that_never_was_is_not_found() -> None:
    assert signed_in(ana().user).get(f"/me/papers/people/{uuid.uuid4()}/").status_code == 404


def test_reading_one_contact_is_recorded() -> None:
    contact = anas_contact()
    signed_in(ana().user).get(f"/me/papers/people/{contact.pk}/")
    assert AuditEvent.objects.filter(verb="read-papers", person=str(ana().pk)).exists()


def test_a_client_account_without_a_client_has_no_papers() -> None:
    assert signed_in(a_user("new@example.org", Role.CLIENT)).get("/me/papers/").status_code == 404


@pytest.mark.parametrize("who", [lambda: ana().user, lambda: clara().user, lambda: david().user])
def test_managers_alone_see_enquiries(who) -> None:
    an_enquiry()
    for model in (Enquiry, Withdrawal, Decline):
        assert not model.objects.visible_to(who()).exists()
    assert Enquiry.objects.visible_to(eva()).count() == 1


def test_somebody_signed_in_can_ask_too() -> None:
    assert signed_in(ana().user).get("/ask/").status_code == 200
