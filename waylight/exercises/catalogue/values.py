"""What an exercise is made of, as plain values: pages (steps) of questions."""

from collections.abc import Iterator
from dataclasses import dataclass

SHOWN_ONLY = {"branch", "picture", "voice"}  # ask for nothing that is sent
REPEATED = {"rows", "series"}


@dataclass(frozen=True)
class Condition:
    """A question is asked when this answer was given (FHIR enableWhen). `operator` is exists, =, !=, >, <, >= or <=."""

    question: str
    operator: str
    answer: bool | int | str


@dataclass(frozen=True)
class Question:
    """One question. `kind` says how it is asked; "rows" asks its `parts` several times, or for each answer of another.

    Kinds: words, line, lines, number, date, time, moment, scale, choice, own choice, choices, own choices, tick, rows,
    group, series; and branch, picture, voice, which ask for nothing that is sent.
    """

    id: str
    text: str
    kind: str
    short: str = ""
    required: bool = False
    hint: str = ""
    longest: int = 0  # characters
    options: tuple[tuple[str, str], ...] = ()
    chosen_from: tuple[str, ...] = ()  # see `references`
    begins: tuple[bool | int | str, ...] = ()
    begins_now: bool = False
    begins_as: str = ""  # another question
    low: str = ""
    middle: str = ""
    high: str = ""
    least: int = 0
    top: int = 0
    unit: str = ""
    most: int = 0  # rows
    every: int = 0  # minutes
    one: str = ""
    another: str = ""
    for_each: str = ""
    named_by: str = ""
    asked_when: tuple[Condition, ...] = ()
    needs_any: bool = False  # of several conditions; else all
    off_until_enabled: bool = False
    stays_private: bool = False
    folded: bool = False  # hard words: who reads them again opens them first
    opens: str = ""  # of a branch: help-now, first-aid or grounding
    parts: tuple["Question", ...] = ()

    @property
    def key(self) -> str:
        """Its name within a row."""
        return self.id.rpartition(".")[2]

    @property
    def has_answer(self) -> bool:
        return self.kind not in SHOWN_ONLY

    @property
    def takes_own_words(self) -> bool:
        return self.kind in {"own choice", "own choices"}

    def label_of(self, value: str) -> str:
        return dict(self.options).get(value, value)


@dataclass(frozen=True)
class Step:
    """One page of an exercise."""

    id: str
    title: str
    hint: str
    not_left_out: bool
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Exercise:
    id: str
    version: str
    title: str
    purpose: str
    therapy: str
    group: str
    best_time: str
    minutes: tuple[int, int]
    instructions: tuple[str, ...]
    caution: tuple[str, ...]  # for the therapist who suggests it
    when_not: tuple[str, ...]
    stop_rule: str
    therapist_sees: tuple[str, ...]
    evidence: str
    sources: tuple[str, ...]
    is_on_from_the_start: bool
    with_therapist_first: bool
    between_sessions: bool
    timer: int  # minutes
    pacer: str
    steps: tuple[Step, ...]

    def step(self, id: str) -> Step | None:
        return next((step for step in self.steps if step.id == id), None)

    def place(self, step: Step) -> int:
        """1 for the first page."""
        return self.steps.index(step) + 1

    def after(self, step: Step) -> Step | None:
        return next(iter(self.steps[self.place(step) :]), None)

    def before(self, step: Step) -> Step | None:
        return self.steps[self.place(step) - 2] if self.place(step) > 1 else None

    def questions(self) -> Iterator[Question]:
        """Every question of every page, without the parts of rows and groups."""
        return (question for step in self.steps for question in step.questions)

    def question(self, id: str) -> Question | None:
        """A question, or a part of one, by its id."""
        every = (inner for question in self.questions() for inner in (question, *question.parts))
        return next((question for question in every if question.id == id), None)
