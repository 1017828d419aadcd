"""After nobody came: the agreed route step by step, and then, if the therapist wants it, one neutral message.

REQUIREMENTS 5.3: call the agreed number, call again, look at the safety steps, think of who may be called. No message about
it goes by itself; what is planned for later times goes on. Software asks and notes; it never calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import unquote

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.booking import contact, links, offers, refusals, telling
from waylight.booking.models import Appointment, ContactAttempt, Outcome, RouteStep, Status, Step, Taken
from waylight.booking.models.appointments import OPENS_BEFORE
from waylight.notifications.models import Notification
from waylight.notifications.notify import Preview
from waylight.people.models import Therapist
from waylight.privacy import audit, keyring

TEMPLATE = "not-met"
ASKED_FOR = timedelta(days=14)  # so long the therapist's day asks for steps that have no answer
CALLS = (Step.CALL, Step.CALL_AGAIN)


class NotMissed(refusals.Refused):
    """This is for a time at which nobody came."""


class RouteNotFollowed(refusals.Refused):
    """Follow the steps first. A message comes after them."""


class AlreadySent(refusals.Refused):
    """This message was sent before."""


class NotTheLast(refusals.Refused):
    """Another step was noted or taken back meanwhile. The page shows how it is now."""


@dataclass(frozen=True)
class Line:
    """One step, and what became of it; nothing as long as it has no answer.

    `rows` are what was noted of it; a step that another one answers has none.
    """

    step: Step
    words: str = ""
    at: datetime | None = None
    have_spoken: bool = False
    rows: tuple[ContactAttempt | RouteStep, ...] = ()

    @property
    def is_call(self) -> bool:
        return self.step in CALLS

    @property
    def is_answered(self) -> bool:
        return self.at is not None


class TakenBack(NamedTuple):
    """What was noted by mistake: what it was about, and how it was answered."""

    what: str
    words: str
    at: datetime
    taken_back_at: datetime | None


def route(appointment: Appointment) -> list[Line]:
    """The steps in their order. A call that was noted, on this page or in the meeting, answers its step."""
    noted = list(appointment.route_steps.all())
    answers = {row.step: row for row in noted if row.taken_back_at is None}
    about = [row for row in appointment.contact_attempts.all() if _is_about(row, appointment)]
    calls = sorted((row for row in about if row.taken_back_at is None), key=lambda row: row.attempted_at)
    return [_line(step, answers.get(step), calls) for step in Step]


def next_step(lines: Sequence[Line]) -> Line | None:
    return next((line for line in lines if not line.is_answered), None)


def last_step(lines: Sequence[Line]) -> Line | None:
    """The one that was noted last, which alone can be taken back."""
    noted = [(line.at, place, line) for place, line in enumerate(lines) if line.at is not None and line.rows]
    return max(noted)[2] if noted else None


def is_followed(appointment: Appointment) -> bool:
    return next_step(route(appointment)) is None


def may_follow(appointment: Appointment, now: datetime) -> bool:
    """Once it has begun and nobody has come, or that was said of it."""
    return appointment.status == Status.NOSHOW or (appointment.is_booked and appointment.has_begun(now))


def unanswered(therapist: Therapist, *, now: datetime) -> list[Appointment]:
    """Where nobody came in the last two weeks and a step has no answer yet, the oldest first."""
    since = now - ASKED_FOR
    rows = Appointment.objects.filter(therapist=therapist, status=Status.NOSHOW, starts_at__gt=since)
    calls = ContactAttempt.objects.order_by("attempted_at")
    found = (
        rows.visible_to(therapist.user)
        .select_related("client")
        .prefetch_related("route_steps", Prefetch("contact_attempts", calls))
    )
    waiting = [row for row in found.order_by("starts_at") if not is_followed(row)]
    keyring.load([row.client for row in waiting])
    return waiting


@transaction.atomic
def take_step(appointment: Appointment, step: str, answer: str, *, by: Any) -> None:
    """Notes what became of a step: a Taken, or for a call its Outcome. Said again, the newer answer holds.

    Raises NotMissed.
    """
    row = _locked(appointment)
    step = Step(step)
    taken = Taken.DONE
    if step in CALLS and answer in Outcome.values:
        contact.record_attempt(row, by=by, outcome=answer)
    else:
        taken = Taken(answer)
    now = timezone.now()
    for former in RouteStep.objects.filter(appointment=row, step=step, taken_back_at=None):
        former.take_back(by=str(by.pk), now=now)
    noted = RouteStep.objects.create(
        appointment=row, step=step, taken=taken, taken_at=now, taken_by=str(by.pk)
    )
    audit.record("take-route-step", by=by, person=row.client_id, about=noted)


@transaction.atomic
def take_back(appointment: Appointment, step: str, *, by: Any) -> None:
    """The step that was noted last was noted by mistake: it waits for its answer again. What was noted stays in the history.

    Raises NotMissed, and NotTheLast when `step` is not, or no longer, the last.
    """
    row = _locked(appointment)
    last = last_step(route(row))
    if last is None or last.step != step:
        raise NotTheLast
    for noted in last.rows:
        noted.take_back(by=str(by.pk), now=timezone.now())
        audit.record("take-back-route-step", by=by, person=row.client_id, about=noted)


def history(appointment: Appointment) -> list[TakenBack]:
    """What was taken back, in the order in which it was noted. A call counts once, with what came of it."""
    calls = appointment.contact_attempts.exclude(taken_back_at=None)
    steps = appointment.route_steps.exclude(taken_back_at=None).exclude(step__in=CALLS, taken=Taken.DONE)
    found = [
        TakenBack(_("A call"), row.get_outcome_display(), row.attempted_at, row.taken_back_at)
        for row in calls
    ]
    found += [
        TakenBack(row.get_step_display(), row.get_taken_display(), row.taken_at, row.taken_back_at)
        for row in steps
    ]
    return sorted(found, key=lambda one: one.at)


@transaction.atomic
def send(appointment: Appointment, *, by: Any) -> Notification:
    """The one message about it. Raises NotMissed, RouteNotFollowed, AlreadySent."""
    row = _locked(appointment)
    if not is_followed(row):
        raise RouteNotFollowed
    if sent(row) is not None:
        raise AlreadySent
    words = telling.words_about(row, where_to_choose(row))
    message = telling.tell(TEMPLATE, row.client, key=_key(row), words=words)
    audit.record("send-not-met", by=by, person=row.client_id, about=row)
    return message


def sent(appointment: Appointment) -> Notification | None:
    """The message, once the therapist has sent it; one that was taken back counts as sent, and none follows."""
    return Notification.objects.filter(key=_key(appointment)).first()


def words_before(appointment: Appointment) -> Preview:
    """The message word for word. Without an account the link is made when it is sent; here stands its beginning."""
    words = telling.words_about(appointment, where_shown(appointment))
    return telling.as_told(TEMPLATE, appointment.client, words)


def where_shown(appointment: Appointment) -> str:
    """Where to choose another time, as it stands in a message that is shown beforehand."""
    return _signed_in_link() if appointment.client.user_id is not None else unquote(links.address("…"))


def _line(step: Step, row: RouteStep | None, calls: list[ContactAttempt]) -> Line:
    rows = (row,) if row is not None else ()
    if step in CALLS:
        call = _call_of(step, calls)
        if call is not None:
            label, have_spoken = str(Outcome(call.outcome).label), call.outcome == Outcome.REACHED
            return Line(step, label, call.attempted_at, have_spoken, (call, *rows))
        if step == Step.CALL_AGAIN and calls and calls[0].outcome == Outcome.REACHED:
            return Line(step, str(Taken.NOT_NEEDED.label), calls[0].attempted_at)
    return Line(step) if row is None else Line(step, str(Taken(row.taken).label), row.taken_at, rows=rows)


def _call_of(step: Step, calls: list[ContactAttempt]) -> ContactAttempt | None:
    number = CALLS.index(step)
    if number == 0:
        return calls[0] if calls else None
    return calls[-1] if len(calls) > 1 else None


def _is_about(attempt: ContactAttempt, appointment: Appointment) -> bool:
    return attempt.attempted_at >= appointment.starts_at - OPENS_BEFORE


def _locked(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("client__user", "therapist").get(pk=appointment.pk)
    if not may_follow(row, timezone.now()):
        raise NotMissed
    return row


def _key(appointment: Appointment) -> str:
    return f"{TEMPLATE}:{appointment.pk}"


def where_to_choose(appointment: Appointment) -> str:
    """The address at which this client chooses another time."""
    client, therapist = appointment.client, appointment.therapist
    if client.user_id is not None:
        return _signed_in_link()
    kind = offers.kind_for(client, therapist)
    return links.address(links.make(client, therapist, kind, now=timezone.now())[1])


def _signed_in_link() -> str:
    return settings.BASE_URL + reverse("booking:new")
