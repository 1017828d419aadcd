"""No session that took place is closed without something to take away (MISSION S13)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.care.writing import PARTS, a_closed_session, a_note, a_session
from tests.cast import an_appointment, ana, clara, david
from tests.sign_in import signed_in
from waylight.booking.models import Appointment, Kind, Status
from waylight.care import closing, notes, take_aways
from waylight.care.models import Ending, SessionClosing, TakeAway
from waylight.notifications.models import Notification
from waylight.notifications.notify import words_of
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
INSTEAD = {"reason": "The line dropped", "done_instead": "We booked another time"}


def close(appointment: Appointment, **options) -> SessionClosing:
    return closing.close_session(appointment, by=clara().user, **options)


def test_a_reason_that_nobody_can_see_is_none() -> None:
    with pytest.raises(closing.ReasonMissing):
        close(a_session(), ending=Ending.BROKE_OFF, reason="\u200b", done_instead="Called twice.")


def test_a_session_that_took_place_is_not_closed_without_a_take_away() -> None:
    appointment = a_session()
    for nothing in ("", "   \n", "\u200b\n\u00a0\u2060"):
        with pytest.raises(closing.TakeAwayMissing):
            close(appointment, ending=Ending.TOOK_PLACE, take_away=nothing, **INSTEAD)
    appointment.refresh_from_db()
    assert appointment.status == Status.BOOKED
    assert not SessionClosing.objects.exists()


def test_nor_does_the_database_take_one() -> None:
    closed = a_closed_session()
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionClosing.objects.filter(pk=closed.pk).update(take_away=None)


def test_closing_gives_the_take_away_signs_the_note_and_settles_the_appointment() -> None:
    closed = a_closed_session()
    closed.appointment.refresh_from_db()
    assert closed.appointment.status == Status.FULFILLED
    assert closed.appointment.note.is_signed
    assert take_aways.latest(ana(), by=ana().user).words == PARTS["take_away"]
    assert {"close-session", "give-take-away", "sign-note", "fulfil-appointment"} <= set(
        AuditEvent.objects.values_list("verb", flat=True)
    )


def test_the_client_is_told_once_in_words_that_say_nothing() -> None:
    closed = a_closed_session()
    message = Notification.objects.get(key=f"take-away-ready:{closed.take_away.pk}")
    said = words_of(message)
    assert message.address == "ana@example.org"
    assert "breath" not in said.subject + said.body
    assert "Clara" not in said.subject + said.body


@pytest.mark.parametrize("ending", [Ending.BROKE_OFF, Ending.NOBODY_CAME])
def test_one_that_broke_off_or_where_nobody_came_closes_with_a_reason_and_what_was_done(
    ending: Ending,
) -> None:
    appointment = a_session()
    for words in ({}, {"reason": "The line dropped"}, {"done_instead": "We booked again"}):
        with pytest.raises(closing.ReasonMissing):
            close(appointment, ending=ending, **words)
    closed = close(appointment, ending=ending, **INSTEAD)
    assert SessionClosing.objects.get(pk=closed.pk).reason == "The line dropped"
    assert not TakeAway.objects.exists()
    appointment.refresh_from_db()
    assert appointment.status == (Status.NOSHOW if ending == Ending.NOBODY_CAME else Status.FULFILLED)


def test_one_that_broke_off_may_give_something_all_the_same() -> None:
    assert (
        close(a_session(), ending=Ending.BROKE_OFF, take_away="One breath.", **INSTEAD).take_away is not None
    )


def test_who_did_not_come_gets_no_take_away() -> None:
    assert close(a_session(), ending=Ending.NOBODY_CAME, take_away="One breath.", **INSTEAD).take_away is None


def test_only_a_first_talk_leads_no_further() -> None:
    with pytest.raises(closing.NotAFirstTalk):
        close(a_session(), ending=Ending.LEADS_NO_FURTHER, **INSTEAD)
    first = a_session(kind=Kind.FIRST_TALK, starts_at=timezone.now() - timedelta(hours=3))
    assert close(first, ending=Ending.LEADS_NO_FURTHER, **INSTEAD).take_away is None


def test_a_take_away_has_280_characters_at_most() -> None:
    appointment = a_session()
    with pytest.raises(closing.TakeAwayTooLong, match="281 characters"):
        close(appointment, ending=Ending.TOOK_PLACE, take_away="é" * 281)
    assert close(appointment, ending=Ending.TOOK_PLACE, take_away="é" * 280).take_away.words == "é" * 280


def test_a_session_is_closed_once() -> None:
    closed = a_closed_session()
    with pytest.raises(closing.AlreadyClosed):
        close(closed.appointment, ending=Ending.TOOK_PLACE, take_away="Again")
    assert Notification.objects.filter(template="take-away-ready").count() == 1


def test_a_session_that_has_not_begun_is_not_closed() -> None:
    with pytest.raises(notes.NotBegunYet):
        close(an_appointment(), ending=Ending.TOOK_PLACE, take_away="Early")


def test_the_outsider_closes_nothing() -> None:
    with pytest.raises(notes.NotItsTherapist):
        closing.close_session(a_session(), by=david().user, ending=Ending.TOOK_PLACE, take_away="Mine")


def test_words_of_another_window_are_put_into_the_note_first() -> None:
    note = a_note()
    note.aside = {"window": PARTS}
    note.save()
    with pytest.raises(closing.WordsElsewhere):
        close(note.appointment, ending=Ending.TOOK_PLACE, take_away="One breath.")


def test_after_a_hand_over_the_former_therapist_still_writes_up_what_took_place() -> None:
    appointment = a_session()
    ana = appointment.client
    ana.episodes.update(ends_on=timezone.localdate())
    browser = signed_in(clara().user)
    assert browser.get(reverse("care:note", args=[appointment.pk])).status_code == 200
    a_closed_session(appointment)
    assert browser.get(reverse("care:note", args=[appointment.pk])).status_code == 404
    assert browser.get(reverse("home:client", args=[ana.pk])).status_code == 404
