"""What clinicians are asked about a text, and what they answered."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from waylight.guide.models.pages import A_TEXT, Revision
from waylight.privacy.declarations import Declaration, NoPersonalData
from waylight.privacy.models import AppendOnly


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    def waiting(self) -> "ReviewRequestQuerySet":
        return self.filter(review=None).order_by("asked_at", "pk")

    def waiting_for(self, user: Any) -> "ReviewRequestQuerySet":
        """Those of pages that this clinician wrote no part of."""
        return self.waiting().exclude(revision__page__revisions__made_by=str(user.pk))


class ReviewRequest(AppendOnly):
    """Somebody asked a clinician to check a revision. A text that stays as it is comes in a new round each year."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="requests")
    round = models.PositiveSmallIntegerField(default=1)
    asked_by = models.CharField(max_length=36)
    asked_at = models.DateTimeField()

    objects = ReviewRequestQuerySet.as_manager()
    privacy = NoPersonalData(A_TEXT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "round"], name="one_request_a_round"),
            models.CheckConstraint(condition=Q(round__gte=1) & ~Q(asked_by=""), name="request_has_its_round"),
        ]

    @property
    def is_answered(self) -> bool:
        return hasattr(self, "review")


class ClinicalReviewQuerySet(models.QuerySet["ClinicalReview"]):
    def visible_to(self, user: Any) -> "ClinicalReviewQuerySet":
        """Staff see all; the public sees the name and the day below the page."""
        return self if getattr(user, "is_staff_member", False) else self.none()


class ClinicalReview(AppendOnly):
    """What a clinician of the practice, who did not write the text, said of it (REQUIREMENTS R-1.1)."""

    request = models.OneToOneField(ReviewRequest, on_delete=models.PROTECT, related_name="review")
    written_by = models.CharField(max_length=36)  # who made the revision, so that the database can compare
    reviewed_by = models.CharField(max_length=36)
    reviewed_at = models.DateTimeField()
    signed_as = models.CharField(max_length=160)  # name and title, as the page shows them
    registration = models.CharField(max_length=60)  # the entry that was in force that day: "HCPC 12345"
    is_approved = models.BooleanField()
    words = models.TextField(max_length=2000, blank=True)  # to the writer, when it is sent back

    objects = ClinicalReviewQuerySet.as_manager()
    privacy = Declaration(
        whose="reviewed_by",
        retention="staff",
        kept=dict.fromkeys(
            (
                *("request", "written_by", "reviewed_by", "reviewed_at", "signed_as"),
                *("registration", "is_approved", "words"),
            ),
            "shows who checked what the public read, and when",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewed_by=F("written_by")), name="nobody_reviews_their_own_text"
            ),
            models.CheckConstraint(
                condition=~Q(reviewed_by="") & ~Q(signed_as="") & ~Q(registration=""), name="review_is_signed"
            ),
            models.CheckConstraint(condition=Q(is_approved=True) | ~Q(words=""), name="sent_back_with_words"),
        ]

    def is_used(self) -> bool:
        return hasattr(self, "publication")
