"""What a client writes, and what the same page held on another device."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from waylight.exercises import asking, catalogue
from waylight.exercises.models.assignments import Assignment
from waylight.people.models import Client
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import PRIVATE, RECORD, EncryptedJSON

AFTERWARDS = "_helped"  # among the answers: how one was after it. No question of an exercise has such a name


class EntryQuerySet(models.QuerySet["Entry"]):
    def shared(self) -> "EntryQuerySet":
        return self.exclude(shared_at=None)

    def unread(self) -> "EntryQuerySet":
        """What was shared and waits to be read, by when that was promised."""
        return self.shared().filter(read_at=None).order_by("read_by", "pk")

    def visible_to(self, user: Any) -> "EntryQuerySet":
        """The client's own; a therapist in an open episode of care sees what was shared, and nothing of the rest."""
        role = getattr(user, "role", "")
        if role == "client":
            return self.filter(client__user=user)
        if role == "therapist":
            return self.shared().filter(client__in=Client.objects.visible_to(user))
        return self.none()


def key_of(entry: "Entry") -> str:
    return PRIVATE if entry.shared_at is None else RECORD


class Entry(models.Model):
    """FHIR QuestionnaireResponse: one go at an exercise. Sealed with the private key until the client shares it.

    Its id may come from the client's device, so that what was begun without a signal is the same entry when it arrives.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="entries")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="entries")
    exercise = models.SlugField(max_length=60)
    version = models.CharField(max_length=10)
    answers = EncryptedJSON(key=key_of)  # question → answer
    # While it is shared: answers to questions that stay private (`Question.stays_private`). Else they are among the answers.
    kept_back = EncryptedJSON(key=PRIVATE)
    asked = models.JSONField(default=list)  # questions that are off, and were switched on when this was begun
    saved_in = models.JSONField(default=dict)  # step → the browser window that saved it last
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    shared_at = models.DateTimeField(null=True)
    read_by = models.DateTimeField(null=True)  # promised, when it was shared: read by then
    read_at = models.DateTimeField(null=True)

    objects = EntryQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            (
                "client",
                "assignment",
                "exercise",
                "version",
                "saved_in",
                "asked",
                "started_at",
                "saved_at",
                "finished_at",
                "shared_at",
                "read_by",
                "read_at",
            ),
            "shows that somebody wrote, without the words",
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["client", "-started_at"]),
            models.Index(fields=["client", "-shared_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_at=None) | Q(finished_at__isnull=False), name="shared_when_finished"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(shared_at__isnull=False, read_at__gte=F("shared_at")),
                name="read_after_it_was_shared",
            ),
        ]

    @property
    def form(self) -> catalogue.Exercise:
        """The exercise in the version it was started with."""
        return catalogue.get(self.exercise, self.version)

    @property
    def title(self) -> str:
        return self.form.title

    @property
    def is_shared(self) -> bool:
        return self.shared_at is not None

    @property
    def is_private(self) -> bool:
        """Not shared: the client may change and remove it."""
        return self.shared_at is None

    @property
    def is_taken_back(self) -> bool:
        """Its suggestion ended meanwhile: it may be finished all the same."""
        return self.assignment is not None and self.assignment.ended_at is not None and not self.finished_at

    @property
    def helped(self) -> str:
        """How one was after it: worse, same, little or lot; nothing when it was not said."""
        if AFTERWARDS in self.answers or self.form.question("helped"):
            return self.answers.get(AFTERWARDS, "")
        return self.answers.get(
            "helped", ""
        )  # as it was named before an exercise asked a question of that name

    @property
    def all_answers(self) -> dict[str, Any]:
        """For the client, who reads what is kept back too."""
        return self.answers | self.kept_back

    def answers_of(self, step: catalogue.Step) -> dict[str, Any]:
        """With what is kept back while it is shared."""
        known = self.all_answers
        return {q.id: known[q.id] for q in step.questions if q.id in known}

    def asks(self, step: catalogue.Step) -> bool:
        """Whether there is something to ask on this page, after what was answered on others."""
        return bool(asking.asked(step, self.answers, set(self.asked)))

    def steps(self) -> list[catalogue.Step]:
        """The pages on which anything is asked of this client, as the answers stand."""
        return asking.steps(self.form, self.answers, frozenset(self.asked))

    def beside(self, step: catalogue.Step) -> tuple[catalogue.Step | None, catalogue.Step | None]:
        """The pages before and after."""
        steps, place = self.steps(), self.form.place(step)
        before = [other for other in steps if self.form.place(other) < place]
        after = [other for other in steps if self.form.place(other) > place]
        return next(reversed(before), None), next(iter(after), None)

    def questions_of(self, step: catalogue.Step) -> list[catalogue.Question]:
        return asking.asked(step, self.answers, frozenset(self.asked))

    def open_steps(self) -> list[catalogue.Step]:
        """Pages to look at before it can be finished: with an answer it needs, or never to be left out."""
        return [step for step in self.form.steps if self._is_open(step)]

    def _is_open(self, step: catalogue.Step) -> bool:
        asked = asking.asked(step, self.answers, set(self.asked))
        never_seen = step.not_left_out and bool(asked) and not self.answers_of(step)
        return never_seen or any(q.required and not asking.is_answered(self.answers.get(q.id)) for q in asked)


class EntryVersionQuerySet(models.QuerySet["EntryVersion"]):
    def visible_to(self, user: Any) -> "EntryVersionQuerySet":
        """The client's own. A therapist reads what the entry holds, and no version beside it."""
        if getattr(user, "role", "") != "client":
            return self.none()
        return self.filter(entry__client__user=user)


class EntryVersion(models.Model):
    """What one page held on another device or in another window, kept as it was written until the client has chosen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="versions")
    step = models.CharField(max_length=80)
    answers = EncryptedJSON(key=PRIVATE)
    written_at = models.DateTimeField()

    objects = EntryVersionQuerySet.as_manager()
    privacy = Declaration(
        whose="entry.client_id",
        retention="record",
        kept=dict.fromkeys(("entry", "step", "written_at"), "shows that a page was written twice"),
    )
