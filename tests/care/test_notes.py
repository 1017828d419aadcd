"""A note is saved as typed, signed once, then only added to; nothing anybody typed is lost."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.care.writing import PARTS, a_closed_session, a_note, a_session
from tests.cast import an_appointment, ana, clara, david
from waylight.booking.models import Status
from waylight.care import notes
from waylight.care.models import SessionNote
from waylight.privacy import keyring
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(AuditEvent.objects.values_list("verb", flat=True))


def test_what_was_typed_is_there_again() -> None:
    note = a_note()
    assert SessionNote.objects.get(pk=note.pk).parts == PARTS


def test_reading_and_writing_a_note_leave_a_trace_and_saving_the_same_again_does_not() -> None:
    note = a_note()
    notes.save_draft(note, PARTS, by=clara().user)
    assert verbs().count("read-note") == 1
    assert verbs().count("save-note") == 1


def test_the_words_of_a_note_are_not_in_the_row() -> None:
    note = a_note()
    stored = bytes(SessionNote.objects.filter(pk=note.pk).values_list("parts", flat=True)[0])
    assert b"sister" not in stored


@pytest.mark.hazard("H10")
def test_another_therapist_cannot_open_write_or_add() -> None:
    note = a_note()
    with pytest.raises(notes.NotItsTherapist):
        notes.open_note(note.appointment, by=david().user)
    with pytest.raises(notes.NotItsTherapist):
        notes.save_draft(note, {}, by=david().user)
    signed = a_closed_session(a_session(starts_at=timezone.now() - timedelta(hours=3))).appointment.note
    with pytest.raises(notes.NotItsTherapist):
        notes.add(signed, "words", by=david().user)


def test_a_note_waits_until_a_quarter_of_an_hour_before_the_session() -> None:
    soon = an_appointment(starts_at=timezone.now() + timedelta(minutes=16))
    with pytest.raises(notes.NotBegunYet, match="15 minutes"):
        notes.open_note(soon, by=clara().user)
    soon.starts_at = timezone.now() + timedelta(minutes=14)
    assert notes.open_note(soon, by=clara().user).parts == {}


def test_a_cancelled_session_has_no_note() -> None:
    with pytest.raises(notes.WasCancelled):
        notes.open_note(a_session(status=Status.CANCELLED), by=clara().user)


def test_a_signed_note_is_changed_by_no_verb() -> None:
    note = a_closed_session().appointment.note
    for act in (
        lambda: notes.save_draft(note, PARTS | {"worked_on": "Other"}, by=clara().user),
        lambda: notes.put_together(note, by=clara().user),
        lambda: notes.sign(note, by=clara().user),
    ):
        with pytest.raises(notes.AlreadySigned):
            act()
    assert SessionNote.objects.get(pk=note.pk).parts == PARTS


def test_a_note_is_not_signed_while_its_session_is_open() -> None:
    with pytest.raises(notes.NotClosedYet):
        notes.sign(a_note(), by=clara().user)


def test_a_signature_fits_the_words_and_no_others() -> None:
    note = a_closed_session().appointment.note
    assert notes.is_as_signed(note)
    note.parts = note.parts | {"worked_on": "Changed behind the verbs"}
    assert not notes.is_as_signed(note)


def test_one_adds_to_a_signed_note_and_to_no_other() -> None:
    draft = a_note()
    with pytest.raises(notes.NotSignedYet):
        notes.add(draft, "Later", by=clara().user)
    signed = a_closed_session(a_session(starts_at=timezone.now() - timedelta(hours=3))).appointment.note
    notes.add(signed, "She called on Friday.", by=clara().user)
    assert [addendum.words for addendum in signed.addenda.all()] == ["She called on Friday."]
    with pytest.raises(notes.NothingWritten):
        notes.add(signed, "  ", by=clara().user)


@pytest.mark.hazard("H13")
def test_an_older_window_does_not_replace_newer_words_and_loses_none_of_its_own() -> None:
    note = a_note()
    shown = note.revision
    old, new = uuid.uuid4(), uuid.uuid4()
    notes.save_draft(note, PARTS | {"worked_on": "New"}, by=clara().user, window=new, revision=shown)
    kept = notes.save_draft(note, PARTS | {"worked_on": "Old"}, by=clara().user, window=old, revision=shown)
    assert kept.parts["worked_on"] == "New"
    assert kept.aside[str(old)]["worked_on"] == "Old"
    both = notes.put_together(note, by=clara().user)
    assert both.parts["worked_on"] == "New\n\nOld"
    assert both.parts["take_away"] == PARTS["take_away"]
    assert both.aside == {}


def test_one_window_may_save_as_often_as_it_likes() -> None:
    note = a_note()
    shown, window = note.revision, uuid.uuid4()
    for words in ("A", "A b", "A b c"):
        note = notes.save_draft(
            note, PARTS | {"worked_on": words}, by=clara().user, window=window, revision=shown
        )
    assert note.parts["worked_on"] == "A b c"
    assert note.aside == {}


def test_sessions_that_are_over_and_not_closed_wait_to_be_finished() -> None:
    over = a_session(starts_at=timezone.now() - timedelta(hours=2))
    a_closed_session(a_session(starts_at=timezone.now() - timedelta(hours=4)))
    a_session(starts_at=timezone.now() - timedelta(hours=6), status=Status.CANCELLED)
    an_appointment()
    assert notes.to_finish(clara().user) == [over]
    assert notes.to_finish(david().user) == []


def test_notes_of_a_client_are_read_by_her_therapist_alone() -> None:
    note = a_note()
    assert notes.of_client(ana(), by=clara().user) == [note]
    assert notes.of_client(ana(), by=david().user) == []
    assert "read-notes" in verbs()


def test_without_the_key_of_the_record_a_note_says_nothing() -> None:
    note = a_note()
    keyring.destroy(ana().pk, keyring.PRIVATE)
    assert SessionNote.objects.get(pk=note.pk).parts == PARTS
    keyring.destroy(ana().pk, keyring.RECORD)
    with pytest.raises(keyring.KeyDestroyed):
        _ = SessionNote.objects.get(pk=note.pk).parts
