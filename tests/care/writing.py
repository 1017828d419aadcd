"""Notes and sessions for these tests."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import an_appointment, clara
from waylight.booking.models import Appointment
from waylight.care import closing, notes
from waylight.care.models import Ending, SessionClosing, SessionNote

PARTS = {
    "worked_on": "The argument with her sister",
    "safety_talked": True,
    "plan_changed": "A walk comes first now",
    "next_step": "Try the thought record",
    "take_away": "Before I answer, I can wait one breath.",
    "ending": "took place",
    "reason": "",
    "done_instead": "",
}


def a_session(**fields: Any) -> Appointment:
    """A session of Ana's with Clara that ended ten minutes ago."""
    return an_appointment(**{"starts_at": timezone.now() - timedelta(hours=1)} | fields)


def a_note(appointment: Appointment | None = None, **parts: Any) -> SessionNote:
    note = notes.open_note(appointment or a_session(), by=clara().user)
    return notes.save_draft(note, PARTS | parts, by=clara().user)


def a_closed_session(appointment: Appointment | None = None, **options: Any) -> SessionClosing:
    note = a_note(appointment)
    options = {"ending": Ending.TOOK_PLACE, "take_away": PARTS["take_away"]} | options
    return closing.close_session(note.appointment, by=clara().user, **options)


def a_form(note: SessionNote | None = None, act: str = "later", **fields: Any) -> dict[str, Any]:
    """What the browser posts from the note's page."""
    words = {name: value for name, value in PARTS.items() if value is not None} | {"safety_talked": "yes"}
    window = {"window": uuid.uuid4(), "revision": note.revision if note else 0}
    return words | window | {"act": act, "idempotency_key": uuid.uuid4()} | fields
