"""What the public reads: all published pages, kept in the process until one of them changes.

One query tells both the practice's settings and whether anything was published or withdrawn since.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext_lazy

from waylight.guide import search
from waylight.guide.models import GuidePage, Publication, Withdrawal, last
from waylight.guide.pages import Page, Source
from waylight.practice.models import Practice

READ, ABOUT = "read", "about"  # about a difficulty, and about the practice
SHELVES = {
    READ: gettext_lazy("What it is, and what helps"),
    "therapy": gettext_lazy("Therapy"),
    "someone": gettext_lazy("When you are worried about someone"),
    ABOUT: gettext_lazy("How this practice works"),
}
Stamp = tuple[object, ...]


class UnknownPage(KeyError):
    """There is no page of that name."""


class WithdrawnPage(KeyError):
    """The practice took this page down."""


@dataclass(frozen=True)
class Shelf:
    """Pages that stand together, in their order."""

    name: str
    pages: tuple[Page, ...]

    @property
    def heading(self) -> str:
        return str(SHELVES.get(self.name, self.name.capitalize()))


@dataclass(frozen=True)
class Topic:
    """All that there is to read about one difficulty, shelf by shelf."""

    name: str
    shelves: tuple[Shelf, ...]

    @property
    def heading(self) -> str:
        return self.name[:1].upper() + self.name[1:]

    @property
    def pages(self) -> list[Page]:
        return [page for shelf in self.shelves for page in shelf.pages]


class Library:
    """The published pages of one moment."""

    def __init__(self, pages: dict[str, Page], gone: frozenset[str]) -> None:
        self.pages, self.gone = pages, gone

    def page(self, slug: str) -> Page:
        """Raises UnknownPage, WithdrawnPage."""
        if slug in self.gone:
            raise WithdrawnPage(slug)
        if slug not in self.pages:
            raise UnknownPage(slug)
        return self.pages[slug]

    @cached_property
    def topics(self) -> list[Topic]:
        """Each difficulty that there are pages about, the one with the most pages first."""
        found = [Topic(name, _shelves(pages)) for name, pages in _grouped(self._to_read(), "topic")]
        return sorted(found, key=lambda topic: (-len(topic.pages), topic.name))

    @cached_property
    def about(self) -> Shelf:
        return _shelf(ABOUT, [page for page in self.pages.values() if page.parent == ABOUT])

    def beside(self, page: Page) -> list[Page]:
        """The other pages of its topic and shelf, those that follow first."""
        near = [one for one in self.pages.values() if (one.topic, one.parent) == (page.topic, page.parent)]
        pages = list(_shelf(page.parent, near).pages)
        place = pages.index(page)
        return pages[place + 1 :] + pages[:place]

    def _to_read(self) -> list[Page]:
        return [page for page in self.pages.values() if page.parent != ABOUT]

    @cached_property
    def index(self) -> search.Index:
        return search.Index(list(self.pages.values()))


def _shelves(pages: list[Page]) -> tuple[Shelf, ...]:
    known = list(SHELVES)
    shelves = [_shelf(name, on_it) for name, on_it in _grouped(pages, "parent")]
    return tuple(sorted(shelves, key=lambda s: known.index(s.name) if s.name in known else len(known)))


def _shelf(name: str, pages: list[Page]) -> Shelf:
    return Shelf(name, tuple(sorted(pages, key=lambda page: (page.order, page.title))))


def _grouped(pages: list[Page], by: str) -> list[tuple[str, list[Page]]]:
    key = attrgetter(by)
    return [(name, list(group)) for name, group in groupby(sorted(pages, key=key), key=key)]


def current() -> tuple[Practice, Library]:
    """The practice's settings, and what it has published."""
    global _kept
    practice, stamp = _now()
    if _kept is None or _kept[0] != stamp:
        _kept = stamp, _library()
    return practice, _kept[1]


def library() -> Library:
    return current()[1]


_kept: tuple[Stamp, Library] | None = None


def _now() -> tuple[Practice, Stamp]:
    stamps = {
        "published": last(Publication.objects.all(), "pk"),
        "published_at": last(Publication.objects.all(), "published_at"),
        "withdrawn": last(Withdrawal.objects.all(), "pk"),
        "withdrawn_at": last(Withdrawal.objects.all(), "withdrawn_at"),
    }
    practice = Practice.objects.filter(pk=1).annotate(**stamps).first()
    if practice is None:  # nobody has saved any settings yet
        newest = Publication.objects.order_by("-pk").values_list("pk", "published_at").first()
        return Practice(pk=1), (newest, Withdrawal.objects.order_by("-pk").values_list("pk").first())
    return practice, tuple(practice.__dict__.pop(name) for name in stamps)


def _library() -> Library:
    rows = Publication.objects.standing().select_related("page", "revision", "review")
    pages = {row.page.slug: value_of(row) for row in rows}
    taken = Withdrawal.objects.values_list("publication__page__slug", flat=True)
    return Library(pages, frozenset(taken) - pages.keys())


def value_of(row: Publication) -> Page:
    """A published page as it is shown."""
    text, review = row.revision, row.review
    return Page(
        slug=row.page.slug,
        title=text.title,
        description=text.description,
        written_on=text.written_on,
        next_review_on=row.next_review_on,
        reviewed_by=review.signed_as if review else "",
        reviewed_on=review.reviewed_at.date() if review else None,
        parent=row.page.shelf,
        order=row.page.order,
        sources=tuple(Source(**source) for source in text.sources),
        markdown=text.markdown,
        help_first=text.help_first,
        topic=row.page.topic,
        author=text.author,
        published_on=row.published_at.date(),
    )


def preview_of(page: GuidePage, number: int) -> Page:
    """A revision as it would be shown if it were published now, unreviewed. Raises Revision.DoesNotExist."""
    text = page.revisions.get(number=number)
    row = Publication(
        page=page, revision=text, next_review_on=text.next_review_on, published_at=timezone.now()
    )
    return value_of(row)
