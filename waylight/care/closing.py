"""Closing a session: with its take-away, or with a reason and what was done instead (MISSION S13).

The one place that tells booking that a session took place, or that nobody came.
"""

import unicodedata
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.booking import attendance, telling
from waylight.booking.models import Appointment, Kind
from waylight.care import notes
from waylight.care.models import Ending, SessionClosing, TakeAway
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

LONGEST = 280  # characters of a take-away (UI.md J7)
SHAPELESS = {"Cc", "Cf", "Zs", "Zl", "Zp"}  # Unicode: control, format, spaces


class AlreadyClosed(Refusal):
    """This session is closed already."""


class TakeAwayMissing(Refusal):
    """Write something to take away. A session that took place is closed with it."""


class TakeAwayTooLong(Refusal):
    """The take-away is too long."""

    def __init__(self, words: str) -> None:
        super().__init__(
            _("The take-away is {length} characters. It can be up to {longest}.").format(
                length=len(words), longest=LONGEST
            )
        )


class ReasonMissing(Refusal):
    """Say why, and what you did instead."""


class NotAFirstTalk(Refusal):
    """Only a first talk can lead no further. Say whether this session took place, broke off, or nobody came."""


class WordsElsewhere(Refusal):
    """Words from another window are not in the note yet. Put both together first."""


@transaction.atomic
def close_session(
    appointment: Appointment,
    *,
    by: Any,
    ending: str,
    take_away: str = "",
    reason: str = "",
    done_instead: str = "",
) -> SessionClosing:
    """Closes the session, signs its note, and gives the client the take-away with a neutral message.

    Raises NotItsTherapist, NotBegunYet, WasCancelled (of notes), AlreadyClosed, TakeAwayMissing, TakeAwayTooLong,
    ReasonMissing, NotAFirstTalk, WordsElsewhere, and as booking.attendance does.
    """
    found = Appointment.objects.select_for_update(of=("self",)).select_related("client", "therapist")
    appointment = found.get(pk=appointment.pk)
    now = timezone.now()
    notes.check_may_write(appointment, by=by, now=now)
    if SessionClosing.objects.filter(appointment=appointment).exists():
        raise AlreadyClosed
    take_away, reason, done_instead = take_away.strip(), reason.strip(), done_instead.strip()
    _check_words(Ending(ending), Kind(appointment.kind), take_away, reason, done_instead)
    note = notes.note_of(appointment)
    if note.aside:
        raise WordsElsewhere
    closing = SessionClosing(appointment=appointment, ending=ending, closed_at=now, closed_by=by)
    was_there = ending != Ending.NOBODY_CAME
    closing.take_away = _give(appointment, take_away, by) if _can_be_seen(take_away) and was_there else None
    closing.reason, closing.done_instead = reason, done_instead
    closing.save(force_insert=True)
    _say_who_came(appointment, Ending(ending), by)
    audit.record("close-session", by=by, person=appointment.client_id, about=closing)
    notes.sign(note, by=by)
    return closing


def _check_words(ending: Ending, kind: Kind, take_away: str, reason: str, done_instead: str) -> None:
    if ending == Ending.LEADS_NO_FURTHER and kind != Kind.FIRST_TALK:
        raise NotAFirstTalk
    if ending == Ending.TOOK_PLACE:
        if not _can_be_seen(take_away):
            raise TakeAwayMissing
    elif not (_can_be_seen(reason) and _can_be_seen(done_instead)):
        raise ReasonMissing
    if len(take_away) > LONGEST:
        raise TakeAwayTooLong(take_away)


def _can_be_seen(words: str) -> bool:
    """Whether there is more than spaces and marks without a shape, which a pasted text may bring along."""
    return any(unicodedata.category(mark) not in SHAPELESS for mark in words)


def _give(appointment: Appointment, words: str, by: Any) -> TakeAway:
    client = appointment.client
    take_away = TakeAway(appointment=appointment, client=client, words=words, given_at=timezone.now())
    take_away.save(force_insert=True)
    audit.record("give-take-away", by=by, person=client.pk, about=take_away)
    telling.tell("take-away-ready", client, key=f"take-away-ready:{take_away.pk}", words=message_words())
    return take_away


def message_words() -> dict[str, str]:
    """What the message needs that says a take-away is there; the note page shows the message beforehand."""
    return {"link": settings.BASE_URL + reverse("care:take_aways")}


def _say_who_came(appointment: Appointment, ending: Ending, by: Any) -> None:
    if ending == Ending.NOBODY_CAME:
        attendance.nobody_came(appointment, by=by)
    else:
        attendance.fulfil(appointment, by=by)
