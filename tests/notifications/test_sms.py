"""Texts leave through a gateway that takes each key once; without one, a person passes them on."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.cast import a_practice, eva
from tests.notifications.mail_server import free_port
from tests.notifications.queue import LINK, NOW, a_text, an_offer, state_of
from tests.notifications.sms_gateway import Gateway, a_gateway
from waylight.notifications import delivery, gateway, handling
from waylight.notifications.models import Fault, Notification, State

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def texts(settings) -> Iterator[Gateway]:
    with a_gateway(settings) as gateway:
        yield gateway


def test_the_gateway_is_asked_with_the_number_the_words_and_a_key(texts: Gateway, settings) -> None:
    settings.SMS_SENDER = "Larkfield"
    a_practice(neutral_name="Larkfield")
    row = a_text()
    assert delivery.send_due(NOW) == 1
    (asked,) = texts.asked
    words = f"Larkfield: you have a note. Choose a time that suits you:\n{LINK}"
    assert asked["said"] == {
        "to": "+447700900123",
        "text": words,
        "reference": str(row.pk),
        "from": "Larkfield",
    }
    assert asked["headers"]["Idempotency-Key"] == str(row.pk)
    assert asked["headers"]["Authorization"] == "Bearer secret token"


def test_a_sent_text_keeps_what_the_gateway_calls_it_and_forgets_its_words(texts: Gateway) -> None:
    row = a_text()
    delivery.send_due(NOW)
    assert state_of(row) == State.SENT
    assert (row.provider_id, row.address, row.words) == ("gw-1", "", {})


def test_many_texts_go_over_one_connection(texts: Gateway) -> None:
    for number in range(5):
        a_text(f"offer:{number}")
    assert delivery.send_due(NOW) == 5
    assert texts.calls == 1


@pytest.mark.parametrize("answer", [409, 429, 500, 503, 302, "cut off"])
def test_what_the_gateway_did_not_surely_take_is_handed_over_again_with_the_same_key(
    texts: Gateway, answer: int | str
) -> None:
    texts.answers = [answer]
    row = a_text()
    assert delivery.send_due(NOW) == 0
    assert state_of(row) == State.QUEUED
    assert delivery.send_due(NOW + SECOND) == 0, "not before its pause is over"
    assert delivery.send_due(row.due_at) == 1
    assert state_of(row) == State.SENT
    assert len(texts.handset) == 1
    assert {asked["headers"]["Idempotency-Key"] for asked in texts.asked} == {str(row.pk)}


def test_an_answer_without_end_is_left_and_asked_for_again_with_the_same_key(
    texts: Gateway, monkeypatch
) -> None:
    monkeypatch.setattr(gateway, "LONGEST_TALK", 0.2)
    texts.answers = ["drip"]
    row = a_text()
    assert delivery.send_due(NOW) == 0
    assert state_of(row) == State.QUEUED
    assert delivery.send_due(row.due_at) == 1
    assert len(texts.handset) == 1


def test_one_that_the_gateway_refuses_is_shown_to_a_manager_with_the_reason(texts: Gateway) -> None:
    texts.answers = [422]
    row = a_text()
    delivery.send_due(NOW)
    assert (state_of(row), row.fault) == (State.FAILED, Fault.REFUSED)
    assert list(Notification.objects.for_a_person()) == [row]


def test_a_worker_that_was_killed_while_handing_over_leaves_no_doubt_and_no_second_text(
    texts: Gateway, monkeypatch
) -> None:
    row = a_text()
    real = gateway.Gateway.hand_over

    def cut_off(*parts) -> str:
        real(*parts)
        raise KeyboardInterrupt

    monkeypatch.setattr(gateway.Gateway, "hand_over", cut_off)
    with pytest.raises(KeyboardInterrupt):
        delivery.send_due(NOW)
    monkeypatch.undo()
    assert state_of(row) == State.SENDING
    assert delivery.send_due(NOW + delivery.LEASE + SECOND) == 1
    assert state_of(row) == State.SENT
    assert (len(texts.asked), len(texts.handset)) == (2, 1)


def test_a_text_whose_key_may_be_forgotten_by_now_is_shown_to_a_person_instead(texts: Gateway) -> None:
    texts.answers = ["cut off"]
    row = a_text()
    delivery.send_due(NOW)
    assert delivery.send_due(NOW + delivery.KEY_LASTS + timedelta(minutes=1)) == 0
    assert state_of(row) == State.IN_DOUBT
    assert len(texts.handset) == 1


def test_a_text_that_may_have_left_is_in_doubt_after_the_last_try(texts: Gateway) -> None:
    texts.answers = [500] * 6
    row, now = a_text(), NOW
    for _try in range(6):
        delivery.send_due(now)
        row.refresh_from_db()
        now = row.due_at
    assert row.state == State.IN_DOUBT


def test_a_gateway_that_is_not_there_keeps_nobody_from_getting_mail(settings) -> None:
    settings.SMS_URL = f"http://127.0.0.1:{free_port()}/"
    row, mail = a_text("offer:1"), an_offer("offer:2")
    assert delivery.send_due(NOW) == 1
    assert (state_of(row), row.begun_at, state_of(mail)) == (State.QUEUED, None, State.SENT)


def test_after_one_that_could_not_be_handed_over_the_others_are_not_tried_in_vain(settings) -> None:
    settings.SMS_URL = f"http://127.0.0.1:{free_port()}/"
    rows = [a_text(f"offer:{number}") for number in range(3)]
    delivery.send_due(NOW)
    assert sorted((state_of(row), row.attempts) for row in rows) == [
        ("queued", 0),
        ("queued", 0),
        ("queued", 1),
    ]


def test_without_a_gateway_a_text_is_left_to_a_person(texts: Gateway, settings) -> None:
    queued = a_text("offer:1")
    settings.SMS_URL = ""
    by_hand = a_text("offer:2")
    delivery.send_due(NOW)
    assert (state_of(queued), state_of(by_hand)) == (State.BY_HAND, State.BY_HAND)
    assert texts.asked == []


def test_sending_again_by_hand_reaches_the_telephone_once_if_the_gateway_had_it(
    texts: Gateway, clock
) -> None:
    clock(NOW)
    texts.answers = ["cut off"]
    row = a_text()
    delivery.send_due(NOW)
    Notification.objects.update(state=State.IN_DOUBT)
    handling.send_again(row, by=eva())
    assert delivery.send_due(NOW) == 1
    assert len(texts.handset) == 1


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://sms.example.org/send", True),
        ("http://127.0.0.1:9000/send", True),
        ("http://localhost/send", True),
        ("http://sms.example.org/send", False),
        ("http://127.0.0.1.example.org/", False),
        ("ftp://127.0.0.1/", False),
    ],
)
def test_an_address_without_https_is_refused_at_the_start_and_at_each_message(
    settings, address: str, is_safe: bool
) -> None:
    settings.SMS_URL = address
    assert (gateway.address_is_safe() == []) is is_safe
    if not is_safe:
        row = a_text()
        delivery.send_due(NOW)
        assert state_of(row) == State.QUEUED


@pytest.mark.parametrize(
    ("answer", "called"),
    [
        (b'{"id": "abc"}', "abc"), (b'{"message_id": 7}', "7"), (b'{"sid": "SM1", "x": 1}', "SM1"), (b"", ""), (b"[1]", ""),
        (b'{"id": "a\\u0000b"}', ""), (b'{"id": "' + b"a" * 121 + b'"}', ""), (b"\xff", ""),
    ],
)  # fmt: skip
def test_any_answer_is_understood_or_left(answer: bytes, called: str) -> None:
    assert gateway._id_in(answer) == called
