"""The pages to read as rows, in three files: a text never changes, and every act on it is a row of its own.

A revision is a draft until a clinician, who did not write it, has approved it; then it may be published, until the date of
its next review. What Waylight ships is published by nobody, and says that no clinician of the practice checked it.
"""

from waylight.guide.models.pages import NOTICE, SHIPPED, GuidePage, Revision
from waylight.guide.models.publications import Publication, Withdrawal, last
from waylight.guide.models.reviews import ClinicalReview, ReviewRequest

__all__ = [
    "NOTICE",
    "SHIPPED",
    "ClinicalReview",
    "GuidePage",
    "Publication",
    "ReviewRequest",
    "Revision",
    "Withdrawal",
    "last",
]
