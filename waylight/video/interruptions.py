"""When the line drops in a session: it is noted, each step is noted, and the therapist decides (REQUIREMENTS 5.3).

What is asked for when is `dropping`'s to say. Nothing here calls anybody, and no message goes without the therapist's hand.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from waylight.booking import contact, missed, precheck, telling
from waylight.booking.models import Appointment, Outcome, Status
from waylight.notifications.notify import Preview, leaves_by_itself, withdraw
from waylight.people.clients import recipient
from waylight.practice.models import Practice
from waylight.privacy import audit, inserting, keyring
from waylight.ui.refusals import Refusal
from waylight.video import dropping
from waylight.video.models import Admission, Role, Room
from waylight.video.models.interruptions import (
    ANSWERS,
    Answer,
    Decided,
    Doing,
    Interruption,
    InterruptionStep,
)
from waylight.video.rooms import CLOSES_AFTER
from waylight.video.telling import tell

TEMPLATE = "line-dropped"
ANOTHER_TIME = "cut-off"
BLIP = timedelta(seconds=5)  # what nobody notices, and the pages do not show either
WAITS = {Role.CLIENT: "client_waits", Role.THERAPIST: "therapist_waits"}


class NothingBroke(Refusal):
    """The two of you are together again, or this session has ended. There is no step to note."""


class NotAnAnswer(Refusal):
    """Choose one of the answers on the page."""


@transaction.atomic
def lose(room_pk: Any, *, role: str, by: Any, left_by_choice: bool = False) -> Interruption | None:
    """The page of `role` is without the other one, or the client left before the end. Said twice it is noted once.

    None where there is nothing to break off: the two were never together, or the session has ended.
    """
    room, now = _locked(room_pk), timezone.now()
    if room is None or room.began_at is None or role not in WAITS:
        return None
    if left_by_choice and room.landing_at is not None:
        return None  # they were about to part
    row = going_on(room)
    if row is not None and getattr(row, WAITS[Role(role)]):
        return row
    if row is None:
        row = Interruption(room=room, lost_at=now, left_by_choice=left_by_choice)
        inserting.put(row)
        audit.record("note-line-dropped", by=by, person=_client_id(row), about=row)
    setattr(row, WAITS[Role(role)], True)
    row.save(update_fields=[WAITS[Role(role)]])
    _say(row, now)
    return row


@transaction.atomic
def look_after(seat_id: Any) -> Interruption | None:
    """A page is gone. Where the other one is gone too, nobody says that the line dropped, so the server does."""
    rows = (
        Admission.objects.open().admitted().filter(pk=seat_id, role__in=WAITS, room__began_at__isnull=False)
    )
    seat = rows.first()
    if seat is None:
        return None
    here = Admission.objects.here(timezone.now()).admitted().filter(room=seat.room_id, role__in=WAITS)
    return None if here.exists() else lose(seat.room_id, role=seat.role, by=seat.who)


@transaction.atomic
def find_again(room_pk: Any, *, role: str, by: Any) -> Interruption | None:
    """The page of `role` has the other one again. It is over once neither is without the other; None if there was nothing.

    Said twice it is told once: pages answer what they are told.
    """
    room, now = _locked(room_pk), timezone.now()
    row = going_on(room) if room is not None else None
    if row is None or role not in WAITS:
        return None
    if not getattr(row, WAITS[Role(role)]):
        return row
    setattr(row, WAITS[Role(role)], False)
    if not (row.client_waits or row.therapist_waits):
        row.back_at = max(now, row.lost_at)
        audit.record("note-line-back", by=by, person=_client_id(row), about=row)
    row.save(update_fields=["client_waits", "therapist_waits", "back_at"])
    _say(row, now)
    if row.back_at is not None and row.back_at - row.lost_at < BLIP and not row.steps.exists():
        row.delete()  # a page was loaded anew, or the line stumbled: nothing broke off
    return row


@transaction.atomic
def take_step(interruption: Interruption, step: str, answer: str, *, by: Any) -> InterruptionStep:
    """What became of a step of the therapist's; a call is noted in the appointment too. Answered again, the newer one holds.

    Raises NothingBroke, NotAnAnswer.
    """
    row, now = _current(interruption), timezone.now()
    if step in (Doing.DECIDE, Doing.REPLY):
        raise NotAnAnswer
    noted = _note(row, step, answer, by=by, now=now)
    if step in dropping.CALLS:
        _note_call(row, noted, by=by, now=now)
    return noted


@transaction.atomic
def send_message(interruption: Interruption, *, by: Any) -> InterruptionStep:
    """Writes to the client, where and as they chose, with the way back. Sent once however often. Raises NothingBroke."""
    row = _current(interruption)
    appointment = row.room.appointment
    telling.tell(
        TEMPLATE,
        appointment.client,
        key=key_of_message(row),
        words=telling.words_about(appointment, way_back(appointment)),
        starts_at=appointment.starts_at,
        useful_until=appointment.ends_at + CLOSES_AFTER,
    )
    return _note(row, Doing.TEXT, Answer.DONE, by=by, now=timezone.now())


@transaction.atomic
def reply(interruption: Interruption, answer: str, *, by: Any) -> InterruptionStep:
    """What the client says from their own page about a call. Raises NothingBroke, NotAnAnswer."""
    return _note(_current(interruption), Doing.REPLY, answer, by=by, now=timezone.now())


@transaction.atomic
def decide(interruption: Interruption, decision: str, *, by: Any) -> Interruption:
    """What the therapist decides; another decision may follow, and then holds. Raises NothingBroke, NotAnAnswer.

    Nothing worries them: a message with another time goes. They are worried: where the client is, is not forgotten (H04).
    """
    row, now = _current(interruption), timezone.now()
    appointment = row.room.appointment
    _note(row, Doing.DECIDE, decision, by=by, now=now)
    row.decision, row.decided_at, row.decided_by = Decided(decision), now, str(by.pk)
    row.save(update_fields=["decision", "decided_at", "decided_by"])
    audit.record("decide-after-drop", by=by, person=appointment.client_id, about=row)
    if row.is_worried and precheck.of(appointment) is not None:
        precheck.keep_place(appointment, by=by)
    if row.decision == Decided.NO_CONCERN:
        offer_another_time(appointment, by=by)
    else:
        withdraw(_another_time(appointment))
    _say(row, now)
    return row


def offer_another_time(appointment: Appointment, *, by: Any) -> None:
    """The neutral message with a way to another time: one for a session, however often it broke off."""
    words = telling.words_about(appointment, missed.where_to_choose(appointment))
    telling.tell(ANOTHER_TIME, appointment.client, key=_another_time(appointment), words=words)
    audit.record("send-cut-off", by=by, person=appointment.client_id, about=appointment)


def going_on(room: Room) -> Interruption | None:
    """The one that is going on in this room, with its steps."""
    rows = Interruption.objects.going_on().filter(room=room)
    return rows.select_related("room").prefetch_related(_in_order()).first()


def last_of(room: Room) -> Interruption | None:
    """The one that goes on, else the one before: what the page still says of it."""
    rows = Interruption.objects.filter(room=room).select_related("room").prefetch_related(_in_order())
    return rows.order_by("-lost_at").first()


def of_therapist(user: Any) -> list[Interruption]:
    """Those in this therapist's sessions that somebody has still to think of, the oldest first.

    Without those that are settled, and without sessions that were written up.
    """
    rows = Interruption.objects.going_on().visible_to(user).exclude(decision__in=dropping.ENDS_IT)
    mine = rows.filter(
        room__appointment__therapist__user=user, room__appointment__status=Status.BOOKED
    ).select_related("room__appointment__client")
    found = list(mine.order_by("lost_at"))
    keyring.load([row.room.appointment.client for row in found])
    return found


def state_of(row: Interruption, now: datetime) -> dropping.State:
    """Where it stands, by the practice's times."""
    taken = [
        dropping.Taken(dropping.Step(one.step), one.taken_at, one.answer == Answer.REACHED)
        for one in row.steps.all()
        if one.step not in (Doing.REPLY, Doing.DECIDE)
    ]
    decision = dropping.Decision(row.decision) if row.decision else None
    return dropping.state(dropping.Facts(row.lost_at, row.back_at, tuple(taken), decision), times(), now)


