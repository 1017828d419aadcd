"""Two keys a person, and what is left when one is destroyed."""

import pytest
from django.db import connection
from django.utils import timezone

from tests import cast
from waylight.care.models import TakeAway
from waylight.exercises.models import Entry
from waylight.people.models import Client
from waylight.privacy import keyring
from waylight.privacy.encryption import Unreadable
from waylight.privacy.keyring import PRIVATE, RECORD, KeyDestroyed

pytestmark = pytest.mark.django_db

WORDS = "a plain word nobody else writes"


def an_entry(**fields) -> Entry:
    now = timezone.now()
    fields = {"exercise": "cbt-thought-record", "version": "1", "started_at": now, "saved_at": now} | fields
    return Entry.objects.create(client=cast.ana(), answers={"situation": WORDS}, **fields)


def a_take_away() -> TakeAway:
    appointment = cast.an_appointment()
    return TakeAway.objects.create(
        appointment=appointment, client=appointment.client, words=WORDS, given_at=timezone.now()
    )


@pytest.mark.hazard("H26")
def test_the_database_holds_no_plain_words():
    take_away = a_take_away()
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM care_takeaway")
        stored = bytes(cursor.fetchone()[0])
    assert WORDS.encode() not in stored
    assert TakeAway.objects.get(pk=take_away.pk).words == WORDS


@pytest.mark.hazard("H26")
def test_destroying_the_record_key_makes_the_record_unreadable():
    take_away = a_take_away()
    keyring.destroy(cast.ana().pk, RECORD)
    with pytest.raises(KeyDestroyed):
        _ = TakeAway.objects.get(pk=take_away.pk).words


def test_destroying_the_private_key_leaves_what_was_shared():
    now = timezone.now()
    private, shared = an_entry(), an_entry(finished_at=now, shared_at=now)
    keyring.destroy(cast.ana().pk, PRIVATE)
    assert Entry.objects.get(pk=shared.pk).answers == {"situation": WORDS}
    with pytest.raises(KeyDestroyed):
        _ = Entry.objects.get(pk=private.pk).answers


def test_a_destroyed_key_leaves_nothing_behind():
    ana = cast.ana()
    keyring.destroy(ana.pk, RECORD)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wrapped FROM privacy_personkey WHERE person = %s AND kind = 'record'", [str(ana.pk)]
        )
        assert bytes(cursor.fetchone()[0]) == b""


@pytest.mark.hazard("H10")
def test_words_copied_into_another_persons_row_do_not_open():
    ana, ben = cast.ana(), cast.ben()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_client SET name = (SELECT name FROM people_client WHERE id = %s)", [_id(ana)]
        )
    with pytest.raises(Unreadable):
        _ = Client.objects.get(pk=ben.pk).name


def test_a_sealed_field_cannot_be_set_past_its_row():
    cast.ana()
    with pytest.raises(TypeError, match="sealed"):
        Client.objects.update(name="Somebody")


def test_a_list_of_people_asks_for_their_keys_once(django_assert_num_queries):
    cast.ana(), cast.ben()
    with keyring.fresh():
        clients = list(Client.objects.all())
        with django_assert_num_queries(1):
            keyring.load(clients)
            assert {client.name for client in clients} == {"Ana", "Ben"}


def test_making_keys_twice_keeps_the_first_ones():
    ana = cast.ana()
    before = keyring.key_for(ana.pk, RECORD)
    keyring.create(ana.pk)
    assert keyring.key_for(ana.pk, RECORD) == before


def _id(client: Client) -> str:
    return client.pk.hex if connection.vendor == "sqlite" else str(client.pk)
