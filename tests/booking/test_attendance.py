"""When nobody came: the agreed route first, each step noted, and no message by itself."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast
from tests.booking.meeting import EMAIL, NUMBER, THURSDAY, form, messages_to, noor
from tests.booking.pages import words
from tests.booking.reminding import reminded
from tests.sign_in import signed_in
from waylight.booking import attendance, contact, missed
from waylight.booking.models import Appointment, ContactAttempt, Outcome, RouteStep, Status, Step, Taken
from waylight.notifications.models import Notification, State
from waylight.notifications.notify import notify, preview, words_of
from waylight.people import contacts
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PAGES = ("missed", "missed_step", "missed_taking_back", "missed_message")


@pytest.fixture(autouse=True)
def a_quarter_past(clock: Any) -> None:
    clock(THURSDAY + 15 * MINUTE)


def not_there(**fields: Any) -> Appointment:
    """Ana's time with Clara, which began a quarter of an hour ago. Her account knows a number."""
    ana = cast.ana()
    ana.contact = ana.contact | {"telephone": NUMBER}
    ana.save()
    return cast.an_appointment(ana, starts_at=THURSDAY, **fields)


def nobody_came() -> Appointment:
    row = not_there()
    attendance.nobody_came(row, by=cast.clara().user)
    return row


def follow(row: Appointment) -> None:
    clara = cast.clara().user
    missed.take_step(row, Step.CALL, Outcome.NO_ANSWER, by=clara)
    missed.take_step(row, Step.CALL_AGAIN, Outcome.LEFT_WORD, by=clara)
    missed.take_step(row, Step.SAFETY, Taken.DONE, by=clara)
    missed.take_step(row, Step.CONTACT, Taken.NOT_NEEDED, by=clara)


def get(row: Appointment) -> Any:
    return signed_in(cast.clara().user).get(reverse("booking:missed", args=[row.pk]))


def post(row: Appointment, name: str, **fields: Any) -> Any:
    address = reverse(f"booking:{name}", args=[row.pk])
    return signed_in(cast.clara().user).post(address, form() | fields, follow=True)


def test_no_message_about_it_goes_by_itself_and_those_about_later_times_stay():
    row = not_there()
    later = cast.an_appointment(starts_at=THURSDAY + timedelta(days=7))
    for one, template in ((row, "booked"), (later, "booked")):
        said = {"when": "then", "link": "http://localhost/"}
        whom = {"person_id": row.client_id, "channel": "email", "address": EMAIL}
        notify(template, key=f"{template}:{one.pk}", words=said, **whom)
    attendance.nobody_came(row, by=cast.clara().user)
    waiting = Notification.objects.waiting().values_list("key", flat=True)
    assert list(waiting) == [f"booked:{later.pk}"]


def test_closing_a_session_to_which_nobody_came_leads_to_the_agreed_steps():
    row = not_there()
    sent = form() | {
        "ending": "nobody came",
        "reason": "Nobody came",
        "done_instead": "Called",
        "act": "close",
    }
    answer = signed_in(cast.clara().user).post(reverse("care:note", args=[row.pk]), sent)
    assert answer["Location"] == reverse("booking:missed", args=[row.pk])
    assert messages_to(row.client) == []


def test_the_message_waits_for_the_route():
    row = nobody_came()
    assert "Send this message" not in words(get(row))
    assert post(row, "missed_message").status_code == 409
    with pytest.raises(missed.RouteNotFollowed):
        missed.send(row, by=cast.clara().user)
    assert messages_to(row.client) == []


def test_after_the_route_one_message_goes_word_for_word_as_it_was_shown():
    row = nobody_came()
    follow(row)
    shown = words(get(row))
    assert "We did not speak on Thursday 7 January, 10:00 (London time)." in shown
    done = words(post(row, "missed_message"))
    assert "It is on its way." in done
    assert "Send this message" not in done
    message = Notification.objects.get(template="not-met")
    assert missed.words_before(row).body == preview("not-met", message.words).body
    with pytest.raises(missed.AlreadySent):
        missed.send(row, by=cast.clara().user)
    assert messages_to(row.client) == ["not-met"]


@pytest.mark.parametrize(
    ("level", "said"),
    [(1, "You and Clara did not speak on Thursday"), (2, "Session with Dr Clara Demo, Thursday")],
)
def test_the_message_says_as_much_as_the_client_chose(level: int, said: str):
    row = nobody_came()
    reminded(row.client, level=level)
    follow(row)
    assert said in words(get(row))
    message = missed.send(row, by=cast.clara().user)
    assert message.template == f"not-met-{level}"
    assert missed.words_before(row) == words_of(message)