def times(practice: Practice | None = None) -> dropping.Times:
    practice = practice or Practice.current()
    return dropping.Times.of_minutes(
        practice.rejoin_minutes,
        practice.call_minutes,
        practice.text_minutes,
        practice.call_again_minutes,
        practice.decide_minutes,
    )


def words_before(appointment: Appointment) -> Preview:
    """The message word for word, as it would be sent now."""
    words = telling.words_about(appointment, way_back(appointment))
    return telling.as_told(TEMPLATE, appointment.client, words)


def goes_by_itself(appointment: Appointment) -> bool:
    """Whether a machine carries the message; if not, the therapist writes it from a telephone, and notes it."""
    return leaves_by_itself(recipient(appointment.client).channel)


def words_of_another_time(appointment: Appointment) -> Preview:
    """The message that follows when nothing worries the therapist."""
    words = telling.words_about(appointment, missed.where_shown(appointment))
    return telling.as_told(ANOTHER_TIME, appointment.client, words)


def key_of_message(row: Interruption) -> str:
    return f"{TEMPLATE}:{row.pk}"


def way_back(appointment: Appointment) -> str:
    return settings.BASE_URL + reverse("video:door", args=[appointment.pk])


def _locked(room_pk: Any) -> Room | None:
    """The room, held for this act, unless it has ended."""
    rows = Room.objects.select_for_update(of=("self",)).filter(ended_at=None)
    return rows.filter(pk=room_pk).first()


