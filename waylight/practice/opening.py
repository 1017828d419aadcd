"""Before a practice opens: what its people answer for, and the act of opening. Which facts count is asked in home.opening."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.practice.models import OpeningStatement, Practice, Subject
from waylight.practice.publish import publish
from waylight.privacy import audit, keyring
from waylight.ui.refusals import Refusal

# How long a statement holds: mail and backups break silently, texts and law change slowly.
HOLDS_FOR = {
    Subject.CONSENTS: timedelta(days=365),
    Subject.READING: timedelta(days=90),
    Subject.MAIL: timedelta(days=180),
    Subject.BACKUP: timedelta(days=90),
    Subject.LEGAL: timedelta(days=365),
}


class CannotState(Refusal):
    """This cannot be taken. The text of each refusal below is a sentence for people."""


class DoneInFuture(CannotState):
    """The day on which it was done cannot be in the future."""


class DoneLongAgo(CannotState):
    """That was too long ago to count."""


class NotOpen(Refusal):
    """We are getting ready. We do not take enquiries yet."""


@dataclass(frozen=True)
class Said:
    """The newest statement on a subject, and until when it holds."""

    statement: OpeningStatement

    @property
    def until(self) -> date:
        return self.statement.done_on + HOLDS_FOR[Subject(self.statement.subject)]

    def holds(self, on: date) -> bool:
        return on <= self.until


@transaction.atomic
def state(subject: str, *, done_on: date, words: str, by: Any) -> OpeningStatement:
    """Keeps what somebody answers for, beside what was said before. Raises DoneInFuture, DoneLongAgo."""
    today = timezone.localdate()
    if done_on > today:
        raise DoneInFuture
    if today > done_on + HOLDS_FOR[Subject(subject)]:
        days = HOLDS_FOR[Subject(subject)].days
        raise DoneLongAgo(_("That was more than %(days)d days ago. Do it again first.") % {"days": days})
    row = OpeningStatement(
        subject=Subject(subject), done_on=done_on, said_at=timezone.now(), said_by=str(by.pk)
    )
    row.words = words
    row.save(force_insert=True)
    audit.record("state-readiness", by=by, about=row)
    return row


def said() -> dict[str, Said]:
    """The newest statement on each subject, with its words ready to read. Two queries."""
    newest = _newest()
    keyring.load([one.statement for one in newest.values()])
    return newest


def run_out(on: date) -> list[Subject]:
    """What somebody answered for once, too long ago to count on that day. One query."""
    newest = _newest()
    return [subject for subject in Subject if subject in newest and not newest[subject].holds(on)]


def _newest() -> dict[str, Said]:
    newest: dict[str, Said] = {}
    for row in OpeningStatement.objects.newest_first():
        newest.setdefault(row.subject, Said(row))
    return newest


@transaction.atomic
def open_practice(*, by: Any) -> bool:
    """Enquiries are taken from now on. Says whether that is new. Whether all is ready, the caller has asked."""
    return _set(timezone.localdate(), "open-practice", by)


@transaction.atomic
def go_back_to_preparing(*, by: Any) -> bool:
    """No enquiry is taken until the practice opens again; what runs with clients goes on. Says whether that is new."""
    return _set(None, "go-back-to-preparing", by)


def _set(opened_on: date | None, verb: str, by: Any) -> bool:
    practice = Practice.current()
    if practice.is_preparing == (opened_on is None):
        return False
    practice.opened_on = opened_on
    practice.save()
    audit.record(verb, by=by, about=practice)
    transaction.on_commit(publish)
    return True
