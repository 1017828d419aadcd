"""What came back reaches a manager: a report of the mail server (RFC 3464), or one of the gateway of texts."""

import io
import json
import sys
from email.message import Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.notifications.queue import NOW, a_text, an_offer, state_of
from waylight.notifications import bounces, handling, reports
from waylight.notifications.models import Notification, State
from waylight.notifications.notify import withdraw
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
SECRET = "shared with the gateway"


def sent(row: Notification, **fields) -> Notification:
    given = {"state": State.SENT, "sent_at": NOW, "begun_at": NOW, "claim": "a"} | fields
    Notification.objects.filter(pk=row.pk).forget(**given)
    row.refresh_from_db()
    return row


def a_report(message_id: str, action: str = "failed", *, headers_alone: bool = False) -> bytes:
    """As Postfix writes it."""
    original = MIMEText("You have a note.")
    original["Message-ID"], original["To"] = message_id, "ana@example.org"
    of_server, of_person = Message(), Message()
    of_server["Reporting-MTA"] = "dns; mail.example.org"
    of_person["Final-Recipient"], of_person["Action"] = "rfc822; ana@example.org", action
    of_person["Status"] = "5.1.1"
    status = MIMENonMultipart("message", "delivery-status")
    status.set_payload([of_server, of_person])
    report = MIMEMultipart("report", report_type="delivery-status")
    report["Message-ID"], report["Subject"] = (
        "<other@mail.example.org>",
        "Undelivered Mail Returned to Sender",
    )
    report.attach(MIMEText("I'm sorry to have to inform you that your message could not be delivered."))
    report.attach(status)
    if headers_alone:
        quoted = MIMEText(f"To: ana@example.org\nMessage-ID: {message_id}\n")
        quoted.replace_header("Content-Type", "text/rfc822-headers")
        report.attach(quoted)
    else:
        report.attach(MIMEMessage(original))
    return report.as_bytes()


