"""Brings the texts that Waylight ships into the database, at each start. Doing it twice changes nothing.

A page that the practice wrote, published or withdrew is its own: there a newer text of Waylight is a draft, and no more.
"""

from django.db import transaction
from django.utils import timezone

from waylight.guide.models import SHIPPED, GuidePage, Publication, Revision
from waylight.guide.pages import Page, all_pages
from waylight.privacy import audit

NEWER = "A newer text from Waylight."


@transaction.atomic
def publish_texts() -> int:
    """Takes in the files that are new or have changed; says how many."""
    known = {page.slug: page for page in GuidePage.objects.select_for_update().order_by("pk")}
    new = [text for slug, text in all_pages().items() if slug not in known]
    changed = [page for page in _with_shipped_texts(known) if _take_in(page, all_pages()[page.slug])]
    if new:
        _publish_first(new)
    return len(new) + len(changed)


def _with_shipped_texts(known: dict[str, GuidePage]) -> list[GuidePage]:
    return list(GuidePage.objects.filter(slug__in=known.keys() & all_pages().keys()).with_history())


def _publish_first(texts: list[Page]) -> None:
    """A few statements for all of them: the first start is waited for."""
    now = timezone.now()
    GuidePage.objects.bulk_create(
        GuidePage(slug=text.slug, topic=text.topic, shelf=text.parent, order=text.order) for text in texts
    )
    pages = {page.slug: page for page in GuidePage.objects.filter(slug__in=[text.slug for text in texts])}
    Revision.objects.bulk_create(
        Revision(page=pages[text.slug], number=1, made_at=now, **_words(text)) for text in texts
    )
    for revision in Revision.objects.filter(page__in=pages.values(), number=1).order_by("pk"):
        _publish(revision)


def _take_in(page: GuidePage, text: Page) -> bool:
    """The text of a file, if it is not that of the last one from Waylight; says whether it was."""
    place = {"topic": text.topic, "shelf": text.parent, "order": text.order}
    if any(getattr(page, name) != value for name, value in place.items()):
        GuidePage.objects.filter(pk=page.pk).update(**place)
    before = page.revisions.filter(made_by=SHIPPED).order_by("-number").first()
    words = _words(text)
    if before is not None and all(getattr(before, name) == value for name, value in words.items()):
        return False
    revision = Revision.objects.create(
        page=page,
        number=page.newest.number + 1,
        based_on=before.number if before else None,
        made_at=timezone.now(),
        **(words | {"note": NEWER}),
    )
    if not page.is_our_own:
        _publish(revision)
    return True


def _words(text: Page) -> dict[str, object]:
    return {
        "title": text.title,
        "description": text.description,
        "markdown": text.markdown,
        "sources": [{"title": source.title, "url": source.url} for source in text.sources],
        "help_first": text.help_first,
        "author": text.author,
        "written_on": text.written_on,
        "next_review_on": text.next_review_on,
        "made_by": SHIPPED,
    }


def _publish(revision: Revision) -> None:
    row = Publication.objects.create(
        page_id=revision.page_id,
        revision=revision,
        published_by=SHIPPED,
        published_at=timezone.now(),
        next_review_on=revision.next_review_on,
    )
    audit.record("publish-shipped-page", by="worker", about=row)
