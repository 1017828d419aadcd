"""The life of a page: draft, request for review, clinical review, publication, withdrawal (REQUIREMENTS R-1.1, 7).

Nothing is overwritten: of two people who write at once, each leaves a revision, and neither loses a word.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.guide import words
from waylight.guide.models import (
    ClinicalReview,
    GuidePage,
    Publication,
    ReviewRequest,
    Revision,
    Withdrawal,
)
from waylight.people.models import Registration, Therapist
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

LOOKED_AT_WITHIN = timedelta(days=366)


class CannotDo(Refusal):
    """This cannot be done. The text of each refusal below is a sentence for people."""


class AddressTaken(CannotDo):
    """There is a page with this address. Choose another."""


class AlreadyWaiting(CannotDo):
    """This page waits for a clinician already."""


class NotAClinician(CannotDo):
    """Pages are checked by a therapist whose registration is in force."""


class OwnText(CannotDo):
    """You wrote a part of this page. Somebody else must check it."""


class AlreadyAnswered(CannotDo):
    """Somebody has checked this text meanwhile."""


class NoWords(CannotDo):
    """Say what must change before the page is published."""


class NotApproved(CannotDo):
    """A clinician must check this text first."""


class NewerIsPublished(CannotDo):
    """A newer text is published already. To go back, make a draft of this one."""


class SaysWhatWeNeverSay(CannotDo):
    """The text says what no page of ours may say."""


class NotWithinAYear(CannotDo):
    """Choose a day for the next check: after today, and within a year."""


class NotPublished(CannotDo):
    """This page is not published."""


@dataclass(frozen=True)
class Text:
    """What somebody wrote, before it is a revision."""

    title: str
    description: str
    markdown: str
    author: str
    next_review_on: date
    sources: list[dict[str, str]] = field(default_factory=list)
    help_first: bool = False
    note: str = ""

    @classmethod
    def of(cls, revision: Revision, note: str = "") -> "Text":
        names = set(cls.__dataclass_fields__) - {"note"}
        return cls(**{name: getattr(revision, name) for name in names}, note=note)

    def is_that_of(self, revision: Revision) -> bool:
        return self.of(revision, note=self.note) == self


@transaction.atomic
def add_page(slug: str, text: Text, *, topic: str, shelf: str, order: int, by: Any) -> Revision:
    """A new page with its first draft. Raises AddressTaken."""
    try:
        with transaction.atomic():
            page = GuidePage.objects.create(slug=slug, topic=topic, shelf=shelf, order=order)
    except IntegrityError as error:
        raise AddressTaken from error
    return _write(page, 1, None, text, by)


@transaction.atomic
def save_draft(page: GuidePage, text: Text, *, based_on: int, by: Any) -> Revision:
    """A new revision; the one it is based on where nothing changed.

    Where `number` is not the one after `based_on`, somebody saved meanwhile: both texts are kept.
    """
    newest = _locked(page).revisions.newest_first()[0]
    before = page.revisions.filter(number=based_on).first() or newest
    if text.is_that_of(before):
        return before
    return _write(page, newest.number + 1, before.number, text, by)


@transaction.atomic
def restore(revision: Revision, *, by: Any) -> Revision:
    """An earlier text again, as a new draft."""
    newest = _locked(revision.page).revisions.newest_first()[0]
    text = Text.of(revision, note=_("The text of version %(number)d again.") % {"number": revision.number})
    return _write(revision.page, newest.number + 1, revision.number, text, by)


@transaction.atomic
def ask_for_review(revision: Revision, *, by: Any) -> ReviewRequest:
    """Puts the text on the list of all therapists. Raises AlreadyWaiting."""
    _locked(revision.page)
    if ReviewRequest.objects.waiting().filter(revision__page=revision.page_id).exists():
        raise AlreadyWaiting
    row = ReviewRequest.objects.create(
        revision=revision,
        round=revision.requests.count() + 1,
        asked_by=str(by.pk),
        asked_at=timezone.now(),
    )
    audit.record("ask-for-clinical-review", by=by, about=row)
    return row


@transaction.atomic
def review(request: ReviewRequest, *, is_approved: bool, said: str = "", by: Any) -> ClinicalReview:
    """A clinician's answer, for good. Raises NotAClinician, OwnText, NoWords, AlreadyAnswered."""
    revision = request.revision
    therapist, registration = _clinician(by)
    _refuse_the_writer(revision, therapist)
    said = said.strip()
    if not is_approved and not said:
        raise NoWords
    _locked(revision.page)
    if ClinicalReview.objects.filter(request=request).exists():
        raise AlreadyAnswered
    row = ClinicalReview.objects.create(
        request=request,
        written_by=revision.made_by,
        reviewed_by=str(by.pk),
        reviewed_at=timezone.now(),
        signed_as=f"{therapist.name}, {therapist.title}",
        registration=registration.short,
        is_approved=is_approved,
        words=said,
    )
    audit.record("approve-page" if is_approved else "send-page-back", by=by, about=row)
    return row