def _current(interruption: Interruption) -> Interruption:
    """The row as it is now, its room held. Raises NothingBroke once it is over."""
    room = _locked(interruption.room_id)
    rows = Interruption.objects.going_on().filter(pk=interruption.pk)
    row = rows.select_related("room__appointment__client__user", "room__appointment__therapist").first()
    if room is None or row is None:
        raise NothingBroke
    return row


def _note(row: Interruption, step: str, answer: str, *, by: Any, now: datetime) -> InterruptionStep:
    if answer not in ANSWERS.get(step, ()):
        raise NotAnAnswer
    noted = InterruptionStep(interruption=row, step=step, answer=answer, taken_at=now, taken_by=str(by.pk))
    noted.save(force_insert=True)
    audit.record("take-step-after-drop", by=by, person=_client_id(row), about=noted)
    _say(row, now)
    return noted


def _note_call(row: Interruption, noted: InterruptionStep, *, by: Any, now: datetime) -> None:
    """The call stands in the appointment as each other does; one that was noted by mistake is taken back there."""
    for former in row.steps.filter(step=noted.step, call__taken_back_at=None).exclude(call=None):
        former.call.take_back(by=str(by.pk), now=now)
    if noted.answer in Outcome.values:
        noted.call = contact.record_attempt(row.room.appointment, by=by, outcome=noted.answer, at=now)
        noted.save(update_fields=["call"])


def _say(row: Interruption, now: datetime) -> None:
    """The pages of the room ask again for what they show. Neither step nor answer goes over the line."""
    tell(row.room_id, "line", **as_told(row, now))


def as_told(row: Interruption, now: datetime) -> dict[str, Any]:
    """What signalling may know of it."""
    return {
        "isOver": row.back_at is not None,
        "lostAt": row.lost_at.isoformat(),
        "leftByChoice": row.left_by_choice,
        "seconds": max(0, int((now - row.lost_at).total_seconds())),
    }


def _another_time(appointment: Appointment) -> str:
    return f"{ANOTHER_TIME}:{appointment.pk}"


def _client_id(row: Interruption) -> Any:
    return Appointment.all_rows.values_list("client_id", flat=True).get(pk=row.room_id)


def _in_order() -> Prefetch:
    return Prefetch("steps", InterruptionStep.objects.order_by("taken_at"))
