"""The guide of Larkfield: checked by its therapists, with one text in review, one draft, and two pages due for a check."""

from datetime import timedelta
from itertools import cycle

from django.utils import timezone

from waylight.accounts.models import User
from waylight.guide import editing, seeds
from waylight.guide.models import GuidePage, Publication, Revision
from waylight.people.models import Therapist

IN_REVIEW, DRAFT = "when-to-seek-help", "shared-phones"
DUE = {"how-therapy-helps": timedelta(days=5), "for-someone": timedelta(days=19)}  # from today


def check_and_publish(eva: User, frank: User) -> None:
    seeds.publish_texts()
    therapists = cycle(
        Therapist.objects.registered(timezone.localdate()).select_related("user").order_by("pk")
    )
    for revision in Revision.objects.filter(number=1).select_related("page").order_by("page__order", "pk"):
        _check(revision, next(therapists), eva)
    for slug, away in DUE.items():
        day = timezone.localdate() + away
        Publication.objects.standing().filter(page__slug=slug).update(next_review_on=day)
    editing.ask_for_review(_change(IN_REVIEW, "A shorter beginning.", by=eva), by=eva)
    _change(DRAFT, "Newer phones, to be looked at again.", by=frank)


def _check(revision: Revision, therapist: Therapist, eva: User) -> None:
    request = editing.ask_for_review(revision, by=eva)
    editing.review(request, is_approved=True, by=therapist.user)
    editing.publish(revision, next_review_on=timezone.localdate() + timedelta(days=360), by=eva)


def _change(slug: str, note: str, *, by: User) -> Revision:
    """A draft whose first paragraph has one sentence less."""
    page = GuidePage.objects.get(slug=slug)
    newest = page.revisions.newest_first()[0]
    text = editing.Text.of(newest, note=note)
    first, rest = text.markdown.split("\n\n", 1)
    shorter = first.rsplit(". ", 1)[0].rstrip(".") + "."
    words = editing.Text(**(vars(text) | {"markdown": f"{shorter}\n\n{rest}"}))
    return editing.save_draft(page, words, based_on=newest.number, by=by)
