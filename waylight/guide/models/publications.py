"""What the public reads, since when, and what was taken down."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from waylight.guide.models.pages import A_TEXT, NOTICE, SHIPPED, GuidePage, Revision
from waylight.guide.models.reviews import ClinicalReview
from waylight.privacy.declarations import NoPersonalData
from waylight.privacy.models import AppendOnly


class PublicationQuerySet(models.QuerySet["Publication"]):
    def standing(self) -> "PublicationQuerySet":
        """What the public reads: the last publication of each page, unless it was withdrawn."""
        later = Publication.objects.filter(page=OuterRef("page"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), withdrawal=None)

    def due(self, on: date) -> "PublicationQuerySet":
        """Those whose next review is near or past, the oldest date first."""
        return self.standing().filter(next_review_on__lte=on + NOTICE).order_by("next_review_on", "pk")


class Publication(AppendOnly):
    """A revision became what the public reads. Without a clinician's review only what Waylight ships."""

    page = models.ForeignKey(GuidePage, on_delete=models.PROTECT, related_name="publications")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="publications")
    review = models.OneToOneField(
        ClinicalReview, on_delete=models.PROTECT, null=True, related_name="publication"
    )
    published_by = models.CharField(max_length=36)
    published_at = models.DateTimeField()
    next_review_on = models.DateField()

    objects = PublicationQuerySet.as_manager()
    privacy = NoPersonalData(A_TEXT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(review__isnull=False) | Q(published_by=SHIPPED),
                name="published_after_a_clinical_review",
            ),
        ]

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")


class Withdrawal(AppendOnly):
    """The practice took a page down; its address says so, and where to go."""

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_by = models.CharField(max_length=36)
    withdrawn_at = models.DateTimeField()
    reason = models.CharField(max_length=400)  # for colleagues

    privacy = NoPersonalData(A_TEXT)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawn_for_a_reason")]


def last(rows: models.QuerySet[Any], field: str) -> Subquery:
    """Inside a query: that field of the newest of the rows."""
    return Subquery(rows.order_by("-pk").values(field)[:1])
