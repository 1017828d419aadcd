"""None twice, none lost without a person being told, none for what was taken back, whoever stops, whatever the clock does."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.cast import eva
from tests.notifications.mail_server import Server, a_mail_server
from tests.notifications.queue import NOW, a_text, an_offer, state_of
from tests.notifications.sms_gateway import Gateway, a_gateway
from waylight.notifications import delivery, handling, mail
from waylight.notifications.models import Channel, Notification, State
from waylight.notifications.notify import reschedule, withdraw
from waylight.privacy import keyring

pytestmark = pytest.mark.django_db

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
LATER = NOW + delivery.LEASE + SECOND


@pytest.fixture
def server(settings) -> Iterator[Server]:
    with a_mail_server(settings) as server:
        yield server


@pytest.fixture
def texts(settings) -> Iterator[Gateway]:
    with a_gateway(settings) as gateway:
        yield gateway


class Killed(BaseException):
    """Nothing may catch it, as nothing catches a kill."""


class DiesAt:
    """Before the statement of this number."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, execute: Any, *given: Any) -> Any:
        self.left -= 1
        if self.left < 0:
            raise Killed
        return execute(*given)


def statements_of_a_run() -> int:
    counting = DiesAt(10**6)
    with connection.execute_wrapper(counting):
        delivery.send_due(NOW)
    return 10**6 - counting.left


def test_a_worker_that_dies_before_any_statement_sends_nothing_twice_and_loses_nothing(
    server: Server, texts: Gateway
) -> None:
    def three(name: str) -> list[Notification]:
        return [an_offer(f"{name}:1"), a_text(f"{name}:2"), an_offer(f"{name}:3")]

    three("whole")
    statements = statements_of_a_run()
    assert statements > 10
    doubts = []
    for number in range(statements):
        rows = three(f"killed:{number}")
        with connection.execute_wrapper(DiesAt(number)), pytest.raises(Killed):
            delivery.send_due(NOW)
        delivery.send_due(LATER)
        doubts.append([row.channel for row in rows if state_of(row) == State.IN_DOUBT])
        assert all(row.state in {State.SENT, State.IN_DOUBT} for row in rows), number
    sent = [mail["Message-ID"] for mail in server.inbox]
    assert len(sent) == len(set(sent))
    assert len(texts.handset) == statements + 1, "each text is at the telephone once"
    assert max(len(doubt) for doubt in doubts) == 1, "of a whole batch, one e-mail at most is in doubt"
    assert not any(Channel.SMS in doubt for doubt in doubts)


def test_of_a_batch_whose_worker_died_only_the_message_in_hand_is_in_doubt(
    server: Server, monkeypatch
) -> None:
    rows = [an_offer(f"offer:{number}", NOW + number * SECOND) for number in range(5)]
    real, given = mail.Mail.hand_over, []

    def dies_with_the_third(carrier, packed) -> str:
        given.append(packed)
        if len(given) == 3:
            raise Killed
        return real(carrier, packed)

    monkeypatch.setattr(mail.Mail, "hand_over", dies_with_the_third)
    with pytest.raises(Killed):
        delivery.send_due(NOW + MINUTE)
    monkeypatch.undo()
    assert [state_of(row) for row in rows] == ["sent", "sent", "sending", "sending", "sending"]
    assert delivery.send_due(LATER + MINUTE) == 2
    assert [state_of(row) for row in rows] == ["sent", "sent", "in doubt", "sent", "sent"]
    assert len(server.inbox) == 4


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
def test_a_clock_that_jumps_an_hour_sends_nothing_twice(
    server: Server, texts: Gateway, jump: timedelta
) -> None:
    rows = [an_offer("offer:1"), a_text("offer:2")]
    moments = [NOW, NOW + jump, NOW + jump + SECOND, NOW + 2 * SECOND, NOW + jump, NOW + 2 * HOUR]
    assert sum(delivery.send_due(now) for now in moments) == 2
    assert (len(server.inbox), len(texts.handset)) == (1, 1)
    assert {state_of(row) for row in rows} == {State.SENT}


