"""The note's page and the take-aways, as each of the cast meets them."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.care.writing import PARTS, a_closed_session, a_form, a_note, a_session
from tests.cast import an_appointment, ana, ben, clara, david, eva
from tests.sign_in import signed_in
from waylight.booking.models import Appointment
from waylight.care.models import SessionClosing, SessionNote
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


def address(appointment: Appointment, name: str = "note") -> str:
    return reverse(f"care:{name}", args=[appointment.pk])


def write(appointment: Appointment, **fields):
    note = SessionNote.objects.filter(appointment=appointment).first()
    return signed_in(clara().user).post(address(appointment), a_form(note, **fields))


def test_nobody_but_its_therapist_finds_the_note() -> None:
    appointment = a_note().appointment
    for other in (david().user, ana().user, ben().user, eva()):
        for name in ("note", "draft", "additions"):
            assert signed_in(other).get(address(appointment, name)).status_code in {404, 405}
            assert signed_in(other).post(address(appointment, name), a_form()).status_code == 404
    assert SessionNote.objects.get().parts == PARTS


def test_the_note_page_shows_what_was_typed() -> None:
    page = signed_in(clara().user).get(address(a_note().appointment))
    assert PARTS["worked_on"] in page.content.decode()
    assert "<title>Note" in page.content.decode()


def test_before_the_session_the_page_says_when_it_opens() -> None:
    page = signed_in(clara().user).get(address(an_appointment()))
    assert "15 minutes before" in page.content.decode()


def test_save_and_finish_later_keeps_half_a_note_and_leads_to_today() -> None:
    appointment = a_session()
    answer = write(appointment, worked_on="Half", safety_talked="", take_away="", next_step="")
    assert (answer.status_code, answer["Location"]) == (302, reverse("home:desk"))
    assert SessionNote.objects.get().parts["worked_on"] == "Half"


def test_preview_shows_the_take_away_as_the_client_will_see_it_and_its_length() -> None:
    appointment = a_session()
    answer = write(appointment, act="preview", take_away="One\nbreath")
    page = signed_in(clara().user).get(answer["Location"].partition("#")[0]).content.decode()
    assert "One<br>breath" in page
    assert "<span data-echo-length>10</span> of 280" in page


def test_sign_and_close_without_a_take_away_keeps_the_words_and_says_what_is_needed() -> None:
    appointment = a_session()
    answer = write(appointment, act="close", take_away="")
    assert answer.status_code == 200
    assert "Write something to take away" in answer.content.decode()
    assert SessionNote.objects.get().parts["worked_on"] == PARTS["worked_on"]
    assert not SessionClosing.objects.exists()


def test_a_take_away_that_is_too_long_says_how_long_it_is() -> None:
    answer = write(a_session(), act="close", take_away="x" * 300)
    assert "300 characters" in answer.content.decode()
    assert SessionNote.objects.get().parts["take_away"] == "x" * 300


def test_a_session_where_nobody_came_needs_no_note_but_a_reason() -> None:
    appointment = a_session()
    nothing = {"worked_on": "", "safety_talked": "", "take_away": "", "plan_changed": "", "next_step": ""}
    refused = write(appointment, act="close", ending="nobody came", **nothing)
    assert "Say why." in refused.content.decode()
    write(
        appointment,
        act="close",
        ending="nobody came",
        reason="No answer",
        done_instead="Left word",
        **nothing,
    )
    assert SessionClosing.objects.get().ending == "nobody came"


def test_signing_twice_closes_once_and_shows_the_signed_note() -> None:
    appointment = a_session()
    form = a_form(act="close")
    browser = signed_in(clara().user)
    first, second = (browser.post(address(appointment), form) for _ in range(2))
    assert first["Location"] == second["Location"] == address(appointment)
    page = browser.get(address(appointment)).content.decode()
    assert "Add to this note" in page
    assert 'name="worked_on"' not in page


def test_words_typed_after_signing_in_another_window_are_offered_for_adding() -> None:
    appointment = a_closed_session().appointment
    answer = write(appointment, worked_on="Something more")
    assert "This note is signed" in answer.content.decode()
    assert "Something more</textarea>" in answer.content.decode()
    assert SessionNote.objects.get().parts == PARTS


def test_one_adds_to_a_signed_note_once_even_when_it_is_sent_twice() -> None:
    appointment = a_closed_session().appointment
    form = {"words": "She called.", "idempotency_key": uuid.uuid4()}
    browser = signed_in(clara().user)
    for _ in range(2):
        assert browser.post(address(appointment, "additions"), form).status_code == 302
    assert [addendum.words for addendum in appointment.note.addenda.all()] == ["She called."]


def test_typing_is_saved_as_it_goes_on_and_stays_what_it_was_when_sent_again() -> None:
    appointment = a_session()
    form = a_form(worked_on="As typed")
    browser = signed_in(clara().user)
    assert [browser.post(address(appointment, "draft"), form).status_code for _ in range(2)] == [204, 204]
    note = SessionNote.objects.get()
    assert (note.parts["worked_on"], note.revision) == ("As typed", 1)


def test_typing_after_signing_is_refused_in_a_sentence() -> None:
    appointment = a_closed_session().appointment
    answer = signed_in(clara().user).post(address(appointment, "draft"), a_form(worked_on="Late"))
    assert answer.status_code == 409
    assert "You can add to it" in answer.content.decode()


def test_two_windows_show_both_and_both_are_kept() -> None:
    note = a_note()
    appointment, browser = note.appointment, signed_in(clara().user)
    old = a_form(note, worked_on="Words of the old window")
    browser.post(address(appointment), a_form(note, worked_on="Newer words"))
    browser.post(address(appointment), old)
    page = browser.get(address(appointment)).content.decode()
    assert "Newer words</textarea>" in page
    assert "Words of the old window" in page
    assert page.count(PARTS["next_step"]) == 1  # what both windows hold is not shown twice
    note = SessionNote.objects.get()
    browser.post(address(appointment), a_form(note, act="together", worked_on="Newer words"))
    assert SessionNote.objects.get().parts["worked_on"] == "Newer words\n\nWords of the old window"


def test_a_megabyte_is_answered_with_its_length_and_the_words_still_there() -> None:
    appointment = a_session()
    answer = write(appointment, worked_on="long " * 200_000)
    assert answer.status_code == 200
    assert "characters. It can be up to 20,000" in answer.content.decode()
    assert "long long" in answer.content.decode()
    assert (
        signed_in(clara().user)
        .post(address(appointment, "draft"), a_form(worked_on="x" * 30_000))
        .status_code
        == 422
    )


def test_a_closed_episode_closes_the_record() -> None:
    appointment = a_closed_session().appointment
    appointment.client.episodes.update(ends_on=timezone.localdate())
    assert signed_in(clara().user).get(address(appointment)).status_code == 404


def test_the_client_finds_all_take_aways_newest_first_and_each_can_be_printed() -> None:
    first = a_closed_session(a_session(starts_at=timezone.now() - timedelta(days=8)), take_away="First one")
    second = a_closed_session(a_session(), take_away="السلام\nsecond one")
    page = signed_in(ana().user).get(reverse("care:take_aways")).content.decode()
    assert page.index("second one") < page.index("First one")
    assert 'dir="auto">السلام<br>second one' in page
    sheet = signed_in(ana().user).get(reverse("care:take_away", args=[first.take_away.pk])).content.decode()
    assert "<title>Take-away –" in sheet
    assert "First one" in sheet
    assert second.take_away.words not in sheet
    assert AuditEvent.objects.filter(verb="read-take-away", actor=str(ana().user.pk)).count() == 1


def test_take_aways_stand_behind_the_second_factor() -> None:
    closed = a_closed_session()
    for address in (reverse("care:take_aways"), reverse("care:take_away", args=[closed.take_away.pk])):
        answer = signed_in(ana().user, unlocked=False).get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")


def test_nobody_else_finds_a_take_away() -> None:
    closed = a_closed_session()
    for other in (ben().user, clara().user, david().user, eva()):
        answer = signed_in(other).get(reverse("care:take_away", args=[closed.take_away.pk]))
        assert answer.status_code == 404
    assert "breath" not in signed_in(ben().user).get(reverse("care:take_aways")).content.decode()


def test_sending_nothing_to_add_shows_the_note_and_leaves_the_trace_of_reading_it() -> None:
    appointment = a_closed_session().appointment
    before = AuditEvent.objects.filter(verb="read-note").count()
    form = {"words": "", "idempotency_key": uuid.uuid4()}
    answer = signed_in(clara().user).post(address(appointment, "additions"), form)
    assert PARTS["worked_on"] in answer.content.decode()
    assert AuditEvent.objects.filter(verb="read-note").count() == before + 1
