"""When the line drops: what is to be done when, and what has been done (REQUIREMENTS 5.3). Pure: values in, values out.

`lost → join again (2 min) → call (3) → text (5) → call again (8) → the therapist decides (10)`; the times are the practice's.
The machine asks and keeps the time. It does nothing by itself, it takes no step away, and a therapist who is worried decides
at any moment, whatever else is still open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise


class Step(StrEnum):
    """In their order."""

    REJOIN = "rejoin"
    CALL = "call"
    TEXT = "text"
    CALL_AGAIN = "call again"
    DECIDE = "decide"


CALLS = (Step.CALL, Step.CALL_AGAIN)
UNNEEDED_ONCE_SPOKEN = (Step.TEXT, Step.CALL_AGAIN)


class Decision(StrEnum):
    """What the therapist decides. The first three end the matter; the others go on until the person is found."""

    FINISHED = "finished"  # they had said goodbye before the client went out
    BY_PHONE = "by phone"
    NO_CONCERN = "no concern"
    CONTACT = "contact"
    SERIOUS = "serious"


ENDS_IT = (Decision.FINISHED, Decision.BY_PHONE, Decision.NO_CONCERN)


class Stage(StrEnum):
    """Where it stands. As long as nothing was reached the stage has the name of the step that is asked for."""

    TRYING = "trying"  # the browsers try by themselves, nothing is asked of anybody
    REJOIN = "rejoin"
    CALL = "call"
    TEXT = "text"
    CALL_AGAIN = "call again"
    WAITING = "waiting"  # all that was due is done, the next step is not due yet
    SPEAKING = "speaking"  # they speak by telephone
    DECIDE = "decide"
    WORRIED = "worried"  # decided: somebody is called, or help is
    SETTLED = "settled"  # decided: by telephone, or another time
    BACK = "back"


@dataclass(frozen=True)
class Times:
    """How long after the line dropped each step is due."""

    rejoin: timedelta
    call: timedelta
    text: timedelta
    call_again: timedelta
    decide: timedelta

    @classmethod
    def of_minutes(cls, rejoin: int, call: int, text: int, call_again: int, decide: int) -> "Times":
        """Raises ValueError as `Times` does."""
        return cls(*(timedelta(minutes=minutes) for minutes in (rejoin, call, text, call_again, decide)))

    def __post_init__(self) -> None:
        """Raises ValueError when a step would be due before the one that comes first."""
        due = [self.after(step) for step in Step]
        if due[0] < timedelta(0) or any(later <= former for former, later in pairwise(due)):
            raise ValueError("steps out of order")

    def after(self, step: Step) -> timedelta:
        found: timedelta = getattr(self, step.name.lower())
        return found


@dataclass(frozen=True)
class Taken:
    """A step that somebody took, and whether they spoke with the person."""

    step: Step
    at: datetime
    have_spoken: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of one interruption. A later answer to the same step counts, and so does the latest decision."""

    lost_at: datetime
    back_at: datetime | None = None
    taken: tuple[Taken, ...] = field(default_factory=tuple)
    decision: Decision | None = None


@dataclass(frozen=True)
class Line:
    """One step: when it is due, whether it is by now, and what became of it."""

    step: Step
    due_at: datetime
    is_due: bool
    is_needed: bool
    taken: Taken | None

    @property
    def is_open(self) -> bool:
        return self.taken is None and self.is_needed


@dataclass(frozen=True)
class State:
    stage: Stage
    lines: tuple[Line, ...]
    changes_at: datetime | None  # when the next step falls due by itself; None: time changes nothing any more

    @property
    def is_over(self) -> bool:
        return self.stage in (Stage.BACK, Stage.SETTLED)

    @property
    def asked(self) -> Step | None:
        """The one step that the page asks for now."""
        return Step(self.stage) if self.stage in set(Step) else None


def state(facts: Facts, times: Times, now: datetime) -> State:
    """Where it stands at `now`."""
    lines = tuple(_line(step, facts, times, now) for step in Step)
    stage = _stage(facts, lines)
    return State(stage, lines, _changes_at(facts, times, stage, now))


def _line(step: Step, facts: Facts, times: Times, now: datetime) -> Line:
    due_at = facts.lost_at + times.after(step)
    answers = [taken for taken in facts.taken if taken.step == step]
    taken = max(answers, key=lambda one: one.at) if answers else None
    is_needed = not (have_spoken(facts.taken) and step in UNNEEDED_ONCE_SPOKEN)
    if step == Step.REJOIN and now >= facts.lost_at + times.call:
        is_needed = False  # a call comes before another attempt that nobody made
    return Line(step, due_at, now >= due_at, is_needed, taken)


def have_spoken(taken: Sequence[Taken]) -> bool:
    """Whether the last call that was made reached them: one who was reached may be lost again."""
    calls = [one for one in taken if one.step in CALLS]
    return bool(calls) and max(calls, key=lambda one: one.at).have_spoken


def _stage(facts: Facts, lines: Sequence[Line]) -> Stage:
    if facts.back_at is not None:
        return Stage.BACK
    if facts.decision is not None:
        return Stage.SETTLED if facts.decision in ENDS_IT else Stage.WORRIED
    if have_spoken(facts.taken):
        return Stage.SPEAKING
    if lines[-1].is_due:
        return Stage.DECIDE
    due = [line for line in lines if line.is_due]
    asked = next((line.step for line in due if line.is_open), None)
    if asked is not None:
        return Stage(asked)
    return Stage.WAITING if due else Stage.TRYING


def _changes_at(facts: Facts, times: Times, stage: Stage, now: datetime) -> datetime | None:
    if stage in (Stage.SPEAKING, Stage.DECIDE, Stage.WORRIED, Stage.SETTLED, Stage.BACK):
        return None
    later = (facts.lost_at + times.after(step) for step in Step)
    return min((due_at for due_at in later if due_at > now), default=None)