@transaction.atomic
def publish(revision: Revision, *, next_review_on: date, by: Any) -> Publication:
    """The public reads this text from now on.

    Raises NotApproved, NewerIsPublished, NotWithinAYear, SaysWhatWeNeverSay (whose text names the words).
    """
    page = GuidePage.objects.with_history().get(pk=_locked(revision.page).pk)
    approval = revision.approval
    if approval is None:
        raise NotApproved
    if page.published_number > revision.number:
        raise NewerIsPublished
    today = timezone.localdate()
    if not today < next_review_on <= today + LOOKED_AT_WITHIN:
        raise NotWithinAYear
    if never := words.never_said(revision.title, revision.description, revision.markdown):
        raise SaysWhatWeNeverSay(
            _("The text says what no page of ours may say: %(words)s.") % {"words": ", ".join(sorted(never))}
        )
    row = Publication.objects.create(
        page=page,
        revision=revision,
        review=approval,
        published_by=str(by.pk),
        published_at=timezone.now(),
        next_review_on=next_review_on,
    )
    audit.record("publish-page", by=by, about=row)
    return row


@transaction.atomic
def withdraw(page: GuidePage, *, reason: str, by: Any) -> Withdrawal:
    """Takes the page down; its address then leads on. Raises NotPublished."""
    _locked(page)
    publication = Publication.objects.standing().filter(page=page).first()
    if publication is None:
        raise NotPublished
    row = Withdrawal.objects.create(
        publication=publication, reason=reason, withdrawn_by=str(by.pk), withdrawn_at=timezone.now()
    )
    audit.record("withdraw-page", by=by, about=row)
    return row


def _locked(page: GuidePage) -> GuidePage:
    """One act on a page at a time, so that numbers and rounds never meet."""
    return GuidePage.objects.select_for_update().get(pk=page.pk)


def _write(page: GuidePage, number: int, based_on: int | None, text: Text, by: Any) -> Revision:
    """A revision of today. A next check that an older text proposed for a day gone by is proposed for the longest time."""
    today = timezone.localdate()
    proposed = text.next_review_on if text.next_review_on > today else today + LOOKED_AT_WITHIN
    row = Revision.objects.create(
        page=page,
        number=number,
        based_on=based_on,
        made_by=str(by.pk),
        made_at=timezone.now(),
        written_on=today,
        **{name: getattr(text, name) for name in text.__dataclass_fields__} | {"next_review_on": proposed},
    )
    audit.record("write-page", by=by, about=row)
    return row


def _clinician(by: Any) -> tuple[Therapist, Registration]:
    today = timezone.localdate()
    therapist = Therapist.objects.registered(today).filter(user=by.pk, user__is_active=True).first()
    if therapist is None:
        raise NotAClinician
    return therapist, therapist.registrations.in_force(today).order_by("pk")[0]


def _refuse_the_writer(revision: Revision, therapist: Therapist) -> None:
    wrote = Revision.objects.filter(page=revision.page_id, made_by=str(therapist.user_id)).exists()
    if wrote or _is_named(therapist.name, revision.author):
        raise OwnText


def _is_named(name: str, author: str) -> bool:
    """Whether the line of authors names somebody, with or without title or first name."""
    own = _words(name)
    people = (_words(one) for one in re.split(r"[,;&]|\band\b", author.casefold()))
    return any(said and (said <= own or own <= said) for said in people)


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold()))
