"""A message leaves once; what may or may not have left is in doubt and is not sent again by itself."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from tests.cast import a_practice, at, eva
from tests.notifications.mail_server import SMTP, Server, a_mail_server, free_port
from tests.notifications.queue import LINK, NOW, an_offer, state_of
from waylight.notifications import delivery, handling, mail
from waylight.notifications.models import Notification, State
from waylight.privacy import keyring
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[False, True], ids=["step by step", "several steps at once"])
def server(settings, request) -> Iterator[Server]:
    with a_mail_server(settings) as server:
        server.takes_several_steps = request.param
        yield server


def test_a_due_message_leaves_once_however_often_the_worker_looks(server: Server) -> None:
    row = an_offer()
    assert [delivery.send_due(NOW + timedelta(seconds=s)) for s in range(3)] == [1, 0, 0]
    assert state_of(row) == State.SENT
    assert row.sent_at == NOW
    assert len(server.inbox) == 1


def test_a_message_that_is_not_due_stays(server: Server) -> None:
    an_offer(due_at=NOW + timedelta(minutes=1))
    assert delivery.send_due(NOW) == 0
    assert server.inbox == []


def test_the_mail_is_plain_and_names_the_neutral_sender(server: Server, settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "notes@example.org"
    a_practice(neutral_name="Larkfield", email="hello@example.org")
    row = an_offer()
    delivery.send_due(NOW)
    mail = server.inbox[0]
    assert mail["From"] == "Larkfield <notes@example.org>"
    assert (mail["To"], mail["Reply-To"]) == ("ana@example.org", "hello@example.org")
    assert mail["Message-ID"] == f"<{row.pk}@example.org>"
    assert mail.get_content_type() == "text/plain"
    assert LINK in mail.get_payload(decode=True).decode()


def test_a_sent_message_forgets_address_and_words(server: Server) -> None:
    row = an_offer()
    delivery.send_due(NOW)
    row.refresh_from_db()
    assert (row.address, row.words) == ("", {})


def test_a_crash_after_sending_leaves_the_message_in_doubt(server: Server, monkeypatch) -> None:
    row = an_offer()

    def crash(*_parts: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(mail.Mail, "hand_over", crash)
    with pytest.raises(KeyboardInterrupt):
        delivery.send_due(NOW)
    monkeypatch.undo()
    assert state_of(row) == State.SENDING

    assert delivery.send_due(NOW + delivery.LEASE) == 0
    assert state_of(row) == State.SENDING, "the lease still holds"
    assert delivery.send_due(NOW + delivery.LEASE + timedelta(seconds=1)) == 0
    assert state_of(row) == State.IN_DOUBT
    assert server.inbox == []
    assert list(Notification.objects.for_a_person()) == [row]


def test_a_server_that_hangs_up_with_the_words_leaves_the_message_in_doubt(server: Server) -> None:
    server.hangs_up = True
    row = an_offer()
    delivery.send_due(NOW)
    assert state_of(row) == State.IN_DOUBT
    delivery.send_due(NOW + timedelta(days=1))
    assert len(server.inbox) == 1


def test_what_has_to_be_tried_again_waits_for_the_end_of_quiet_hours(settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", free_port()
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    quiet = (NOW + 5 * minute, NOW + 23 * hour)  # one hour and five minutes a day are left
    row, now, tries = an_offer(quiet=quiet), NOW, []
    for _try in delivery.PAUSES:
        delivery.send_due(now)
        row.refresh_from_db()
        tries.append(row.due_at - NOW)
        now = row.due_at
    assert tries == [minute, 23 * hour, 23 * hour + 15 * minute, 47 * hour, 71 * hour]


def test_what_would_be_of_no_use_after_quiet_hours_is_tried_at_once(settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", free_port()
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    row = an_offer(quiet=(NOW, NOW + 9 * hour), useful_until=NOW + 3 * hour)
    delivery.send_due(NOW)
    row.refresh_from_db()
    assert row.due_at == NOW + minute


def test_an_unreachable_server_is_tried_again_with_growing_pauses(settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", free_port()
    row = an_offer()
    now, pauses = NOW, []
    for _try in delivery.PAUSES:
        assert delivery.send_due(now) == 0
        assert state_of(row) == State.QUEUED
        pauses.append(row.due_at - now)
        now = row.due_at
    assert pauses == delivery.PAUSES
    delivery.send_due(now)
    assert state_of(row) == State.FAILED
    assert row.address == "ana@example.org", "a manager still needs to know where it was going"


def test_what_could_not_leave_yet_leaves_when_the_server_is_back(settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", free_port()
    row = an_offer()
    delivery.send_due(NOW)
    with a_mail_server(settings) as server:
        assert delivery.send_due(NOW + timedelta(seconds=30)) == 0, "not before its pause is over"
        assert delivery.send_due(NOW + timedelta(minutes=1)) == 1
    assert state_of(row) == State.SENT
    assert len(server.inbox) == 1


@pytest.mark.parametrize("where", ["answer", "data_answer"])
@pytest.mark.parametrize(("answer", "state"), [("451 Later", State.QUEUED), ("550 Never", State.FAILED)])
def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_shown(
    server: Server, where: str, answer: str, state: str
) -> None:
    setattr(server, where, answer)
    row = an_offer()
    assert delivery.send_due(NOW) == 0
    assert state_of(row) == state
    assert server.inbox == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana@example.org\nBcc: other@example.org",
        "ana@example.org> RCPT TO:<b@example.org",
        "Ana <a@example.org>",
    ],
)
def test_an_address_that_is_none_is_shown_to_a_person(server: Server, address: str) -> None:
    row = an_offer(address=address)
    delivery.send_due(NOW)
    assert state_of(row) == State.FAILED
    assert server.inbox == []


def test_nothing_is_sent_to_somebody_whose_words_were_erased(server: Server) -> None:
    row = an_offer()
    keyring.destroy(row.person_id, keyring.RECORD)
    delivery.send_due(NOW)
    assert Notification.objects.values_list("state", flat=True).get() == State.WITHDRAWN
    assert server.inbox == []


def test_one_that_fails_does_not_hold_up_the_others(server: Server) -> None:
    an_offer("offer:1", address="")
    an_offer("offer:2")
    assert delivery.send_due(NOW) == 1


def test_a_code_leaves_at_once_but_not_before_its_act_is_committed(
    server: Server, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        delivery.send_now(an_offer(due_at=at("2026-11-23 00:00")))
        assert server.inbox == []
    assert len(server.inbox) == 1


def test_a_log_line_holds_no_address(server: Server, caplog) -> None:
    server.answer = "550 No ana@example.org here"
    an_offer()
    delivery.send_due(NOW)
    assert "NeverTaken" in caplog.text
    assert "example.org" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_each_message_once(server: Server) -> None:
    a_practice()
    for number in range(delivery.BATCH):  # what each of them looks at
        an_offer(f"offer:{number}")
    together = threading.Barrier(4)
    sent = []

    def work() -> None:
        together.wait()
        try:
            sent.append(delivery.send_due(NOW))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == delivery.BATCH
    assert len({mail["Message-ID"] for mail in server.inbox}) == len(server.inbox) == delivery.BATCH


def in_doubt() -> Notification:
    row = an_offer()
    Notification.objects.update(state=State.IN_DOUBT)
    return row


def test_a_person_may_send_a_message_in_doubt_again(server: Server, clock) -> None:
    clock(NOW)
    row = in_doubt()
    handling.send_again(row, by=eva())
    assert delivery.send_due(NOW) == 1
    assert state_of(row) == State.SENT


def test_a_text_sent_by_hand_is_done_and_forgotten(clock) -> None:
    clock(NOW)
    row = an_offer(channel="sms", address="07700 900123")
    handling.mark_done(row, by=eva())
    assert state_of(row) == State.SENT
    assert row.address == ""
    assert AuditEvent.objects.filter(verb="mark-message-done", row=str(row.pk), actor=str(eva().pk)).exists()


def test_a_message_that_is_needed_no_more_is_let_go() -> None:
    row = in_doubt()
    handling.let_go(row, by=eva())
    assert state_of(row) == State.WITHDRAWN


@pytest.mark.parametrize("act", [handling.mark_done, handling.send_again, handling.let_go])
def test_a_message_that_was_seen_to_is_not_seen_to_twice(act) -> None:
    row = in_doubt()
    handling.let_go(row, by=eva())
    before = AuditEvent.objects.count()
    with pytest.raises(handling.NothingToDo):
        act(row, by=eva())
    assert AuditEvent.objects.count() == before


def test_a_line_that_begins_with_a_dot_arrives_as_it_was(server: Server) -> None:
    a_practice(neutral_name=".Larkfield")
    an_offer()
    delivery.send_due(NOW)
    assert server.inbox[0].get_payload().rstrip().splitlines()[-1] == ".Larkfield"


def test_a_domain_with_other_letters_is_written_as_the_mail_server_knows_it(server: Server) -> None:
    row = an_offer(address="ana@müller.example")
    delivery.send_due(NOW)
    assert state_of(row) == State.SENT
    assert server.inbox[0]["To"] == "ana@xn--mller-kva.example"
