"""What a client answers, one question after the other, and when they send it. An answer that needs a person gets one at once.

REQUIREMENTS 3.3: any answer above the lowest of such a question is left for a named therapist to read, in the words of the
option, and the page of support comes before the next question. The lowest leaves nothing and is not spoken of.
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.booking.models import Appointment, TimeOff
from waylight.measures import catalogue, feedback, giving, scores
from waylight.measures.catalogue import Question
from waylight.measures.models import Administration, Answer, Reader, Setting
from waylight.people import episodes, reading
from waylight.people.models import Client, NeedsReading
from waylight.practice import deadlines
from waylight.privacy import audit, keyring
from waylight.privacy.sealing import lasting_key
from waylight.ui.refusals import Refusal

BEFORE, AFTER = timedelta(minutes=15), timedelta(hours=1)  # of a session


class NotYours(Refusal):
    """Only the person who was asked may answer."""


class NoSuchAnswer(Refusal):
    """This is no answer to this question."""


class NotFinishedYet(Refusal):
    """Some questions are still open. Look at them first. “Prefer not to answer” is an answer too."""


class SupportFirst(Refusal):
    """There is a page to see first. Then you can send your answers."""


class NobodyToRead(Refusal):
    """You have no therapist here at the moment, so nobody could read it."""


class NotWithThemAnyMore(NobodyToRead):
    """You do not meet this therapist any more, so they could not read it. You can send it to the lead of the practice."""


class CannotBeAsked(Refusal):
    """These questions cannot be asked at the moment. What you answered is kept."""


class NotInASession(CannotBeAsked):
    """These are for when you and your therapist meet. They open then."""


@transaction.atomic
def settle(administration: Administration) -> Administration:
    """Before a question is shown: where nobody can promise any more to read an answer in time, the question is not asked.

    Then the instrument without it takes its place, with the answers up to now; what is meant for a session waits for one.
    Raises CannotBeAsked, NotInASession.
    """
    form = administration.form
    if not form.has_text:
        raise CannotBeAsked
    if not (administration.is_open and form.needs_reading):
        return administration
    now = timezone.now()
    has_come_to_it = any(q.needs_reading and q.id in administration.answered for q in form.questions)
    if has_come_to_it or reading.promise(reading.reader_of(administration.client), now=now):
        return administration
    if not administration.is_alone:
        if not _meets_now(administration, now):
            raise NotInASession
        return administration
    twin = Administration.objects.open().filter(client=administration.client, instrument=form.instead_alone)
    if not form.instead_alone or twin.exists():
        raise CannotBeAsked
    administration.instrument = form.instead_alone
    administration.version = administration.form.version
    administration.save(update_fields=["instrument", "version"])
    audit.record("ask-without", by="worker", person=administration.client_id, about=administration)
    return administration


def _meets_now(administration: Administration, now: datetime) -> bool:
    """From a little before a session with whoever asks to an hour after it: then somebody is with them."""
    rows = Appointment.objects.standing().filter(
        client=administration.client, therapist=administration.therapist
    )
    return rows.filter(starts_at__lte=now + BEFORE, ends_at__gt=now - AFTER).exists()


def next_question(administration: Administration) -> Question | None:
    """The first one without an answer; None when all are answered."""
    answered = administration.answered
    return next((q for q in administration.form.asked(answered) if q.id not in answered), None)


@transaction.atomic
def answer(administration: Administration, question: Question, value: Any, *, by: Any) -> Administration:
    """Keeps one answer; None is “prefer not to answer”. A later one takes its place.

    Raises NotYours, NoLongerOpen, NoSuchAnswer.
    """
    row = _own(administration, by)
    known = row.form.question(question.id)
    if known is None or not _fits(known, value):
        raise NoSuchAnswer
    before = row.answered.get(known.id)
    _keep(row, known, value)
    row.answered_at = row.answered_at or timezone.now()
    if known.wants_a_person(value):
        _leave_to_read(row, known, value, by, again=value != before)
        row.support_due = True
    row.save(update_fields=["answered_at", "support_due"])
    audit.record("answer-question", by=by, person=row.client_id, about=row)
    return row


def _keep(row: Administration, question: Question, value: Any) -> None:
    found = Answer.objects.filter(administration=row, question=question.id).first()
    kept = found or Answer(administration=row, question=question.id)
    kept.administration = row
    kept.content, kept.answered_at = {"value": value}, timezone.now()
    kept.save()


def _leave_to_read(row: Administration, question: Question, value: Any, by: Any, *, again: bool) -> None:
    now = timezone.now()
    therapist = reading.reader_of(row.client)
    promised_by = reading.promise(therapist, now=now)
    off = TimeOff.objects.filter(therapist=therapist, starts_at__lte=promised_by, ends_at__gt=promised_by)
    reading.leave(
        row.client,
        key=key_of(row, question, value),
        words=_("“{question}”\nThey chose “{answer}”.").format(
            question=question.text, answer=question.words_of(value)
        ),
        url_name="measures:given",
        about=row.pk,
        promised_by=promised_by,
        is_away=promised_by is not None and off.exists(),
        again=again,
        by=by,
    )


def key_of(row: Administration, question: Question, value: Any) -> str:
    """The same answer twice is left once; another answer to the same question is another thing to read.

    A key is not sealed, so it says what was answered to nobody who has no key of the practice.
    """
    said = f"{row.pk}:{question.id}:{value}".encode()
    return f"measure:{row.pk}:{hmac.new(lasting_key('things to read'), said, sha256).hexdigest()[:24]}"


def left_to_read(administration: Administration) -> NeedsReading | None:
    """The newest thing that this administration left for somebody to read."""
    theirs = NeedsReading.objects.filter(client=administration.client_id)  # by the index of the client
    rows = theirs.filter(key__startswith=f"measure:{administration.pk}:")
    return (
        rows.select_related("client", "therapist", "acknowledgement__acknowledged_by")
        .order_by("-left_at")
        .first()
    )


@transaction.atomic
def show_support(administration: Administration, *, by: Any) -> None:
    """The page of support is shown: then the next question may be. Raises NotYours."""
    row = _locked(administration)
    if row.client.user_id != by.pk:
        raise NotYours
    if row.support_due:
        row.support_due = False
        row.save(update_fields=["support_due"])
        audit.record("show-support", by=by, person=row.client_id, about=row)


@transaction.atomic
def send(administration: Administration, *, reader: str = "", by: Any) -> Administration:
    """Sends the answers to whoever reads them, with a promise, and adds them up. Twice is the same as once.

    `reader`: of feedback on a session, to whom. Raises NotYours, NoLongerOpen, SupportFirst, NotFinishedYet, NobodyToRead.
    """
    if (row := _locked(administration)).finished_at is not None and row.client.user_id == by.pk:
        return row
    row = _own(administration, by)
    if row.support_due:
        raise SupportFirst
    if next_question(row) is not None or (row.is_feedback and reader not in Reader.values):
        raise NotFinishedYet
    if not row.is_feedback and reading.reader_of(row.client) is None:
        raise NobodyToRead
    if row.is_feedback and reader == Reader.THERAPIST and not feedback.is_within_reach(row):
        raise NotWithThemAnyMore
    row.reader = reader if row.is_feedback else ""
    return _finish(row, by)


def _finish(row: Administration, by: Any) -> Administration:
    row.finished_at = timezone.now()
    row.read_by = deadlines.answer_due_at(row.finished_at)
    row.support_due = False
    row.save()
    for kept in row.answers.all():
        # Setting the content makes the field seal it anew, with the key of the record.
        kept.administration = row
        kept.content = kept.content
        kept.save()
    scores.add_up(row)
    audit.record("send-answers", by=by, person=row.client_id, about=row)
    return row


@transaction.atomic
def enter(client: Client, instrument: str, answers: dict[str, Any], *, by: Any) -> Administration:
    """A therapist enters what a client answered on paper or in the session. Raises NotYourClient, NoSuchAnswer."""
    therapist = episodes.therapist_of(client, by=by)
    form = catalogue.get(instrument)
    row = Administration(client=client, therapist=therapist, instrument=form.id, version=form.version)
    row.setting = Setting.TOGETHER
    row.given_at = row.answered_at = timezone.now()
    row.ended_at = row.given_at  # not open while it is entered: theirs may wait beside it
    row.save(force_insert=True)
    for question in form.questions:
        value = answers.get(question.id)
        if not _fits(question, value):
            raise NoSuchAnswer
        _keep(row, question, value)
        if question.wants_a_person(value):
            _leave_to_read(row, question, value, by, again=False)
    row.ended_at = None
    _finish(row, by)
    return mark_read(row, by=by)


@transaction.atomic
def read(administration: Administration, *, by: Any) -> Administration:
    """Every reading leaves a trace, the client's own too."""
    audit.record("read-answers", by=by, person=administration.client_id, about=administration)
    return administration


