"""A page, and its texts: each is a row for good, and a page's state follows from what was done with them."""

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from waylight.privacy.declarations import NoPersonalData
from waylight.privacy.models import AppendOnly

if TYPE_CHECKING:
    from waylight.guide.models.publications import Publication
    from waylight.guide.models.reviews import ClinicalReview, ReviewRequest

SHIPPED = "waylight"  # stands where a person's id stands: who made and published what came with Waylight
NOTICE = timedelta(days=30)  # a page is due for review this long before its date
A_TEXT = "A text that everybody may read; staff stand by it as ids, or by the name they sign with."


class GuidePageQuerySet(models.QuerySet["GuidePage"]):
    def with_history(self) -> "GuidePageQuerySet":
        """With all that a page's state is derived from, in as many queries for one page as for a hundred."""
        from waylight.guide.models.publications import Publication  # those stand on pages
        from waylight.guide.models.reviews import ReviewRequest

        texts = Revision.objects.defer("markdown", "sources").order_by("number")
        requests = ReviewRequest.objects.select_related("review__publication").order_by("pk")
        return self.prefetch_related(
            models.Prefetch("revisions", queryset=texts),
            models.Prefetch("revisions__requests", queryset=requests),
            models.Prefetch(
                "publications",
                queryset=Publication.objects.select_related("withdrawal", "review").order_by("pk"),
            ),
        )


class GuidePage(models.Model):
    """One page to read: its address, the difficulty it is about, its shelf and its place there."""

    slug = models.SlugField(max_length=60, unique=True)
    topic = models.CharField(max_length=60)  # "self-harm": another difficulty is another topic
    shelf = models.CharField(max_length=30)  # "read": about the topic; "about": about the practice
    order = models.PositiveSmallIntegerField(default=100)

    objects = GuidePageQuerySet.as_manager()
    privacy = NoPersonalData(A_TEXT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(topic="") & ~Q(shelf=""), name="guide_page_has_a_place"
            )
        ]

    def __str__(self) -> str:
        return self.slug

    # The questions below read what `with_history` has fetched.

    @cached_property
    def newest(self) -> "Revision":
        return list(self.revisions.all())[-1]

    @cached_property
    def publication(self) -> "Publication | None":
        """The publication that the public reads; None when there is none, or it was withdrawn."""
        every = list(self.publications.all())
        return every[-1] if every and not every[-1].is_withdrawn else None

    @property
    def is_withdrawn(self) -> bool:
        return self.publication is None and bool(self.publications.all())

    @property
    def is_our_own(self) -> bool:
        """Whether the practice wrote, published or withdrew it. Then no newer text of Waylight replaces it by itself."""
        made = any(revision.made_by != SHIPPED for revision in self.revisions.all())
        published = any(one.published_by != SHIPPED for one in self.publications.all())
        return made or published or self.is_withdrawn

    @cached_property
    def published_number(self) -> int:
        """The number of the revision that the public reads; 0 when there is none."""
        if self.publication is None:
            return 0
        wanted = self.publication.revision_id
        return next(one.number for one in self.revisions.all() if one.pk == wanted)

    @property
    def has_newer(self) -> bool:
        return self.newest.number > self.published_number

    @cached_property
    def waiting(self) -> "ReviewRequest | None":
        """The request that still waits for a clinician."""
        requests = [request for revision in self.revisions.all() for request in revision.requests.all()]
        return next((request for request in requests if not request.is_answered), None)

    def is_due(self, on: date) -> bool:
        return self.publication is not None and self.publication.next_review_on <= on + NOTICE

    def urgency(self, on: date) -> tuple[object, ...]:
        """Sorts a list: due for review first, the oldest date before; then what somebody works on; then by title."""
        due = self.publication.next_review_on if self.publication and self.is_due(on) else date.max
        return due, not (self.waiting or self.has_newer), self.newest.title.casefold()


class RevisionQuerySet(models.QuerySet["Revision"]):
    def newest_first(self) -> "RevisionQuerySet":
        return self.order_by("-number")


class Revision(AppendOnly):
    """One text of a page, for good. `made_by` is a user's id, or SHIPPED. Each of `sources` has a title and a url."""

    page = models.ForeignKey(GuidePage, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    based_on = models.PositiveIntegerField(null=True)  # the number that its writer had before them
    title = models.CharField(max_length=80)
    description = models.CharField(max_length=200)
    markdown = models.TextField(max_length=40_000)
    sources = models.JSONField(default=list)
    help_first = models.BooleanField(default=False)  # Help now stands before the text
    author = models.CharField(max_length=120)  # as the page shows it
    written_on = models.DateField()
    next_review_on = models.DateField()  # as its writer proposes it
    note = models.CharField(max_length=200, blank=True)  # what changed, for colleagues
    made_by = models.CharField(max_length=36)
    made_at = models.DateTimeField()

    objects = RevisionQuerySet.as_manager()
    privacy = NoPersonalData(A_TEXT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="one_revision_of_a_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & (Q(based_on=None) | Q(based_on__lt=F("number"))),
                name="revision_comes_after_what_it_is_based_on",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(markdown="") & ~Q(author="") & ~Q(made_by=""),
                name="revision_has_text_and_author",
            ),
            models.CheckConstraint(
                condition=Q(next_review_on__gt=F("written_on")),
                name="revision_is_reviewed_after_it_is_written",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.number}"

    def in_words(self) -> dict[str, str]:
        """All that a reader sees of it, as text, by what colleagues call it."""
        return {
            _("Title"): self.title,
            _("In a sentence or two"): self.description,
            _("Text"): self.markdown,
            _("Sources"): "\n".join(f"{source['title']} {source['url']}" for source in self.sources),
            _("Who wrote it"): self.author,
            _("Help now before the text"): _("Yes") if self.help_first else _("No"),
        }

    @property
    def is_shipped(self) -> bool:
        return self.made_by == SHIPPED

    @property
    def last_request(self) -> "ReviewRequest | None":
        return max(self.requests.all(), key=lambda request: request.round, default=None)

    @property
    def last_review(self) -> "ClinicalReview | None":
        request = self.last_request
        return request.review if request is not None and request.is_answered else None

    @property
    def approval(self) -> "ClinicalReview | None":
        """The clinician's yes that no publication has used yet."""
        review = self.last_review
        return review if review is not None and review.is_approved and not review.is_used() else None
