"""Clients, episodes of care, and who may be called."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.cast import a_check, ana, ben, clara, david, eva
from waylight.people import clients, contacts, episodes, languages
from waylight.people.models import Client, EmergencyContact, EpisodeOfCare, Status
from waylight.practice import zones
from waylight.privacy import keyring
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
CONTACT = {"channel": "sms", "address": "+447700900123", "seen_by": "", "may_leave_message": False}


def admit(person_id=None, **fields) -> Client:
    fields = {"name": "Noor", "contact": CONTACT, "country": "GB", "age_band": "18 to 24"} | fields
    return clients.admit(person_id or uuid4(), zone="Europe/London", by=eva(), **fields)


def test_who_is_admitted_keeps_id_and_keys() -> None:
    person = uuid4()
    keyring.create(person)
    before = keyring.key_for(person, keyring.RECORD)
    client = admit(person)
    assert client.pk == person
    assert keyring.key_for(person, keyring.RECORD) == before
    assert Client.objects.get(pk=person).name == "Noor"


def test_admitting_twice_gives_the_same_client() -> None:
    person = uuid4()
    assert admit(person) == admit(person, name="Another")
    assert Client.objects.get(pk=person).name == "Noor"
    assert AuditEvent.objects.filter(verb="admit-client").count() == 1


def test_a_client_is_reached_as_she_chose() -> None:
    assert clients.recipient(admit()) == ("sms", "+447700900123")


def test_an_open_episode_opens_the_record_and_an_ended_one_closes_it() -> None:
    client, dr, today = admit(), clara(), timezone.localdate()
    assert not Client.objects.visible_to(dr.user).filter(pk=client.pk).exists()
    episode = episodes.open_episode(client, dr, by=eva(), on=today)
    assert Client.objects.visible_to(dr.user).filter(pk=client.pk).exists()
    assert not Client.objects.visible_to(david().user).filter(pk=client.pk).exists()
    episodes.end_episode(episode, by=eva(), on=today)
    assert not Client.objects.visible_to(dr.user).filter(pk=client.pk).exists()


def test_care_is_opened_and_ended_once() -> None:
    client, today = ana(), timezone.localdate()
    episode = EpisodeOfCare.objects.get(client=client)
    with pytest.raises(episodes.EpisodeAlreadyOpen):
        episodes.open_episode(client, clara(), by=eva(), on=today)
    with pytest.raises(episodes.EndsBeforeItStarts):
        episodes.end_episode(episode, by=eva(), on=today - timedelta(days=1))
    episodes.end_episode(episode, by=eva(), on=today)
    with pytest.raises(episodes.EpisodeAlreadyEnded):
        episodes.end_episode(episode, by=eva(), on=today)


def test_a_therapist_without_a_registration_takes_no_client() -> None:
    dr = clara()
    a_check(dr.registrations.get(), status=Status.SUSPENDED, confirmed=False)
    with pytest.raises(episodes.TherapistNotRegistered, match="suspension"):
        episodes.open_episode(admit(), dr, by=eva(), on=timezone.localdate())


def test_contacts_are_added_changed_and_removed() -> None:
    client = ana()
    mother = contacts.add_contact(
        client, name="Maria", relation="My mother", telephone="07700 900123", may_call=True, by=client.user
    )
    contacts.change_contact(
        mother, name="Maria", relation="Mother", telephone="", may_call=False, by=client.user
    )
    kept = EmergencyContact.objects.get()
    assert (kept.name, kept.relation, kept.telephone, kept.may_call) == ("Maria", "Mother", "", False)
    contacts.remove_contact(kept, by=client.user)
    assert not EmergencyContact.objects.exists()
    verbs = AuditEvent.objects.filter(person=str(client.pk)).order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["add-contact", "change-contact", "remove-contact"]


def test_a_list_of_contacts_has_an_end() -> None:
    client = ana()
    for _ in range(contacts.MOST):
        contacts.add_contact(client, name="N", relation="", telephone="", may_call=True, by=client.user)
    with pytest.raises(contacts.TooManyContacts):
        contacts.add_contact(client, name="N", relation="", telephone="", may_call=True, by=client.user)


def test_the_outsider_and_managers_see_no_contacts() -> None:
    client = ana()
    contacts.add_contact(client, name="N", relation="", telephone="", may_call=True, by=client.user)
    seen = EmergencyContact.objects.visible_to
    assert seen(client.user).count() == seen(clara().user).count() == 1
    for outsider in (ben().user, david().user, eva()):
        assert not seen(outsider).exists()


@pytest.mark.parametrize(
    ("country", "zone"), [("GB", "Europe/London"), ("gr", "Europe/Athens"), ("AU", "Australia/Sydney"), ("XX", "UTC")]
)  # fmt: skip
def test_a_country_gives_a_first_guess_of_the_zone(country: str, zone: str) -> None:
    assert zones.of_country(country) == zone


def test_languages_have_names() -> None:
    assert languages.names_of(["en", "el", "zz"]) == "English, Greek and zz"
    assert languages.names_of([]) == ""
    codes = [code for code, _ in languages.choices()]
    assert {"en", "el", "zh-hans", "pt"} <= set(codes)
    assert "en-gb" not in codes