def test_a_clock_that_jumps_ahead_while_one_is_handed_over_leaves_no_doubt_and_no_second_copy(
    server: Server, monkeypatch
) -> None:
    """Another worker sees the lease run out. The one that has the message in hand still knows what became of it."""
    row, real = an_offer(), mail.Mail.hand_over

    def while_the_clock_jumps(carrier, packed) -> str:
        monkeypatch.undo()
        delivery.send_due(NOW + HOUR)
        assert state_of(row) == State.IN_DOUBT
        return real(carrier, packed)

    monkeypatch.setattr(mail.Mail, "hand_over", while_the_clock_jumps)
    delivery.send_due(NOW)
    assert state_of(row) == State.SENT
    assert len(server.inbox) == 1


def before_it_is_handed_over(monkeypatch, act) -> None:
    """Between the claim and the hand-over, somebody acts."""
    real = mail.Mail.pack

    def pack(carrier, row) -> Any:
        monkeypatch.undo()
        act()
        return real(carrier, row)

    monkeypatch.setattr(mail.Mail, "pack", pack)


def test_one_that_is_taken_back_when_a_worker_has_it_in_hand_is_not_sent(server: Server, monkeypatch) -> None:
    row, taken_back = an_offer(), []
    before_it_is_handed_over(monkeypatch, lambda: taken_back.append(withdraw("offer:")))
    assert delivery.send_due(NOW) == 0
    assert (taken_back, state_of(row), server.inbox) == ([1], State.WITHDRAWN, [])


def test_one_that_is_put_off_when_a_worker_has_it_in_hand_is_not_sent_now(
    server: Server, monkeypatch
) -> None:
    row = an_offer()
    before_it_is_handed_over(monkeypatch, lambda: reschedule("offer:1", NOW + HOUR))
    assert delivery.send_due(NOW) == 0
    assert (state_of(row), row.due_at) == (State.QUEUED, NOW + HOUR)
    assert [delivery.send_due(NOW + MINUTE), delivery.send_due(NOW + HOUR)] == [0, 1]


def test_what_is_handed_over_cannot_be_taken_back_and_nobody_is_told_that_it_was(
    server: Server, monkeypatch
) -> None:
    row, real, taken_back = an_offer(), mail.Mail.hand_over, []

    def meanwhile(carrier, packed) -> str:
        taken_back.append(withdraw("offer:"))
        return real(carrier, packed)

    monkeypatch.setattr(mail.Mail, "hand_over", meanwhile)
    delivery.send_due(NOW)
    assert (taken_back, state_of(row)) == ([0], State.SENT)


def test_what_is_taken_back_after_it_failed_cannot_be_sent_again() -> None:
    failed, doubtful = an_offer("offer:1"), an_offer("offer:2")
    Notification.objects.filter(pk=failed.pk).update(state=State.FAILED)
    Notification.objects.filter(pk=doubtful.pk).update(state=State.IN_DOUBT)
    assert withdraw("offer:") == 0
    assert not Notification.objects.for_a_person().exists()
    for row in (failed, doubtful):
        with pytest.raises(handling.NothingToDo):
            handling.send_again(row, by=eva())


@pytest.mark.hazard("H18")
def test_a_message_that_would_come_too_late_is_not_sent_and_a_manager_is_told(
    server: Server, texts: Gateway
) -> None:
    until = NOW + HOUR
    late = [an_offer("offer:1", useful_until=until), a_text("offer:2", useful_until=until)]
    by_hand = an_offer("offer:3", channel="call", address="07700 900123", useful_until=until)
    in_time = an_offer("offer:4", useful_until=until + SECOND)
    assert delivery.send_due(until) == 1
    assert [state_of(row) for row in [*late, by_hand]] == [State.TOO_LATE] * 3
    assert state_of(in_time) == State.SENT
    assert set(Notification.objects.for_a_person(until)) == {*late, by_hand}
    assert late[0].address == "", "its words are of no use any more"