def waiting(user: Any) -> Administration | None:
    """For a client: the first one that waits, without feedback, which they began by themselves."""
    rows = Administration.objects.visible_to(user).open().exclude(instrument=catalogue.FEEDBACK)
    return rows.select_related("therapist").order_by("given_at").first()


def unread(user: Any) -> list[Administration]:
    """For a therapist: what clients sent and nobody has marked as read, by when it was promised."""
    found = list(Administration.objects.visible_to(user).unread().select_related("client"))
    keyring.load(found)
    return found


@transaction.atomic
def mark_read(administration: Administration, *, by: Any) -> Administration:
    """Twice is the same as once. Raises Administration.DoesNotExist where it is not sent to `by`."""
    within_reach = Administration.objects.visible_to(by).finished()
    row = within_reach.select_for_update(of=("self",)).get(pk=administration.pk)
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])
        audit.record("mark-answers-read", by=by, person=row.client_id, about=row)
    return row


def _own(administration: Administration, by: Any) -> Administration:
    row = _locked(administration)
    if row.client.user_id != by.pk:
        raise NotYours
    if not row.is_open:
        raise giving.NoLongerOpen
    return row


def _locked(administration: Administration) -> Administration:
    rows = Administration.objects.select_for_update(of=("self",)).select_related("client__user", "therapist")
    return rows.get(pk=administration.pk)


def _fits(question: Question, value: Any) -> bool:
    if value is None:
        return True
    if question.kind == "words":
        return isinstance(value, str) and len(value) <= question.longest
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    if question.kind == "scale":
        return 0 <= value <= question.top
    return value in {option.value for option in question.options}
