"""The two screens when the line drops, and the end of a session, as pages without a script."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from tests.video import dropped as making
from waylight.booking.models import ContactAttempt
from waylight.crisis import visitor
from waylight.notifications.models import Notification
from waylight.people.models import MessagePreferences
from waylight.privacy.idempotency import FIELD
from waylight.privacy.models import AuditEvent
from waylight.video import interruptions, landing, rooms
from waylight.video.models import Interruption, InterruptionStep, Room
from waylight.video.models.interruptions import Answer, Decided, Doing

pytestmark = pytest.mark.django_db


def clara() -> Any:
    return cast.clara().user


def ana() -> Any:
    return cast.ana().user


def page(user: Any, route: str, room: Room, **more: Any) -> str:
    answer = signed_in(user).get(reverse(route, args=[room.pk]), **more)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(user: Any, route: str, room: Room, **fields: Any) -> Any:
    fields = {FIELD: str(uuid.uuid4())} | fields
    return signed_in(user).post(reverse(route, args=[room.pk]), fields)


def seen_at(clock: Any, row: Interruption, minutes: float, user: Any = None) -> str:
    clock(making.minutes_after(row, minutes))
    return page(user or clara(), "video:dropped", row.room)


@pytest.mark.hazard("H04")
def test_the_therapist_has_place_number_emergency_number_and_contact_in_view_from_the_first_second():
    row = making.dropped()
    making.a_contact(row.room.appointment)
    text = page(clara(), "video:dropped", row.room)
    country = visitor.country("GB")
    assert country is not None and country.emergency.first is not None
    number = country.emergency.first.dial
    for words in (making.PLACE, making.NUMBER, making.CONTACT, making.CONTACT_NUMBER, number, "Their plan"):
        assert words in text
    assert AuditEvent.objects.filter(verb="read-safety", actor=str(clara().pk)).exists()


@pytest.mark.hazard("H15")
def test_each_step_is_asked_for_at_its_time(clock):
    row = making.dropped()
    assert "Nothing is asked of you yet" in seen_at(clock, row, 1)
    assert "Load the room anew" in seen_at(clock, row, 2)
    assert "Waylight calls nobody" in seen_at(clock, row, 3)
    sent(clara(), "video:line_step", row.room, step="call", answer="no answer")
    assert "Send it" in seen_at(clock, row, 5)
    sent(clara(), "video:line_step", row.room, step="text", answer="done")
    assert "Call Ana again" in seen_at(clock, row, 8)
    sent(clara(), "video:line_step", row.room, step="call again", answer="no answer")
    assert "Now you decide" in seen_at(clock, row, 10)
    assert ContactAttempt.objects.count() == 2
    assert Notification.objects.filter(template="line-dropped").count() == 1


@pytest.mark.hazard("H15")
def test_a_worried_therapist_can_decide_from_the_first_second(clock):
    row = making.dropped()
    assert 'value="serious"' in page(clara(), "video:dropped", row.room)
    assert sent(clara(), "video:decide", row.room, decision="serious").status_code == 302
    text = page(clara(), "video:dropped", row.room)
    assert "Call for help where they are" in text
    assert reverse("home:safety") + f"?for={row.room.pk}" in text


@pytest.mark.hazard("H14")
def test_the_page_answers_after_the_room_has_closed_and_from_another_device(clock):
    row = making.dropped()
    clock(rooms.closes_at(row.room.appointment) + timedelta(hours=2))
    assert "Now you decide" in page(clara(), "video:dropped", row.room)
    assert sent(clara(), "video:decide", row.room, decision="contact").status_code == 302
    row.refresh_from_db()
    assert row.decision == Decided.CONTACT


@pytest.mark.hazard("H14")
def test_the_client_sees_the_number_that_is_called_and_another_way(clock):
    cast.a_practice(telephone="01632 960000")
    row = making.dropped()
    text = page(ana(), "video:dropped", row.room)
    assert "The line dropped. Clara knows." in text
    assert making.NUMBER in text and "01632 960000" in text
    assert 'aria-labelledby="by-phone" data-after="30"' in text  # seconds (UI.md J5)
    assert reverse("video:door", args=[row.room.pk]) in text
    assert making.PLACE not in text


def test_within_the_call_the_page_tries_by_itself_and_alone_it_waits_for_a_press(clock):
    row = making.dropped()
    assert "Join again when you can." in page(ana(), "video:dropped", row.room)
    within = page(ana(), "video:dropped", row.room, headers={"Sec-Fetch-Mode": "cors"})
    assert "Trying again… You need not do anything." in within


@pytest.mark.hazard("H06")
def test_a_client_who_cannot_take_a_call_says_so_and_the_therapist_reads_it(clock):
    row = making.dropped()
    sent(ana(), "video:reply", row.room, answer="no call")
    text = seen_at(clock, row, 3)
    assert "I cannot take a call now" in text
    own = page(ana(), "video:dropped", row.room)
    assert "Clara sees it" in own
    assert "rings you" not in own


@pytest.mark.hazard("H06")
def test_who_cannot_speak_freely_is_said_beside_the_number(clock):
    row = making.dropped()
    check = row.room.appointment.pre_check
    check.cannot_speak = True
    check.save()
    assert "They said that they cannot speak freely" in seen_at(clock, row, 3)


def test_a_client_who_went_out_is_not_forgotten(clock):
    room = making.a_session()
    row = interruptions.lose(room.pk, role="therapist", by=ana(), left_by_choice=True)
    assert row is not None
    text = seen_at(clock, row, 3)
    assert "Ana went out at" in text
    assert making.NUMBER in text


@pytest.mark.parametrize("gateway", ["", "https://sms.example.org/"])
def test_where_no_text_leaves_by_itself_the_therapist_writes_it_and_notes_it(clock, settings, gateway: str):
    settings.SMS_URL = gateway
    row = making.dropped()
    client = row.room.appointment.client
    MessagePreferences.objects.filter(client=client).delete()
    client.contact = {"channel": "sms", "address": making.NUMBER, "seen_by": "", "may_leave_message": False}
    client.save()
    sent(clara(), "video:line_step", row.room, step="call", answer="no answer")
    text = seen_at(clock, row, 5)
    assert ("I have sent it" in text) == (gateway == "")
    sent(clara(), "video:line_step", row.room, step="text", answer="done")
    assert Notification.objects.filter(template="line-dropped").exists() == bool(gateway)
    assert InterruptionStep.objects.filter(step=Doing.TEXT, answer=Answer.DONE).count() == 1


def test_to_join_again_is_noted_and_leads_into_the_room(clock):
    row = making.dropped()
    clock(making.minutes_after(row, 2))
    answer = sent(clara(), "video:line_step", row.room, step="rejoin", answer="done")
    assert answer.url == reverse("video:door", args=[row.room.pk])
    assert InterruptionStep.objects.get().step == Doing.REJOIN


def test_a_form_that_comes_late_is_answered_in_words(clock):
    row = making.dropped()
    clock(making.minutes_after(row, 3))
    interruptions.find_again(row.room.pk, role="therapist", by=clara())
    answer = signed_in(clara()).post(
        reverse("video:line_step", args=[row.room.pk]),
        {FIELD: str(uuid.uuid4()), "step": "call", "answer": "no answer"},
        follow=True,
    )
    assert "together again" in answer.content.decode()
    assert not ContactAttempt.objects.exists()


@pytest.mark.parametrize("route", ["video:dropped", "video:after"])
def test_somebody_elses_line_is_not_there(route: str):
    row = making.dropped()
    address = reverse(route, args=[row.room.pk])
    for user in (cast.david().user, cast.ben().user, cast.eva()):
        assert signed_in(user).get(address).status_code == 404


@pytest.mark.parametrize(
    ("route", "fields"),
    [
        ("video:line_step", {"step": "call", "answer": "no answer"}),
        ("video:decide", {"decision": "serious"}),
        ("video:landing", {}),
        ("video:end", {}),
    ],
)
def test_only_the_therapist_notes_decides_lands_and_ends(route: str, fields: dict[str, str]):
    row = making.dropped()
    for user in (ana(), cast.david().user, cast.ben().user, cast.eva()):
        assert sent(user, route, row.room, **fields).status_code == 404
    row.refresh_from_db()
    assert (row.decision, InterruptionStep.objects.count()) == ("", 0)


def test_a_therapist_does_not_speak_for_the_client():
    row = making.dropped()
    assert sent(clara(), "video:reply", row.room, answer="call me").status_code == 404


def test_where_the_line_never_dropped_there_is_nothing_to_note():
    room = making.a_session()
    assert sent(clara(), "video:decide", room, decision="serious").status_code == 404
    assert "No dropped line is noted here" in page(ana(), "video:dropped", room)


def test_landing_is_shown_and_can_be_put_off():
    room = making.a_session()
    sent(clara(), "video:landing", room)
    room.refresh_from_db()
    assert room.landing_at is not None
    sent(clara(), "video:landing", room, not_yet="yes")
    room.refresh_from_db()
    assert room.landing_at is None
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"begin-landing", "put-off-landing"} <= verbs


def test_the_end_leads_the_therapist_to_the_note_and_the_client_to_a_quiet_page():
    room = making.a_session()
    cast.an_appointment(starts_at=timezone.now() + timedelta(days=7))
    answer = sent(clara(), "video:end", room)
    assert answer.url == reverse("video:after", args=[room.pk])
    therapist = signed_in(clara()).get(answer.url)
    assert therapist.url == reverse("care:note", args=[room.pk])
    client = signed_in(ana()).get(reverse("video:after", args=[room.pk]), follow=True)
    text = client.content.decode()
    assert "The session is over" in text
    assert "Clara writes it down for you" in text
    assert "Tuesday 1 December" in text


def test_the_end_waits_for_a_decision_and_says_so():
    row = making.dropped()
    answer = sent(clara(), "video:end", row.room)
    assert answer.url == reverse("video:dropped", args=[row.room.pk]) + "?decide"
    row.room.refresh_from_db()
    assert row.room.ended_at is None


def test_without_the_second_factor_the_clients_page_shows_no_take_away():
    room = making.a_session()
    landing.end(room, by=clara())
    browser = signed_in(ana(), unlocked=False)
    text = browser.get(reverse("home:afterwards", args=[room.pk])).content.decode()
    assert "Unlock to read it" in text


def test_who_went_out_before_the_end_finds_the_way_back():
    room = making.a_session()
    text = page(ana(), "home:afterwards", room)
    assert "You can come back at any moment" in text
    assert signed_in(cast.ben().user).get(reverse("home:afterwards", args=[room.pk])).status_code == 404


@pytest.mark.hazard("H14")
def test_a_therapist_says_that_it_dropped_where_nothing_noted_it():
    room = making.a_session()
    assert "show me the steps" in page(clara(), "video:dropped", room)
    assert sent(ana(), "video:dropped", room).status_code == 404
    assert sent(clara(), "video:dropped", room).status_code == 302
    assert "Nothing is asked of you yet" in page(clara(), "video:dropped", room)


@pytest.mark.hazard("H15")
def test_the_therapists_day_leads_to_whom_the_line_dropped_with_until_it_is_settled():
    row = making.dropped()
    address = reverse("video:dropped", args=[row.room.pk])
    assert address in signed_in(clara()).get(reverse("home:desk")).content.decode()
    sent(clara(), "video:decide", row.room, decision="contact")
    assert address in signed_in(clara()).get(reverse("home:desk")).content.decode()
    sent(clara(), "video:decide", row.room, decision="by phone")
    assert "Decide anew" in page(clara(), "video:dropped", row.room)  # a worry may come while they speak
    assert address not in signed_in(clara()).get(reverse("home:desk")).content.decode()
