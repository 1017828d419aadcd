"""What both screens show when the line drops: a calm way on for the client; place, numbers and steps for the therapist."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from waylight.booking import precheck
from waylight.booking.models import Appointment, PreCheck
from waylight.crisis import visitor
from waylight.crisis.values import Country
from waylight.intake import papers
from waylight.notifications.notify import Preview
from waylight.people.models import EmergencyContact
from waylight.privacy import audit
from waylight.video import dropping, interruptions
from waylight.video.models import Role, Room
from waylight.video.models.interruptions import (
    ANSWERS,
    Answer,
    Decided,
    Doing,
    Interruption,
    InterruptionStep,
)


@dataclass(frozen=True)
class Shown:
    """One step as the therapist sees it: due when, and what became of it."""

    step: str
    label: str
    minutes: int
    due_at: datetime | None
    answer: str
    at: datetime | None
    is_asked: bool
    is_open: bool
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class Facts:
    """Where the client is and whom to call, as said today and as it usually is. For the therapist alone."""

    pre_check: PreCheck | None
    country: Country | None
    contacts: list[EmergencyContact]
    usual: list[str]


@dataclass(frozen=True)
class Panel:
    """`interruption` is the one that goes on, or the one before; None when the line never dropped."""

    appointment: Appointment
    role: str
    number: str
    interruption: Interruption | None = None
    state: dropping.State | None = None
    steps: list[Shown] = field(default_factory=list)
    facts: Facts | None = None
    message: Preview | None = None
    another_time: Preview | None = None
    goes_by_itself: bool = False
    changes_in: int | None = None  # seconds until the next step falls due
    has_begun: bool = False

    @property
    def stage(self) -> str:
        return self.state.stage.value if self.state is not None else ""

    @property
    def goes_on(self) -> bool:
        return self.interruption is not None and self.interruption.back_at is None

    @property
    def asked(self) -> Shown | None:
        return next((one for one in self.steps if one.is_asked), None)

    @property
    def reply(self) -> InterruptionStep | None:
        """What the client said last about a call."""
        said = [one for one in self._noted if one.step == Doing.REPLY]
        return said[-1] if said else None

    @property
    def decisions(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Decided.choices]

    @property
    def minutes_away(self) -> int:
        """For how long it was, once they are back."""
        row = self.interruption
        if row is None or row.back_at is None:
            return 0
        return round((row.back_at - row.lost_at).total_seconds() / 60)

    @property
    def _noted(self) -> list[InterruptionStep]:
        return list(self.interruption.steps.all()) if self.interruption is not None else []


def of(appointment: Appointment, role: str, *, by: Any, now: datetime | None = None) -> Panel:
    """The therapist's reading of where somebody is, and of whom to call, is recorded."""
    now = now or timezone.now()
    room = Room.objects.filter(pk=appointment.pk).first()
    row = interruptions.last_of(room) if room is not None else None
    state = interruptions.state_of(row, now) if row is not None else None
    more: dict[str, Any] = {}
    if role == Role.THERAPIST:
        audit.record("read-safety", by=by, person=appointment.client_id, about=appointment)
        more = {
            "steps": _steps(row, state),
            "facts": _facts(appointment, by),
            "message": interruptions.words_before(appointment),
            "another_time": interruptions.words_of_another_time(appointment),
            "goes_by_itself": interruptions.goes_by_itself(appointment),
        }
    return Panel(
        appointment,
        role,
        precheck.number_to_call(appointment),
        row,
        state,
        changes_in=_seconds_until(state, now),
        has_begun=room is not None and room.began_at is not None and room.ended_at is None,
        **more,
    )


def _steps(row: Interruption | None, state: dropping.State | None) -> list[Shown]:
    """Each step with its time; before the line ever dropped, as they would come."""
    times = interruptions.times()
    lines = {line.step: line for line in state.lines} if state is not None else {}
    return [_shown(step, times, lines.get(step), row, state) for step in dropping.Step]


def _shown(
    step: dropping.Step,
    times: dropping.Times,
    line: dropping.Line | None,
    row: Interruption | None,
    state: dropping.State | None,
) -> Shown:
    noted = [one for one in row.steps.all() if one.step == step] if row is not None else []
    last = noted[-1] if noted else None
    return Shown(
        step=step.value,
        label=str(Doing(step.value).label),
        minutes=int(times.after(step).total_seconds() // 60),
        due_at=line.due_at if line is not None else None,
        answer=last.get_answer_display() if last is not None else "",
        at=last.taken_at if last is not None else None,
        is_asked=state is not None and state.asked == step,
        is_open=line is not None and line.is_open,
        choices=[
            (value, str(Answer(value).label)) for value in ANSWERS[step.value] if value in Answer.values
        ],
    )


def _facts(appointment: Appointment, by: Any) -> Facts:
    client = appointment.client
    contacts = EmergencyContact.objects.visible_to(by).filter(client=client).order_by("position")
    return Facts(
        pre_check=precheck.of(appointment),
        country=visitor.country(client.country),
        contacts=list(contacts),
        usual=[words for words in papers.answers(client, "place").values() if words],
    )


def _seconds_until(state: dropping.State | None, now: datetime) -> int | None:
    if state is None or state.changes_at is None:
        return None
    return max(1, int((state.changes_at - now).total_seconds()) + 1)