def taken(monkeypatch, report: bytes) -> str:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(report)))
    call_command("take_bounce", stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("headers_alone", [False, True])
@pytest.mark.hazard("H25")
def test_mail_that_came_back_reaches_the_managers_list(monkeypatch, headers_alone: bool) -> None:
    row = sent(an_offer())
    assert "1 marked" in taken(monkeypatch, a_report(f"<{row.pk}@example.org>", headers_alone=headers_alone))
    assert state_of(row) == State.BOUNCED
    assert row.sent_at == NOW
    assert list(Notification.objects.for_a_person()) == [row]
    assert AuditEvent.objects.filter(verb="note-bounce", row=str(row.pk), person=str(row.person_id)).exists()


def test_what_came_back_is_noted_once_and_goes_from_the_list_when_somebody_saw_to_it(monkeypatch) -> None:
    from tests.cast import eva

    row = sent(an_offer())
    report = a_report(f"<{row.pk}@example.org>")
    taken(monkeypatch, report)
    handling.note_seen(row, by=eva())
    assert "0 marked" in taken(monkeypatch, report)
    assert not Notification.objects.for_a_person().exists()
    assert state_of(row) == State.BOUNCED


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_report_of_delay_or_success_changes_nothing(monkeypatch, action: str) -> None:
    row = sent(an_offer())
    taken(monkeypatch, a_report(f"<{row.pk}@example.org>", action))
    assert state_of(row) == State.SENT


def test_a_report_about_somebody_elses_message_changes_nothing(monkeypatch) -> None:
    row = sent(an_offer())
    taken(monkeypatch, a_report("<5d2c7b9e-0000-4000-8000-000000000000@example.org>"))
    taken(monkeypatch, a_report("<not-ours@example.org>"))
    assert state_of(row) == State.SENT


def test_a_letter_of_a_person_is_no_report_and_the_mail_server_is_told_so(monkeypatch) -> None:
    letter = MIMEText("Thank you. <00000000-0000-4000-8000-000000000000@example.org>")
    with pytest.raises(CommandError, match="no report") as refusal:
        taken(monkeypatch, letter.as_bytes())
    assert refusal.value.returncode == 65


@pytest.mark.parametrize(
    "mail",
    [
        b"", b"\x00\xff" * 100, b"Content-Type: multipart/report\n\nno boundary",
        b"Content-Type: multipart/report; boundary=a\n\n--a\nContent-Type: message/rfc822\n\n",
        b"Content-Type: multipart/report; boundary=a\n\n--a\n" + b"Content-Type: message/rfc822\n\n" * 5000,
    ],
)  # fmt: skip
def test_mail_that_is_broken_is_no_report(mail: bytes) -> None:
    with pytest.raises(bounces.NoReport):
        bounces.failed(mail)


def test_a_report_cut_off_at_its_largest_size_is_read_as_far_as_it_goes() -> None:
    report = a_report("<5d2c7b9e-0000-4000-8000-000000000000@example.org>")
    assert len(bounces.failed(report + b"x" * 2 * bounces.LARGEST)) == 1


def test_one_that_is_still_waiting_cannot_come_back() -> None:
    row = an_offer()
    assert reports.came_back(Notification.objects.all()) == 0
    assert state_of(row) == State.QUEUED


def test_a_message_in_doubt_that_comes_back_is_in_doubt_no_more(monkeypatch, clock) -> None:
    clock(NOW)
    row = an_offer()
    Notification.objects.update(state=State.IN_DOUBT, begun_at=NOW)
    taken(monkeypatch, a_report(f"<{row.pk}@example.org>"))
    assert (state_of(row), row.sent_at) == (State.BOUNCED, NOW)


def told(said: dict | list | bytes, secret: str = SECRET) -> int:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    browser = Client(enforce_csrf_checks=True)
    headers = {"X-Hook-Secret": secret} if secret else {}
    return browser.post("/hooks/sms/", body, "application/json", headers=headers).status_code


@pytest.fixture
def hook(settings) -> None:
    settings.SMS_HOOK_SECRET = SECRET
    settings.SMS_URL = "http://127.0.0.1/"


@pytest.mark.usefixtures("hook")
@pytest.mark.hazard("H25")
def test_a_text_that_did_not_arrive_reaches_the_managers_list() -> None:
    row = sent(a_text(), provider_id="gw-1")
    assert told({"id": "gw-1", "status": "undelivered"}) == 204
    assert state_of(row) == State.BOUNCED
    assert list(Notification.objects.for_a_person()) == [row]
    assert told({"id": "gw-1", "status": "undelivered"}) == 204, "a gateway may say it twice"


@pytest.mark.usefixtures("hook")
def test_a_text_that_arrived_is_noted_and_is_in_doubt_no_more(clock) -> None:
    clock(NOW)
    row = a_text()
    Notification.objects.update(state=State.IN_DOUBT, begun_at=NOW)
    assert told({"reference": str(row.pk), "status": "delivered"}) == 204
    assert (state_of(row), row.delivered_at, row.address) == (State.SENT, NOW, "")


@pytest.mark.usefixtures("hook")
def test_a_text_that_arrived_after_all_is_not_sent_again() -> None:
    """The gateway took it, the connection broke, and its report came before our second try."""
    row = a_text()
    Notification.objects.update(begun_at=NOW)
    told({"reference": str(row.pk), "status": "delivered"})
    assert not Notification.objects.due(NOW).exists()
    assert state_of(row) == State.SENT


@pytest.mark.usefixtures("hook")
def test_a_status_that_decides_nothing_is_left() -> None:
    row = sent(a_text(), provider_id="gw-1")
    assert told({"id": "gw-1", "status": "buffered"}) == 204
    assert state_of(row) == State.SENT


@pytest.mark.usefixtures("hook")
def test_one_that_was_taken_back_stays_so() -> None:
    row = a_text()
    withdraw("offer:")
    told({"reference": str(row.pk), "status": "delivered"})
    assert state_of(row) == State.WITHDRAWN


@pytest.mark.usefixtures("hook")
def test_the_hook_knows_no_message_of_others_and_takes_nothing_without_the_secret() -> None:
    row = sent(a_text(), provider_id="gw-1")
    mail = sent(an_offer("offer:2"))
    failed = {"status": "failed"}
    assert told(failed | {"id": "gw-1"}, "wrong") == 403
    assert told(failed | {"id": "gw-1"}, "") == 403
    assert told(failed | {"id": "gw-2"}) == 404
    assert told(failed | {"id": "a\0b"}) == 404
    assert told(failed) == 404
    assert told(failed | {"reference": str(mail.pk)}) == 404, "an e-mail is none of its business"
    assert told([1]) == told(b"{") == told(b"\xff") == told(b"[" * 100_000) == 400
    assert (state_of(row), state_of(mail)) == (State.SENT, State.SENT)


@pytest.mark.usefixtures("hook")
def test_what_comes_as_a_form_is_no_json() -> None:
    form = {"data": {"id": "gw-1"}, "headers": {"X-Hook-Secret": SECRET}}
    assert Client().post("/hooks/sms/", **form).status_code == 400


@pytest.mark.usefixtures("hook")
def test_the_hook_is_no_page() -> None:
    assert Client().get("/hooks/sms/").status_code == 405


def test_without_a_secret_there_is_no_hook(settings) -> None:
    settings.SMS_HOOK_SECRET = ""
    assert told({"id": "gw-1", "status": "failed"}, "") == 404
