"""Session notes: saved as typed, signed when the session is closed, then only added to. Each reading is audited."""

import hmac
import json
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from waylight.booking.models import Appointment, Status
from waylight.booking.models.appointments import OPENS_BEFORE
from waylight.care.models import Addendum, SessionClosing, SessionNote, Signature
from waylight.people.models import Client
from waylight.privacy import audit, keyring
from waylight.privacy.sealing import lasting_key
from waylight.ui.refusals import Refusal

WORDS = ("worked_on", "plan_changed", "next_step", "take_away", "reason", "done_instead")
CHOICES = ("safety_talked", "ending")


class NotItsTherapist(Refusal):
    """Only the therapist of this session writes its note."""


class NotBegunYet(Refusal):
    """This session has not begun yet. You can write its note from 15 minutes before it starts."""


class WasCancelled(Refusal):
    """This session was cancelled, so there is no note to write."""


class AlreadySigned(Refusal):
    """This note is signed. You can add to it. What was signed stays as it is."""


class NotSignedYet(Refusal):
    """This note is not signed yet. Write in the note itself."""


class NotClosedYet(Refusal):
    """Close the session. That signs its note."""


class NothingWritten(Refusal):
    """Write something to add."""


@transaction.atomic
def open_note(appointment: Appointment, *, by: Any) -> SessionNote:
    """The note of this session, an empty one at first. Raises NotItsTherapist, NotBegunYet, WasCancelled."""
    check_may_write(appointment, by=by, now=timezone.now())
    note = note_of(appointment)
    audit.record("read-note", by=by, person=note.client_id, about=note)
    return note


def check_may_write(appointment: Appointment, *, by: Any, now: datetime) -> None:
    """Raises NotItsTherapist, NotBegunYet or WasCancelled when `by` may not write up this session now."""
    if appointment.therapist.user_id != by.pk:
        raise NotItsTherapist
    if appointment.status == Status.CANCELLED:
        raise WasCancelled
    if now < appointment.starts_at - OPENS_BEFORE:
        raise NotBegunYet


def note_of(appointment: Appointment) -> SessionNote:
    """The row itself, made when there is none. It checks nothing and leaves no trace: `open_note` is for people."""
    now = timezone.now()
    note, _made = SessionNote.objects.get_or_create(
        appointment=appointment,
        defaults={"client_id": appointment.client_id, "created_at": now, "saved_at": now},
    )
    return note


@transaction.atomic
def save_draft(
    note: SessionNote,
    parts: dict[str, Any],
    *,
    by: Any,
    window: UUID | None = None,
    revision: int | None = None,
) -> SessionNote:
    """Keeps what was typed so far. Saving the same words again changes nothing.

    `window` names the browser window that wrote, `revision` is the one it was shown. When another window has saved
    since, the newer words stay and these are kept in `aside` until `put_together`. Raises NotItsTherapist, AlreadySigned.
    """
    note = _locked(note, by)
    if parts == note.parts:
        return note
    if revision is not None and revision != note.revision and window != note.saved_in:
        note.aside = note.aside | {str(window): parts}
    else:
        note.parts, note.saved_in = parts, window
        note.revision += 1
    return _saved(note, "save-note", by)


@transaction.atomic
def jot(note: SessionNote, words: str, *, by: Any, **seen: Any) -> SessionNote:
    """Keeps what is jotted beside the picture, as what was worked on; the rest stays. `seen` and raises as `save_draft`."""
    note = _locked(note, by)
    return save_draft(note, note.parts | {"worked_on": words}, by=by, **seen)


@transaction.atomic
def put_together(note: SessionNote, *, by: Any) -> SessionNote:
    """Joins the words of other windows to the note: every word of each is kept. Raises as `save_draft` does."""
    note = _locked(note, by)
    parts = dict(note.parts)
    for other in note.aside.values():
        parts |= {name: _joined(parts.get(name, ""), other.get(name, "")) for name in WORDS}
        parts |= {name: parts.get(name) or other.get(name) for name in CHOICES}
    note.parts, note.aside, note.saved_in = parts, {}, None
    note.revision += 1
    return _saved(note, "save-note", by)


def _joined(these: str, those: str) -> str:
    if those in these:
        return these
    return those if these in those else f"{these}\n\n{those}"


def _locked(note: SessionNote, by: Any) -> SessionNote:
    found = SessionNote.objects.select_for_update(of=("self",)).select_related("appointment__therapist")
    note = found.get(pk=note.pk)
    if note.appointment.therapist.user_id != by.pk:
        raise NotItsTherapist
    if note.is_signed:
        raise AlreadySigned
    return note


def _saved(note: SessionNote, verb: str, by: Any) -> SessionNote:
    note.saved_at = timezone.now()
    note.save()
    audit.record(verb, by=by, person=note.client_id, about=note)
    return note


@transaction.atomic
def sign(note: SessionNote, *, by: Any) -> Signature:
    """Signs what is written, for good. `closing.close_session` does it; alone it raises NotClosedYet.

    Raises NotItsTherapist, AlreadySigned.
    """
    note = _locked(note, by)
    if not SessionClosing.objects.filter(appointment=note.appointment).exists():
        raise NotClosedYet
    signature = Signature.objects.create(
        note=note, digest=digest_of(note.parts), signed_at=timezone.now(), signed_by=by
    )
    audit.record("sign-note", by=by, person=note.client_id, about=note)
    return signature


def digest_of(parts: dict[str, Any]) -> str:
    """HMAC-SHA-256 of the words, whatever the order they were kept in. Without the key nobody can guess a short note by it."""
    words = json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()
    return hmac.new(lasting_key("signatures"), words, sha256).hexdigest()


def is_as_signed(note: SessionNote) -> bool:
    """Whether the words are still those that were signed."""
    return digest_of(note.parts) == note.signature.digest


@transaction.atomic
def add(note: SessionNote, words: str, *, by: Any) -> Addendum:
    """Adds words to a signed note, under one's name and the time. Raises NotItsTherapist, NotSignedYet, NothingWritten."""
    if note.appointment.therapist.user_id != by.pk:
        raise NotItsTherapist
    if not note.is_signed:
        raise NotSignedYet
    if not words.strip():
        raise NothingWritten
    addendum = Addendum(note=note, words=words.strip(), added_at=timezone.now(), added_by=by)
    addendum.save(force_insert=True)
    audit.record("add-to-note", by=by, person=note.client_id, about=note)
    return addendum


def to_finish(user: Any, now: datetime | None = None) -> list[Appointment]:
    """A therapist's sessions that are over and not closed yet, oldest first: their notes are to be finished."""
    over = Appointment.objects.visible_to(user).standing()
    over = over.filter(ends_at__lte=now or timezone.now(), closing=None)
    found = list(over.select_related("client").order_by("starts_at"))
    keyring.load(found)
    return found


@transaction.atomic
def of_client(client: Client, *, by: Any) -> list[SessionNote]:
    """The notes about a client that `by` may read, newest first. Reading them is audited."""
    found = SessionNote.objects.visible_to(by).filter(client=client)
    notes = list(found.select_related("appointment", "signature").order_by("-appointment__starts_at"))
    keyring.load(notes)
    audit.record("read-notes", by=by, person=client.pk)
    return notes