def test_one_that_becomes_too_late_while_it_waits_its_turn_is_not_sent(server: Server, monkeypatch) -> None:
    row = an_offer(useful_until=NOW + SECOND)
    times = iter([NOW, NOW + SECOND])
    monkeypatch.setattr(delivery.Turn, "now", property(lambda _turn: next(times, NOW + MINUTE)))
    assert delivery.send_due(NOW) == 0
    monkeypatch.undo()
    delivery.send_due(LATER)
    assert (state_of(row), server.inbox) == (State.TOO_LATE, [])


def test_a_text_that_may_have_left_is_not_called_too_late(texts: Gateway) -> None:
    texts.answers = ["cut off"]
    row = a_text(useful_until=NOW + MINUTE)
    delivery.send_due(NOW)
    delivery.send_due(NOW + HOUR)
    assert state_of(row) == State.IN_DOUBT


def test_a_message_is_put_off_and_keeps_its_words(server: Server) -> None:
    row = an_offer()
    assert reschedule("offer:1", NOW + HOUR, useful_until=NOW + 2 * HOUR)
    assert [delivery.send_due(NOW), delivery.send_due(NOW + HOUR)] == [0, 1]
    assert state_of(row) == State.SENT
    assert not reschedule("offer:1", NOW + 3 * HOUR), "it has left"
    assert not reschedule("offer:2", NOW)


def test_a_call_that_is_not_due_yet_stands_on_nobodys_list(clock) -> None:
    clock(NOW - MINUTE)
    an_offer(channel="call", address="07700 900123")
    assert not Notification.objects.for_a_person().exists()
    clock(NOW)
    assert Notification.objects.for_a_person().exists()


def test_what_a_turn_did_not_come_to_is_free_for_others_at_once(server: Server, monkeypatch) -> None:
    rows = [an_offer(f"offer:{number}", NOW - number * SECOND) for number in range(3)]
    over = iter([False, True, True])
    monkeypatch.setattr(delivery.Turn, "is_over", property(lambda _turn: next(over)))
    assert delivery.send_due(NOW) == 1
    assert sorted(state_of(row) for row in rows) == ["queued", "queued", "sent"]
    monkeypatch.undo()
    assert delivery.send_due(NOW) == 2


def test_mail_goes_over_one_connection_and_over_a_new_one_when_the_server_ends_it(server: Server) -> None:
    server.most_a_connection = 2
    rows = [an_offer(f"offer:{number}") for number in range(5)]
    assert delivery.send_due(NOW) == 5
    assert {state_of(row) for row in rows} == {State.SENT}
    assert (len(server.inbox), server.connections) == (5, 3)


def test_mail_that_came_back_goes_to_the_mailbox_for_it(server: Server, settings) -> None:
    settings.BOUNCES_TO = "bounces@example.org"
    an_offer()
    delivery.send_due(NOW)
    assert server.senders == ["bounces@example.org"]
    assert "notes@example.org" in server.inbox[0]["From"]


def test_sending_asks_the_database_the_same_however_many_people_there_are(
    server: Server, django_assert_max_num_queries
) -> None:
    from tests.cast import ben

    for number in range(10):
        an_offer(f"a:{number}")
        an_offer(f"b:{number}", person_id=ben().pk)
    with django_assert_max_num_queries(4 * 20 + 15), keyring.fresh():
        assert delivery.send_due(NOW) == 20


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (lambda: Notification.objects.due(NOW).filter(channel="email"), "notification_due"),
        (lambda: Notification.objects.lost(NOW), "notification_log"),
        (lambda: Notification.objects.late(NOW), "notification_late"),
        (lambda: Notification.objects.called("gw-1"), "notification_provider"),
        (lambda: Notification.objects.filter(state="sent").order_by("-due_at"), "notification_log"),
        (lambda: Notification.objects.starting("booked:1"), "key"),
    ],
)
@pytest.mark.only_on("sqlite")
def test_each_question_that_is_asked_often_has_its_index(rows, index: str) -> None:
    plan = rows().explain()
    assert "SEARCH" in plan
    assert index in plan or ("autoindex" in plan and index == "key")
