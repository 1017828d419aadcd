"""The managers' pages about messages: what needs a person, said in words, and the log of all of them."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.notifications.queue import an_offer
from tests.sign_in import signed_in
from waylight.notifications.models import Fault, Notification, State
from waylight.privacy import keyring
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


def a_message(state: str = State.QUEUED, key: str = "offer:1", **fields) -> Notification:
    row = an_offer(
        key, due_at=timezone.now(), **{k: fields.pop(k) for k in ("channel", "address") if k in fields}
    )
    if state in {State.SENT, State.BOUNCED, State.TOO_LATE, State.WITHDRAWN}:
        Notification.objects.filter(pk=row.pk).forget(state=state, **fields)
    else:
        Notification.objects.filter(pk=row.pk).update(state=state, **fields)
    row.refresh_from_db()
    return row


def the_list(name: str = "home:messages", show: str = "") -> str:
    answer = signed_in(cast.eva()).get(reverse(name), {"show": show} if show else {})
    assert answer.status_code == 200
    return answer.content.decode()


def acted(row: Notification, act: str) -> str:
    address = reverse("home:message_done", args=[row.pk])
    answer = signed_in(cast.eva()).post(address, {"act": act, "idempotency_key": str(uuid.uuid4())})
    assert answer.status_code == 302
    row.refresh_from_db()
    return row.state


def test_a_message_in_doubt_says_what_that_means_and_can_be_sent_again() -> None:
    row = a_message(State.IN_DOUBT)
    text = the_list()
    assert "It may have arrived, or not." in text
    assert "It does not go out again by itself." in text
    assert "ana@example.org" in text
    assert acted(row, "again") == State.QUEUED


def test_a_refused_message_says_why_and_leads_to_the_person() -> None:
    a_message(State.FAILED, fault=Fault.REFUSED)
    text = the_list()
    assert "refused it for good" in text
    assert reverse("home:person", args=[cast.ana().pk]) in text


@pytest.mark.hazard("H25")
def test_one_that_came_back_is_on_the_list_until_somebody_saw_to_it() -> None:
    row = a_message(State.BOUNCED, sent_at=timezone.now())
    text = the_list()
    assert "Mail to this address does not arrive." in text
    assert "Send it again" not in text
    assert reverse("home:person", args=[cast.ana().pk]) in text
    assert acted(row, "seen") == State.BOUNCED
    assert "All messages went out." in the_list()
    assert "Somebody saw to it." in the_list("home:message_log", "not-sent")


@pytest.mark.hazard("H18")
def test_one_that_was_too_late_is_on_the_list_with_the_moment_from_which_it_was() -> None:
    row = a_message(State.TOO_LATE, useful_until=cast.at("2026-11-24 10:00"))
    assert "It could not go out before Tuesday 24 November, 10:00" in the_list()
    acted(row, "seen")
    assert "All messages went out." in the_list()


def test_a_text_without_a_gateway_cannot_be_sent_again_by_a_machine() -> None:
    row = a_message(State.FAILED, channel="sms", address="+447700900123")
    assert "Send it again" not in the_list()
    assert acted(row, "again") == State.FAILED


def test_a_message_whose_words_were_erased_is_shown_without_them() -> None:
    row = a_message(State.IN_DOUBT)
    keyring.destroy(row.person_id, keyring.RECORD)
    assert "Times to choose from, to an e-mail address" in the_list()
    assert acted(row, "let-go") == State.WITHDRAWN


def test_the_log_says_what_when_and_to_what_kind_of_address_and_never_the_address() -> None:
    now = timezone.now()
    a_message(key="waits")
    a_message(State.SENT, key="left", sent_at=now)
    a_message(State.SENT, key="came", sent_at=now, delivered_at=now, channel="sms", address="+447700900123")
    a_message(State.WITHDRAWN, key="gone")
    waiting, sent = the_list("home:message_log", "waiting"), the_list("home:message_log")
    assert "Waiting" in waiting
    assert "Sent Tuesday 24 November" in sent
    assert "Arrived Tuesday 24 November" in sent
    assert "a mobile telephone" in sent
    assert "Taken back" in the_list("home:message_log", "not-sent")
    for text in (waiting, sent):
        assert "Times to choose from" in text
        assert "ana@example.org" not in text
        assert "7700900123" not in text
        assert "/times/secret/" not in text


def test_reading_the_log_reads_nobodys_message_and_the_list_is_recorded() -> None:
    row = a_message(State.IN_DOUBT)
    the_list("home:message_log", "not-sent")
    assert not AuditEvent.objects.filter(verb="read-message").exists()
    the_list()
    assert AuditEvent.objects.filter(verb="read-message", row=str(row.pk)).count() == 1


def test_a_long_log_is_paged_and_asks_the_database_the_same(django_assert_max_num_queries) -> None:
    for number in range(30):
        a_message(State.SENT, key=f"offer:{number}", sent_at=timezone.now() - timedelta(minutes=number))
    browser = signed_in(cast.eva())
    with django_assert_max_num_queries(12):
        text = browser.get(reverse("home:message_log")).content.decode()
    assert text.count('data-label="Message"') == 25
    assert "Page 1 of 2" in text


@pytest.mark.parametrize("who", [lambda: cast.clara().user, lambda: cast.ana().user])
def test_nobody_but_a_manager_opens_the_log(who) -> None:
    assert signed_in(who()).get(reverse("home:message_log")).status_code == 404