def test_a_message_that_waits_or_came_back_is_not_said_to_be_with_the_client():
    row = nobody_came()
    follow(row)
    missed.send(row, by=cast.clara().user)
    message = Notification.objects.filter(template="not-met")
    message.update(due_at=THURSDAY + 23 * HOUR)
    page = words(get(row))
    assert "It waits for their safe hours and leaves Friday 8 January, 09:00." in page
    assert "on its way" not in page
    message.update(state=State.BOUNCED, sent_at=THURSDAY + 24 * HOUR)
    assert "It may not have reached them: Sent, and came back." in words(get(row))
    message.update(state=State.FAILED, sent_at=None)
    assert "It may not have reached them: Could not be sent." in words(get(row))


def test_who_has_spoken_with_the_client_is_told_that_the_message_says_otherwise():
    row = nobody_came()
    assert "You noted that you spoke." not in words(get(row))
    missed.take_step(row, Step.CALL, Outcome.REACHED, by=cast.clara().user)
    assert "You noted that you spoke. Then this message says what is not so" in words(get(row))


def test_a_form_sent_twice_sends_one_message_and_notes_one_call():
    row = nobody_came()
    browser, sent = signed_in(cast.clara().user), form(step="call", answer="no answer")
    for _ in range(2):
        browser.post(reverse("booking:missed_step", args=[row.pk]), sent)
    assert ContactAttempt.objects.count() == 1
    follow(row)
    again = form()
    for _ in range(2):
        browser.post(reverse("booking:missed_message", args=[row.pk]), again)
    assert Notification.objects.filter(template="not-met").count() == 1


def test_each_step_is_noted_with_what_became_of_it():
    row = nobody_came()
    post(row, "missed_step", step="call", answer="no answer")
    post(row, "missed_step", step="safety", answer="done")
    page = words(post(row, "missed_step", step="contact", answer="not possible"))
    assert "No answer, noted 10:15" in page
    assert "Not possible, noted 10:15" in page
    assert [(line.step, line.is_answered) for line in missed.route(row)] == [
        (Step.CALL, True), (Step.CALL_AGAIN, False), (Step.SAFETY, True), (Step.CONTACT, True),
    ]  # fmt: skip
    assert AuditEvent.objects.filter(verb="take-route-step").count() == 3


def test_calls_noted_in_the_meeting_count_and_older_ones_do_not():
    row = nobody_came()
    clara = cast.clara().user
    contact.record_attempt(row, by=clara, outcome=Outcome.NO_ANSWER, at=THURSDAY - 24 * HOUR)
    assert not missed.route(row)[0].is_answered
    contact.record_attempt(row, by=clara, outcome=Outcome.NO_ANSWER, at=THURSDAY + 5 * MINUTE)
    contact.record_attempt(row, by=clara, outcome=Outcome.NO_ANSWER, at=THURSDAY + 9 * MINUTE)
    assert [line.is_answered for line in missed.route(row)] == [True, True, False, False]


def test_when_the_first_call_reached_them_no_second_is_asked_for():
    row = nobody_came()
    missed.take_step(row, Step.CALL, Outcome.REACHED, by=cast.clara().user)
    assert missed.route(row)[1].words == "Not needed"


def test_a_step_said_again_has_the_newer_answer():
    row = nobody_came()
    missed.take_step(row, Step.SAFETY, Taken.NOT_POSSIBLE, by=cast.clara().user)
    missed.take_step(row, Step.SAFETY, Taken.DONE, by=cast.clara().user)
    assert missed.route(row)[2].words == "Done"
    assert [one.taken for one in RouteStep.objects.filter(taken_back_at=None)] == [Taken.DONE]
    assert [one.words for one in missed.history(row)] == ["Not possible"]


def test_a_wrong_we_spoke_is_taken_back_and_stays_in_the_history():
    row = nobody_came()
    assert "Take this back" not in words(get(row))
    post(row, "missed_step", step="call", answer="reached")
    assert "Take this back" in words(get(row))
    page = words(post(row, "missed_taking_back", step="call"))
    assert "A call: We spoke, noted 10:15, taken back 10:15" in page
    assert "You noted that you spoke." not in page
    assert [line.is_answered for line in missed.route(row)] == [False] * 4
    assert [(one.outcome, one.taken_back_by) for one in ContactAttempt.objects.all()] == [
        (Outcome.REACHED, str(cast.clara().user.pk))
    ]
    assert AuditEvent.objects.filter(verb="take-back-route-step").count() == 2
    follow(row)
    assert missed.is_followed(row)
    assert ContactAttempt.objects.count() == 3


