"""What a client chooses about messages: off until they choose, little where someone else sees it, sealed in the database."""

from datetime import time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests import cast
from waylight.notifications.models import Channel
from waylight.people import preferences
from waylight.people.clients import recipient
from waylight.people.models import Client, Level, MessagePreferences, Reminders, Therapist
from waylight.privacy.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H06")]

NUMBER, OTHER = "+447700900123", "+447700900456"


def by_text(seen_by: str = "Nobody else", **fields: Any) -> Client:
    """Ana, who gave a number at the enquiry."""
    contact = {"channel": "sms", "address": NUMBER, "seen_by": seen_by, "may_leave_message": False}
    return cast.ana(contact=contact, **fields)


def keep(client: Client, **chosen: Any) -> MessagePreferences:
    return preferences.keep(client, by=client.user, **{"reminders": "none"} | chosen)


def test_until_the_client_chooses_there_are_no_reminders_and_the_least_is_said() -> None:
    chosen = preferences.of(cast.ana())
    assert (chosen.wants_reminders, chosen.level, chosen.safe_from) == (False, Level.NOTHING, None)
    assert not MessagePreferences.objects.exists()


def test_a_choice_is_kept_and_recorded_without_its_words() -> None:
    ana = cast.ana()
    keep(ana, reminders="sms", address=OTHER, level=2, safe_from=time(9), safe_until=time(20))
    chosen = preferences.of(Client.objects.get(pk=ana.pk))
    assert (chosen.reminders, chosen.address, chosen.level) == (Reminders.SMS, OTHER, Level.ALL)
    assert (chosen.safe_from, chosen.safe_until) == (time(9), time(20))
    event = AuditEvent.objects.get(verb="choose-messages")
    assert (event.person, event.actor) == (str(ana.pk), str(ana.user_id))


def test_the_address_is_sealed_in_the_database() -> None:
    keep(cast.ana(), reminders="sms", address=OTHER)
    assert OTHER.encode() not in bytes(MessagePreferences.objects.values_list("address", flat=True).get())


def test_where_someone_else_sees_it_the_least_is_said_whatever_was_asked_for() -> None:
    kept = keep(cast.ana(), reminders="email", address="a@example.org", level=2, others_see=True)
    assert kept.level == Level.NOTHING


def test_no_text_goes_where_someone_else_sees_it() -> None:
    with pytest.raises(preferences.OthersSeeTexts, match="lock screen"):
        keep(cast.ana(), reminders="sms", address=OTHER, others_see=True)
    assert not MessagePreferences.objects.exists()


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (time(9), None),
        (None, time(9)),
        (time(9), time(9)),
        (time(9), time(9, 59)),
        (time(23, 30), time(0, 10)),
    ],
)
def test_safe_hours_that_are_none_are_refused_in_words(since: time | None, until: time | None) -> None:
    with pytest.raises(preferences.NoSuchHours, match="an hour"):
        keep(cast.ana(), safe_from=since, safe_until=until)


@pytest.mark.parametrize(("since", "until"), [(time(9), time(10)), (time(22), time(2)), (time(12), time(11))])
def test_safe_hours_may_reach_over_midnight(since: time, until: time) -> None:
    assert keep(cast.ana(), safe_from=since, safe_until=until).safe_until == until


def test_reminders_without_an_address_are_refused() -> None:
    with pytest.raises(preferences.NoAddress):
        keep(cast.ana(), reminders="email")


@pytest.mark.parametrize(
    "wrong",
    [
        {"others_see": True, "level": 1},
        {"others_see": True, "reminders": "sms"},
        {"safe_from": time(9)},
        {"safe_from": time(9), "safe_until": time(9)},
        {"level": 3},
        {"reminders": "call"},
    ],
)
def test_the_database_refuses_what_no_verb_would_keep(wrong: dict[str, Any]) -> None:
    ana = cast.ana()
    keep(ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        MessagePreferences.objects.filter(pk=ana.pk).update(**wrong)


def test_messages_go_where_the_client_chose_else_where_they_said_at_first() -> None:
    ana = by_text()
    assert recipient(ana) == (Channel.SMS, NUMBER)
    keep(ana, reminders="email", address="own@example.org")
    assert recipient(ana) == (Channel.EMAIL, "own@example.org")
    keep(ana)
    assert recipient(ana) == (Channel.SMS, NUMBER)


@pytest.mark.parametrize("seen_by", ["Somebody else can see it", "I am not sure"])
def test_a_number_that_someone_else_sees_gets_no_text_but_the_account_an_email(seen_by: str) -> None:
    ana = by_text(seen_by)
    assert recipient(ana) == (Channel.EMAIL, ana.user.email)


def test_without_an_account_a_person_calls_instead() -> None:
    ana = by_text("Somebody else can see it")
    ana.user = None
    assert recipient(ana) == (Channel.CALL, NUMBER)


def test_nobody_but_the_client_sees_the_choice() -> None:
    keep(cast.ana())
    for user in (cast.ben().user, cast.clara().user, cast.david().user, cast.eva()):
        assert not MessagePreferences.objects.visible_to(user).exists()
    assert MessagePreferences.objects.visible_to(cast.ana().user).count() == 1


@pytest.mark.parametrize(
    ("reminders", "suggested"),
    [("email", "ana@example.org"), ("sms", NUMBER)],
    ids=["the account's", "the enquiry's"],
)
def test_an_address_is_suggested_from_what_is_known(reminders: str, suggested: str) -> None:
    assert preferences.suggested_address(by_text(), reminders) == suggested


@pytest.mark.parametrize(
    ("name", "first"),
    [("Dr Clara Demo", "Clara"), ("Prof. Dr. Irini P.", "Irini"), ("Mx Sam", "Sam"), ("Dr", "Dr")],
)
def test_a_first_name_is_the_first_that_is_no_form_of_address(name: str, first: str) -> None:
    assert Therapist(name=name).first_name == first