def test_the_last_step_alone_is_taken_back_and_from_two_windows_once():
    row = nobody_came()
    follow(row)
    assert post(row, "missed_taking_back", step="call").status_code == 409
    assert post(row, "missed_taking_back", step="contact").status_code == 200
    assert post(row, "missed_taking_back", step="contact").status_code == 409
    assert [line.is_answered for line in missed.route(row)] == [True, True, True, False]
    with pytest.raises(missed.RouteNotFollowed):
        missed.send(row, by=cast.clara().user)


def test_a_call_of_the_meeting_can_be_taken_back_too():
    row = nobody_came()
    contact.record_attempt(row, by=cast.clara().user, outcome=Outcome.REACHED, at=THURSDAY + 5 * MINUTE)
    missed.take_back(row, Step.CALL, by=cast.clara().user)
    assert [line.is_answered for line in missed.route(row)] == [False] * 4


@pytest.mark.parametrize(
    "sent", [{}, {"step": "call"}, {"step": "x", "answer": "done"}, {"step": "safety", "answer": "reached"}]
)
def test_an_answer_that_is_none_is_not_taken(sent: dict[str, str]):
    row = nobody_came()
    assert post(row, "missed_step", **sent).status_code == 400
    assert RouteStep.objects.count() == 0


def test_the_page_says_who_may_be_called_and_whether_a_word_may_be_left():
    row = nobody_came()
    ana = row.client
    contacts.add_contact(
        ana, name="Rea", relation="sister", telephone="07700 900101", may_call=True, by=ana.user
    )
    contacts.add_contact(ana, name="Tom", relation="", telephone="07700 900102", may_call=False, by=ana.user)
    page = words(get(row))
    assert NUMBER in page
    assert "07700 900101" in page
    assert "07700 900102" not in page
    assert "Leave no message. They have not agreed to one." in page
    assert "Left a neutral message" not in page


@pytest.mark.parametrize("status", [Status.FULFILLED, Status.CANCELLED])
def test_a_time_that_took_place_or_was_cancelled_has_no_route(status: str):
    row = not_there(status=status)
    assert "Follow what you agreed." not in words(get(row))
    assert post(row, "missed_step", step="safety", answer="done").status_code == 409


def test_before_it_begins_there_is_nothing_to_follow(clock: Any):
    row = not_there()
    clock(THURSDAY - MINUTE)
    with pytest.raises(missed.NotMissed):
        missed.take_step(row, Step.CALL, Outcome.NO_ANSWER, by=cast.clara().user)


def test_nobody_is_blamed():
    said = words(get(nobody_came())).lower()
    for word in ("missed", "failed", "no-show", "fee", "should", "late"):
        assert word not in said.replace("later", "")


def test_without_an_account_the_message_brings_a_link_to_free_times():
    client = noor()
    row = cast.an_appointment(client, starts_at=THURSDAY)
    attendance.nobody_came(row, by=cast.clara().user)
    follow(row)
    assert "/times/…/" in words(get(row))
    message = missed.send(row, by=cast.clara().user)
    assert "Choose a time" in words(Browser().get(urlsplit(message.link).path))


def test_the_day_asks_for_steps_without_an_answer():
    row = nobody_came()
    assert [one.pk for one in missed.unanswered(cast.clara(), now=THURSDAY + HOUR)] == [row.pk]
    follow(row)
    assert missed.unanswered(cast.clara(), now=THURSDAY + HOUR) == []


def test_the_list_of_those_costs_as_many_questions_however_long_it_is():
    nobody_came()

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            missed.unanswered(cast.clara(), now=THURSDAY + HOUR)
        return len(asked)

    few = questions()
    for days in range(1, 9):
        cast.an_appointment(starts_at=THURSDAY - timedelta(days=days), status=Status.NOSHOW)
    assert questions() == few
    assert len(missed.unanswered(cast.clara(), now=THURSDAY + HOUR)) == 9


@pytest.mark.parametrize("who", [cast.ana, cast.ben, cast.david, cast.eva])
@pytest.mark.parametrize("name", PAGES)
def test_the_route_is_not_there_for_anybody_but_her_therapist(who: Any, name: str):
    row = nobody_came()
    user = getattr(who(), "user", None) or who()
    address = reverse(f"booking:{name}", args=[row.pk])
    assert signed_in(user).get(address).status_code in {404, 405}
    assert signed_in(user).post(address, form(step="call", answer="no answer")).status_code == 404
    assert RouteStep.objects.count() == ContactAttempt.objects.count() == 0
